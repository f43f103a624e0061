"""For working on the portal: debug pages, unhashed static files, mail on the console."""

from network.settings.base import *  # noqa: F403
from network.settings.base import STORAGES

DEBUG = True
SECRET_KEY = "development-only-and-worth-nothing"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
REQUIRE_SECOND_FACTOR = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
