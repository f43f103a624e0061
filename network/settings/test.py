"""For the test suite: fast hashing, mail in memory, tasks run where they are called."""

import warnings

from network.settings.base import *  # noqa: F403
from network.settings.base import DATA_DIR, MIDDLEWARE, STORAGES

DEBUG = False
SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
MEDIA_ROOT = DATA_DIR / "test-media"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
LANGUAGES = [("en", "English"), ("ar", "العربية")]
WAGTAILADMIN_BASE_URL = "http://testserver"

warnings.simplefilter("error")
