"""Typed reads of the environment, each documented in ``.env.example``.

Every variable that changes how the portal runs is read through this module, so that a mistyped value
stops the start with a message that names the variable.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.smart_cast = False


def required(name: str, why: str) -> str:
    """Return the variable ``name``, or stop with a sentence that says what it is for."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def data_dir() -> Path:
    """Make and return the folder of database, media, index and mail: ``INTERURBAN_DATA``, else ``var/``."""
    folder = Path(env.str("INTERURBAN_DATA", default="") or BASE_DIR / "var").expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def openid_connect_providers() -> dict:
    """Return allauth's providers: one OpenID Connect server where ``OIDC_SERVER_URL`` is set, else none."""
    server = env.str("OIDC_SERVER_URL", default="")
    if not server:
        return {}
    app = {
        "provider_id": "oidc",
        "name": env.str("OIDC_NAME", default="OpenID Connect"),
        "client_id": required(
            "OIDC_CLIENT_ID", "OIDC_SERVER_URL is set, so the portal’s client name is needed."
        ),
        "secret": required("OIDC_CLIENT_SECRET", "OIDC_SERVER_URL is set, so the client’s secret is needed."),
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
