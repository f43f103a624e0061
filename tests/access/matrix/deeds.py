"""The rules themselves: what the table says of an action with a thing, and what ``can`` says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from network.accounts.models import User
from network.core.access import access, can
from tests.access.matrix.readers import ANONYMOUS, READERS, named
from tests.access.matrix.table import cells
from tests.access.matrix.world import World

NEW = "a new "


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with a thing, and who may do it."""

    action: str
    about: str
    doers: frozenset[str]

    def thing(self, world: World) -> Any:
        """Return the thing, or the model of a new one."""
        if self.about.startswith(NEW):
            return world.models[self.about.removeprefix(NEW)]
        return world.things[self.about]

    @property
    def kind(self) -> str:
        """The name of the action, as the failure shows it."""
        return f"{self.action} {self.about}"


DEEDS = [Deed(action, about, named(who)) for action, about, who in cells("rules")]


def registered() -> set[tuple[type[Model], str]]:
    """Return every model and action that a rule is registered for."""
    return {(model, action) for model, rules in access._rules.items() for action in rules}


def person_called(reader: str, world: World) -> Any:
    """Return the reader, read anew: what she may do is remembered with each instance of her."""
    return AnonymousUser() if reader == ANONYMOUS else User.objects.get(pk=world.people[reader].pk)


def wrong_answer(deed: Deed, reader: str, world: World) -> str | None:
    """Return what is wrong with what the rules say of the deed; the two ways to ask must agree."""
    person, thing, may = person_called(reader, world), deed.thing(world), reader in deed.doers
    if can(person, deed.action, thing) is not may:
        return f"{reader} {'may not' if may else 'may'} {deed.kind}"
    if deed.action == "view" and hasattr(type(thing).objects, "visible_to"):
        visible = type(thing).objects.visible_to(person).filter(pk=thing.pk).exists()
        if visible is not may:
            return f"{reader} {'does not find' if may else 'finds'} {deed.about} by visible_to"
    return None


def wrong_answers(world: World) -> Iterator[str]:
    """Yield what is wrong with any deed of any reader."""
    for deed in DEEDS:
        for reader in READERS:
            if wrong := wrong_answer(deed, reader, world):
                yield wrong
