from django.contrib.postgres.operations import BtreeGistExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),  # equality and ranges in one exclusion constraint
        UnaccentExtension(),  # names found without their macrons
    ]
