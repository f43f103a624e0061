"""The bytes of a mail, made directly: many thousand digests in a row need nothing more."""

import base64
from email.header import Header
from email.utils import formataddr, formatdate, parseaddr
from typing import Any

from django.core.mail import BadHeaderError, EmailMultiAlternatives

TEXT, HTML = "text/plain", "text/html"


class ReadyMessage:
    """A message that only knows its bytes, which is what a transport asks for."""

    def __init__(self, content: bytes, headers: dict[str, str]) -> None:
        self._content = content
        self._headers = headers

    def __getitem__(self, name: str) -> str | None:
        return self._headers.get(name)

    def as_bytes(self, *_arguments: Any, **_options: Any) -> bytes:
        """Return the whole message with CRLF at the ends of its lines."""
        return self._content


class ReadyEmail(EmailMultiAlternatives):
    """A mail of a text and an HTML part whose bytes are written at once; with anything else, Django's own.

    Both parts are base64: lines of any length and letters of any script pass every server. A line break in a
    header raises ``BadHeaderError``, as Django's does.
    """

    def message(self, **options: Any) -> Any:
        """Return the message."""
        plain = len(self.alternatives) == 1 and self.alternatives[0][1] == HTML
        addresses = "".join(map(str, (*self.to, *self.reply_to)))
        if self.attachments or not plain or self.cc or not addresses.isascii():
            return super().message(**options)
        headers = self._written_headers()
        boundary = f"part-{self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}"
        lines = [f"{name}: {value}" for name, value in headers.items()]
        lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"', "", ""]
        content = b"".join(
            (
                "\r\n".join(lines).encode("ascii"),
                _part(boundary, TEXT, self.body),
                _part(boundary, HTML, self.alternatives[0][0]),
                f"--{boundary}--\r\n".encode(),
            )
        )
        return ReadyMessage(content, headers)

    def _written_headers(self) -> dict[str, str]:
        found = {
            "Subject": written(self.subject),
            "From": formataddr(parseaddr(self.from_email)),
            "To": written(", ".join(map(str, self.to))),
            "Date": formatdate(),
        }
        if self.reply_to:
            found["Reply-To"] = written(", ".join(map(str, self.reply_to)))
        return found | {name: written(str(value)) for name, value in self.extra_headers.items()}


def written(value: str) -> str:
    """Return a header's value as it is written; raises ``BadHeaderError`` for a line break in it."""
    if "\n" in value or "\r" in value:
        raise BadHeaderError(value)
    if value.isascii():
        return value
    return Header(value, "utf-8").encode(linesep="\r\n")


def _part(boundary: str, kind: str, text: str) -> bytes:
    head = f'--{boundary}\r\nContent-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    body = base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")
    return head.encode() + body
