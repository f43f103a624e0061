"""A mail kind of the tests' own, and a real mail server on loopback that does what a test tells it."""

import asyncio
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from network.mail.kinds import MailKind, Message, kinds


class Script:
    """What the server answers, and what it has accepted."""

    def __init__(self):
        self.received = []
        self.recipient_replies = {}
        self.sender_reply = None
        self.data_replies = []
        self.begun = threading.Event()
        self.accepted = threading.Event()
        self.hang_seconds = 0
        self.sessions = set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.sessions.add(id(session))
        if self.sender_reply:
            return self.sender_reply
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.recipient_replies.get(address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.begun.set()
        if self.hang_seconds:
            await asyncio.sleep(self.hang_seconds)
        reply = self.data_replies.pop(0) if self.data_replies else "250 Accepted"
        if reply.startswith("250"):
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self.accepted.set()
        return reply


class AnyPortController(Controller):
    """A mail server on a port that the system chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def smtp(settings):
    """Return the script of a mail server that Django's SMTP backend is pointed at."""
    script = Script()
    controller = AnyPortController(script, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 1
    script.stop = controller.stop
    yield script
    if controller.server is not None:
        controller.stop()


class Note:
    """A mail kind whose mails say what the test puts into ``data``."""

    def __init__(self):
        self.rendered = []
        self.allowed = True

    def render(self, delivery, recipient):
        self.rendered.append(recipient)
        if delivery.data.get("broken"):
            raise ValueError("no such template")
        if delivery.data.get("empty"):
            return None
        text = delivery.data.get("text", "A note")
        return Message(subject=delivery.data.get("subject", "A note"), text=text, html=f"<p>{text}</p>")

    def may_receive(self, delivery, recipient):
        return self.allowed


@pytest.fixture
def note():
    """Register the kind ``note`` and return what it did."""
    kind = Note()
    kinds.register(MailKind("note", "Note", kind.render, kind.may_receive))
    return kind
