"""For a public server. It refuses to start without its secrets and its addresses."""

from urllib.parse import urlsplit

from network.settings.base import *  # noqa: F403
from network.settings.environment import env, required

DEBUG = False
SECRET_KEY = required("SECRET_KEY", "It signs sessions and mailed links: 50 random characters or more.")
WAGTAILADMIN_BASE_URL = required("BASE_URL", "The public address, for example https://exchange.example.org.")
required("DATABASE_URL", "For example postgres://user:password@host/name.")
required("REDIS_URL", "It carries rate limits, which must not live in one process's memory.")
required("EMAIL_URL", "For example smtp+tls://user:password@mail.example.org:587.")
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "The address that mail comes from.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

_https = urlsplit(WAGTAILADMIN_BASE_URL).scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(WAGTAILADMIN_BASE_URL).hostname])
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if _https else 0
# Subdomains and preloading are decisions about a whole domain; Wagtail previews pages in frames of its own.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "__Host-session" if _https else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "csrftoken"
