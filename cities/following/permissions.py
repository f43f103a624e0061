"""Who may follow what, and who knows of it."""

from typing import Any


def follows_theme(person: Any, _theme: Any) -> bool:
    """Allow whoever is signed in."""
    return person.is_authenticated


def sees_follow(person: Any, follow: Any) -> bool:
    """Allow the person herself."""
    return person.is_authenticated and follow.person_id == person.pk


THEME_RULES = {"follow": follows_theme}
FOLLOW_RULES = {"view": sees_follow}
