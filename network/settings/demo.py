"""What ``make run`` serves: as in production, but on loopback, with a demo network and a readable mailbox."""

from django.core.management.utils import get_random_secret_key

from network.settings.base import *  # noqa: F403
from network.settings.base import DATA_DIR
from network.settings.environment import env


def _secret_key() -> str:
    """Return this data folder's own key, made at the first start."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


DEBUG = False
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
REQUIRE_SECOND_FACTOR = False
DEMO_MAILBOX = True
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "network.mail.mailbox.MailboxBackend"
