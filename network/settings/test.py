"""For the test suite: fast hashing, mail in memory, tasks run where they are called."""

import os

from network.settings.base import *  # noqa: F403
from network.settings.base import CACHES, DATA_DIR, MIDDLEWARE, REDIS_URL, STORAGES

DEBUG = False
SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if REDIS_URL:
    # Tests empty the cache, so that each process has a Redis database of its own, from the named one upwards.
    _server, _number = REDIS_URL.rstrip("/").rsplit("/", 1)
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_number) + int(_worker)}"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
MEDIA_ROOT = DATA_DIR / "test-media"
PRIVATE_ROOT = DATA_DIR / "test-private"
SEARCH_INDEX = DATA_DIR / "test-index"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
LANGUAGES = [("en", "English"), ("ar", "العربية")]
WAGTAILADMIN_BASE_URL = "http://testserver"
