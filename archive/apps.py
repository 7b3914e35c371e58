from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    default = True
    name = "archive"

    def ready(self) -> None:
        from archive.groups import keep_groups

        # This app has no models, so the signal is never sent for it.
        post_migrate.connect(keep_groups, sender=apps.get_app_config("articles"))


class StaffConfig(admin_apps.AdminConfig):
    default = False
    default_site = "archive.admin.StaffSite"
