"""Asking every address of a table as every reader, and telling what she was answered."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client

from tests.access.matrix.readers import ANONYMOUS
from tests.access.matrix.table import Row
from tests.access.matrix.world import World

METHODS = ("GET", "HEAD", "POST")
UNKNOWN_METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "BREW")
# Where somebody is led who has to sign in first, or who has strayed in the editors' area.
AWAY = ("/account/login/", "/admin/login/", "/admin/")
FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 403, 404, 405
# Where a route is a regular expression: its address with the thing's own.
WRITTEN = {
    "account_reset_password_from_key": "/account/password/reset/key/{uidb36}-{key}/",
    "openid_connect_login": "/account/oidc/{provider_id}/login/",
    "openid_connect_callback": "/account/oidc/{provider_id}/login/callback/",
    "admin-password-reset": "/admin/password_reset/",
}


def values_of(about: str, world: World) -> tuple[object, dict[str, object]]:
    """Return the thing that a row is about, and the parameters that it gives by name."""
    words = about.split()
    given = dict(word.split("=", 1) for word in words if "=" in word)
    thing = world.things.get(" ".join(word for word in words if "=" not in word))
    assert thing is not None or len(given) == len(words), f"nothing is called {about!r}"
    return thing, given


# The secret of an address, by what it is called in the world; a row that gives one of its own means that.
TOKENS = {
    "join/invitations/<slug:token>/": "invitation's token",
    "working-groups/invitations/<str:token>/": "group invitation's token",
    "calendar/<slug:token>.ics": "feed's token",
    "mail/choices/<str:token>/": "choices' token",
    "mail/stop/<str:token>/": "stop's token",
    "newsletter/confirm/<str:token>/": "confirm's token",
}


def path_of(row: Row, world: World) -> str:
    """Return the address of a row with the parameters of what it is about."""
    thing, given = values_of(row.about, world)
    if row.address in WRITTEN:
        return WRITTEN[row.address].format(**given)
    if row.address in ("wagtail_serve", "wagtaildocs_serve"):
        return urlsplit(thing.url).path
    if row.address == "image-file":
        return thing.file.url
    if row.address in TOKENS and not given:
        given["token"] = world.things[TOKENS[row.address]]
    return "/" + re.sub(
        r"<(?:\w+:)?(\w+)>", lambda found: str(given.get(found[1]) or _value(thing, found[1])), row.address
    )


def _value(thing: object, name: str) -> object:
    """Return an attribute of a thing, or of the challenge, cycle or group that it belongs to."""
    for owner in (thing, *(getattr(thing, name, None) for name in ("challenge", "cycle", "group"))):
        if hasattr(owner, name):
            return getattr(owner, name)
    raise AssertionError(f"{thing!r} has no {name}")


def is_refused(response) -> bool:
    """Return whether the answer lets the reader do nothing: there is nothing, or she has to sign in first."""
    if response.status_code in (FORBIDDEN, NOT_FOUND, NOT_ALLOWED):
        return True
    return urlsplit(response.get("Location", "")).path in AWAY


class Asker:
    """Asks as one reader, again and again, and leaves no trace of it."""

    def __init__(self, reader: str, world: World) -> None:
        self.reader = reader
        self.client = Client(raise_request_exception=False)
        if reader != ANONYMOUS:
            self.client.force_login(world.people[reader])
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, method: str, path: str):
        """Return the answer, read to its end; what the request has written is taken back."""
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies[name] = value
        with transaction.atomic():
            response = self.client.generic(
                method, path, content_type="application/x-www-form-urlencoded", secure=False
            )
            response.said = _read(response)
            transaction.set_rollback(True)
        return response


def _read(response) -> str:
    """Return what the answer says. Files are closed one by one: ``close()`` ends the connection too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return content.decode(errors="replace")


def leaked(said: str, reader: str, words: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the private words that an answer holds although ``reader`` may not read them."""
    return [word for word in re.findall(r"Canary[a-z]+", said) if reader not in words.get(word, ())]


def mismatches(
    table: Iterable[Row], asker: Asker, world: World, methods: Iterable[str] = METHODS
) -> Iterator[str]:
    """Yield a line for each answer that is not what the table says, and for each private word in an answer."""
    for row in table:
        path = path_of(row, world)
        for method in methods:
            response = asker.ask(method, path)
            where = f"{asker.reader}: {method} {path} answers {response.status_code}"
            if is_refused(response) is row.may(asker.reader, method):
                yield f"{where}, though the table {'allows' if row.may(asker.reader, method) else 'refuses'} it"
            for word in leaked(response.said, asker.reader, world.words):
                yield f"{where} with {word}"
