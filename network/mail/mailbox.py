"""The demo's mailbox: mail is put into a folder, where ``/demo/mail/`` reads it. Never used in production."""

import os
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.generator import BytesGenerator
from email.message import EmailMessage as ParsedMessage
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from network.mail.mime import ReadyMessage

SUFFIX = ".eml"
NAME = re.compile(r"\A(?P<time>\d{8}T\d{12})-[0-9a-f]{8}\Z")
TIME_FORMAT = "%Y%m%dT%H%M%S%f"


def mailbox_folder() -> Path:
    """Return the folder of the demo's mails, inside the data folder."""
    return Path(settings.DATA_DIR) / "mail"


class MailboxBackend(BaseEmailBackend):
    """Writes each message into a file of its own; a reader sees the whole file or none."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Return how many messages were put into the mailbox."""
        folder = mailbox_folder()
        folder.mkdir(parents=True, exist_ok=True)
        messages = [message for message in email_messages if message.recipients()]
        for message in messages:
            name = f"{timezone.now().strftime(TIME_FORMAT)}-{uuid.uuid4().hex[:8]}"
            partial = folder / f".{name}"
            with partial.open("wb") as file:
                file.write(bytes_of(message))
                file.flush()
                os.fsync(file.fileno())
            partial.rename(folder / f"{name}{SUFFIX}")
        return len(messages)


def bytes_of(email: EmailMessage) -> bytes:
    """Return a mail as it would stand on the wire."""
    message = email.message()
    if isinstance(message, ReadyMessage):
        return message.as_bytes()
    written = BytesIO()
    BytesGenerator(written, mangle_from_=False).flatten(message, linesep="\r\n")
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail of the demo's mailbox, with its headers decoded."""

    name: str
    received_at: datetime
    message: ParsedMessage

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        """Whom it went to."""
        return str(self.message["To"] or "")

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All headers in their order, decoded."""
        return [(name, str(value)) for name, value in self.message.items()]

    def part(self, kind: str) -> str:
        """Return the ``plain`` or ``html`` part, empty where there is none."""
        body = self.message.get_body((kind,))
        return body.get_content() if body else ""


def stored_names() -> list[str]:
    """Return the names of all stored mails, newest first."""
    names = (path.stem for path in mailbox_folder().glob(f"*{SUFFIX}"))
    return sorted((name for name in names if NAME.match(name)), reverse=True)


def read_mail(name: str) -> StoredMail | None:
    """Return the mail of this name, or ``None``; a name that is no mail's opens no file."""
    match = NAME.match(name)
    path = mailbox_folder() / f"{name}{SUFFIX}"
    if not match or not path.is_file():
        return None
    received_at = datetime.strptime(match["time"], TIME_FORMAT).replace(tzinfo=timezone.get_default_timezone())
    return StoredMail(name, received_at, message_from_bytes(path.read_bytes(), policy=policy.default))


def forget_mail(addresses: Iterable[str]) -> int:
    """Delete the demo's mails that name one of the addresses, and return how many they were."""
    words = [address.lower().encode() for address in addresses]
    found = [path for path in mailbox_folder().glob(f"*{SUFFIX}") if _names(path, words)]
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def _names(path: Path, words: list[bytes]) -> bool:
    content = path.read_bytes().lower()
    return any(word in content for word in words)
