from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    default = True
    name = "archive"

    def ready(self) -> None:
        from archive.changes import keep_telling
        from archive.groups import keep_groups

        # The last of the apps that these two know.
        articles = apps.get_app_config("articles")
        post_migrate.connect(keep_groups, sender=articles)
        post_migrate.connect(keep_telling, sender=articles)


class StaffConfig(admin_apps.AdminConfig):
    default = False
    default_site = "archive.admin.StaffSite"
