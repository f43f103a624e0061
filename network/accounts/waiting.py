"""What waits for anybody with an account."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from network.core.waiting import Waiting


def gather(person: Any, now: datetime) -> Iterator[Waiting]:
    """Yield that her profile says nothing of her yet."""
    if person.is_authenticated and not person.has_profile:
        text = gettext("Tell others what you do, which languages you speak and what they may ask you.")
        yield Waiting(gettext("Complete your profile"), reverse("accounts:profile-edit"), text=text, weight=8)
