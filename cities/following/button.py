"""The button by which a reader follows what a page is about."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from cities.following.services import what
from cities.models import City, Follow
from network.core.access import can
from network.core.models import Theme
from network.mail.enums import Frequency
from network.mail.lists import lists
from network.mail.preferences.choices import Choices

FOLLOWS = "follows"  # the list of what is new on what people follow


@dataclass(frozen=True, slots=True)
class FollowButton:
    """What the button shows: ``back`` is the page on which it stands, ``url`` where it sends.

    Without ``url`` nobody is signed in, and a link leads to where she does. ``said`` is what has just become
    of it.
    """

    name: str
    back: str
    url: str = ""
    follows: bool = False
    said: str = ""


def address(followed: Theme | City) -> str:
    """Return where the button of a theme or a city sends."""
    kind = "theme" if isinstance(followed, Theme) else "city"
    return reverse(f"following:{kind}", args=[followed.slug])


def follow_button(request: HttpRequest, followed: Theme | City) -> FollowButton | None:
    """Return the button for the sender of ``request``, none where there is nothing to follow.

    A stranger's asks nothing of the database: her page is the same for everybody.
    """
    if not followed.pk:
        return None  # the preview of what is not saved yet
    back = request.path
    if not request.user.is_authenticated:
        return FollowButton(followed.name, back)
    if not can(request, "follow", followed):
        return None
    follows = Follow.objects.filter(person=request.user, **what(followed)).exists()
    return FollowButton(followed.name, back, address(followed), follows)


def how_often(person: Any) -> str:
    """Return a sentence that says when a person hears of what she follows."""
    choices = Choices([person.pk])
    frequency = choices.frequency(person.pk, lists.get(FOLLOWS))
    if frequency == Frequency.NEVER or not choices.wants_digests(person.pk):
        return gettext("You have chosen to get no mail of it: “What you hear of” changes that.")
    if frequency == Frequency.DAILY:
        return gettext("What is new comes once a day, in your digest.")
    return gettext("What is new comes once a week, in your digest.")
