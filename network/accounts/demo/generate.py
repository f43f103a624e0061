"""Makes many members who do not exist, for measurements: nobody can sign in as one of them."""

from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from network.accounts.models import User
from network.core.models import Theme

BATCH = 1000
LANGUAGES = (["en"], ["en", "fr"], ["en", "es"], ["de", "en"], ["en", "pl"])
JOBS = ("Urban planner", "Energy manager", "Project officer", "Researcher", "Engineer", "Head of department")


@transaction.atomic
def generate(*, count: int, random: Random) -> int:
    """Add ``count`` members without a password in bulk; return how many there are new.

    They continue the numbers of those that were made before; the same ``random`` gives the same profiles.
    """
    first = User.objects.filter(email__startswith="member-", email__endswith="@interurban.example").count()
    themes = list(Theme.objects.order_by("slug").values_list("pk", flat=True))
    for start in range(first, first + count, BATCH):
        numbers = range(start + 1, min(start + BATCH, first + count) + 1)
        people = User.objects.bulk_create(_member(number, random) for number in numbers)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
        )
        User.expertise.through.objects.bulk_create(
            User.expertise.through(user_id=person.pk, theme_id=theme)
            for person in people
            for theme in random.sample(themes, min(len(themes), random.randint(0, 3)))
        )
    return count


def _member(number: int, random: Random) -> User:
    return User(
        email=f"member-{number:06}@interurban.example",
        password=make_password(None),
        name=f"Synthetic member {number}",
        job_title=random.choice(JOBS),
        languages=random.choice(LANGUAGES),
    )
