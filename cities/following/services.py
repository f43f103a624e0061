"""Following a theme or a city, and no longer."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cities.models import City, Follow
from network.core.models import Theme


def what(followed: Theme | City) -> dict[str, Any]:
    """Return the columns of a row that name a theme or a city."""
    return {"theme": followed} if isinstance(followed, Theme) else {"city": followed}


@transaction.atomic
def follow(*, person: Any, followed: Theme | City, now: datetime) -> Follow:
    """Have somebody hear what is new from now on, and return the row; asked again, it changes nothing."""
    row, _new = Follow.objects.get_or_create(person=person, **what(followed), defaults={"followed_at": now})
    return row


@transaction.atomic
def stop_following(*, person: Any, followed: Theme | City) -> None:
    """Have somebody hear no more of it; asked again, it changes nothing."""
    Follow.objects.filter(person=person, **what(followed)).delete()
