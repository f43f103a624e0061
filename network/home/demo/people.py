"""A demo user for each role. Nobody real: the addresses end in a domain that nobody can own."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from network.core.demo import once
from network.home.services import add_person
from network.home.staff import EDITORS, MODERATORS

PASSWORD = settings.DEMO_PASSWORD  # printed at the start of every demo
SINCE = timedelta(days=120)  # so that their first digest comes with the demo
PEOPLE: list[dict] = [
    {"email": "admin", "name": "Demo administrator", "is_staff": True, "is_superuser": True},
    {"email": "moderator", "name": "Demo moderator", "is_staff": True, "groups": (MODERATORS,)},
    {"email": "editor", "name": "Demo editor", "is_staff": True, "groups": (EDITORS,)},
    {"email": "coordinator", "name": "Demo coordinator", "job_title": "City coordinator"},
    {"email": "member", "name": "Demo member", "job_title": "City official"},
    {"email": "facilitator", "name": "Demo facilitator", "job_title": "Facilitator of a working group"},
    {"email": "expert", "name": "Demo expert", "job_title": "Expert"},
    {"email": "newcomer", "name": "Demo newcomer", "job_title": "Head of reuse"},
    {"email": "applicant", "name": "Demo applicant", "job_title": "Energy adviser"},
    {"email": "partner", "name": "Demo partner", "job_title": "Partner’s representative"},
]


def load_people() -> dict[str, int]:
    """Add the demo users that were not added before; return how many were."""
    added, joined_at = 0, timezone.now() - SINCE
    for person in PEOPLE:
        with once(f"person:{person['email']}") as new:
            if new:
                fields = person | {"email": f"{person['email']}@interurban.example"}
                add_person(password=PASSWORD, joined_at=joined_at, **fields)
                added += 1
    return {"demo users": added}
