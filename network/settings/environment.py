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
    """Return the folder of database, media, index and mail (``INTERURBAN_DATA``, by default ``var/``)."""
    return Path(env.str("INTERURBAN_DATA", default="") or BASE_DIR / "var").expanduser().resolve()
