"""Loads the demo challenges; running it again changes nothing that people did meanwhile."""

from datetime import timedelta

from django.utils import timezone

from cities.demo.load import FOLDER, featured_city, look_up
from cities.enums import ChallengeState
from cities.models import Challenge
from network.core.demo import once
from network.core.models import Theme
from network.core.slugs import slug_of
from network.core.vocabulary import read_rows

FILE = FOLDER / "challenges.csv"


def load() -> dict[str, int]:
    """Load the challenges; a city that is not there yet becomes a featured one. Return how many were new."""
    themes = Theme.objects.by_name()
    rows = read_rows(FILE)
    return {"challenges": sum(_load(row, place=place, themes=themes) for place, row in enumerate(rows))}


def _load(row: dict[str, str], *, place: int, themes: dict) -> bool:
    """Load one challenge, once; return whether it was new. The first of the file is the newest."""
    with once(f"challenge:{slug_of(row['city'])}:{slug_of(row['title'])}") as new:
        city = featured_city(row["city"], row["country_iso2"]) if new else None
        if city is None:
            return False
        now = timezone.now() - timedelta(minutes=place)
        challenge = Challenge(
            city=city,
            title=row["title"],
            summary=row["summary"],
            state=ChallengeState.PUBLISHED,
            cycle_year=int(row["cycle_year"]) if row["cycle_year"] else None,
            source_url=row["source_url"],
            created_at=now,
            changed_at=now,
            published_at=now,
        )
        challenge.save()
        challenge.themes.set(look_up(row["themes"], themes))
        return True
