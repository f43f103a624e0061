"""Who may submit practices and news, and go on with what was submitted."""

from typing import Any

from cities.permissions import is_member, seats_of


def submits(person: Any, _model: Any) -> bool:
    """Allow members of member cities; the secretariat writes in the editors' area."""
    return is_member(person)


def sees_submission(person: Any, submission: Any) -> bool:
    """Allow its author while she belongs to the city, the city's coordinators and the secretariat."""
    seats = seats_of(person)
    wrote = person.is_authenticated and submission.author_id == person.pk and submission.city_id in seats.cities
    staff = person.has_perm("wagtailadmin.access_admin")
    return wrote or submission.city_id in seats.coordinated or staff


SUBMISSION_RULES = {"view": sees_submission, "create": submits, "change": sees_submission}
