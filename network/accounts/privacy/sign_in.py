"""What is stored of how a person signs in: told to her without the secrets, and ended when she is erased."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

CHUNK = 1000
FACTORS = {
    Authenticator.Type.TOTP: _("Authenticator app"),
    Authenticator.Type.WEBAUTHN: _("Passkey or security key"),
    Authenticator.Type.RECOVERY_CODES: _("Recovery codes"),
}


def sessions_of(person: Any) -> Iterator[Session]:
    """Yield the sessions in which ``person`` is signed in; whose one is, stands inside it only."""
    for session in Session.objects.order_by("-expire_date", "pk").iterator(chunk_size=CHUNK):
        if str(session.get_decoded().get(SESSION_KEY)) == str(person.pk):
            yield session


def end_sessions(person: Any) -> None:
    """Sign ``person`` out everywhere."""
    keys = [session.session_key for session in sessions_of(person)]
    for start in range(0, len(keys), CHUNK):
        Session.objects.filter(session_key__in=keys[start : start + CHUNK]).delete()


def told_of_session(session: Session) -> dict[str, Any]:
    """Return when and how she signed in, and until when it holds; the key would open her account."""
    steps = [
        step
        for step in session.get_decoded().get(AUTHENTICATION_METHODS_SESSION_KEY) or ()
        if isinstance(step, dict) and "at" in step
    ]
    return {
        gettext("signed in"): datetime.fromtimestamp(steps[0]["at"], UTC) if steps else None,
        gettext("by"): [str(step.get("method", "")) for step in steps],
        gettext("ends"): session.expire_date,
    }


def told_of_factor(factor: Authenticator) -> dict[str, Any]:
    """Return what kind it is, how she called it, and its times; never what it is checked against."""
    return {
        gettext("kind"): str(FACTORS.get(Authenticator.Type(factor.type), factor.type)),
        gettext("name"): factor.data.get("name", ""),
        gettext("created"): factor.created_at,
        gettext("last used"): factor.last_used_at,
    }
