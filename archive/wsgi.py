import gc
import os

from django.core.wsgi import get_wsgi_application

from archive.charsets import only_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = only_utf_8(get_wsgi_application())

# All this stays as long as the process: to look through it for garbage takes longer than a page.
gc.collect()
gc.freeze()
