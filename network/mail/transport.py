"""The way to the mail server, and what its answers mean for one mail."""

import contextlib
import smtplib
from dataclasses import dataclass
from enum import Enum

from django.core.mail import EmailMessage, get_connection

# Enhanced status codes (RFC 3463) x.7.x speak of policy: the address exists, our mail was not wanted.
POLICY = "5.7."


class Verdict(Enum):
    """What became of a mail that was handed to the server."""

    ACCEPTED = "accepted"
    LATER = "later"
    SERVER_DOWN = "server down"
    REFUSED = "refused"
    NO_SUCH_ADDRESS = "no such address"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The server's verdict with its reply code and text, where it gave any."""

    verdict: Verdict
    code: int | None = None
    text: str = ""


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)


def _judge_recipient(code: int, text: str) -> Outcome:
    if code < 500:
        return Outcome(Verdict.LATER, code, text)
    verdict = Verdict.REFUSED if text.startswith(POLICY) else Verdict.NO_SUCH_ADDRESS
    return Outcome(verdict, code, text)


def judge(error: Exception) -> Outcome:
    """Return what an exception of the SMTP client means.

    A permanent refusal of the sender, of the greeting or of our password is our own configuration's fault, not
    the mail's: it waits like an unreachable server, so that nothing is lost.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, reply = next(iter(error.recipients.values()))
            return _judge_recipient(code, _text(reply))
        case smtplib.SMTPDataError():
            verdict = Verdict.REFUSED if error.smtp_code >= 500 else Verdict.LATER
            return Outcome(verdict, error.smtp_code, _text(error.smtp_error))
        case smtplib.SMTPResponseException():
            return Outcome(Verdict.SERVER_DOWN, error.smtp_code, _text(error.smtp_error))
        case _:
            return Outcome(Verdict.SERVER_DOWN, None, f"{type(error).__name__}: {error}")


class Transport:
    """One connection to the mail server, opened at the first mail and used again for the next."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> "Transport":
        return self

    def __exit__(self, *_exception) -> None:
        self._close()

    def deliver(self, email: EmailMessage) -> Outcome:
        """Hand ``email`` to the server and return its verdict; never raises for what the server does."""
        try:
            self._connection.open()
            self._connection.send_messages([email])
        except (smtplib.SMTPException, OSError) as error:
            outcome = judge(error)
            if outcome.verdict is Verdict.SERVER_DOWN:
                self._close()
            return outcome
        return Outcome(Verdict.ACCEPTED, 250)

    def _close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._connection.close()
