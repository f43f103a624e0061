"""Counts what people looked for and did not find, without a write to the database on any page.

A page appends a line to a file beside the index; the follower, which runs on every machine, takes the file away
and adds its lines up. Nothing is kept about who asked, and what looks like a person's address is not kept at
all.
"""

import json
from collections import Counter
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from network.search import store
from network.search.models import UnansweredQuery

LONGEST = 100
MOST_BYTES = 1_000_000  # of one file: a flood of nonsense fills no disk


def remember(words: str, path: str) -> None:
    """Note that ``words`` found nothing in the list at ``path``."""
    if not words or "@" in words or sum(char.isdigit() for char in words) > 8:
        return
    line = json.dumps([timezone.localdate().isoformat(), path, words.casefold()[:LONGEST]]) + "\n"
    file = store.home() / "unanswered.jsonl"
    try:
        if file.exists() and file.stat().st_size > MOST_BYTES:
            return
        with file.open("a") as spool:
            spool.write(line)
    except OSError:
        return  # no index folder, no log: the reader's page matters more


def collect() -> int:
    """Add what was noted on this machine to the database; return how many lines there were."""
    spool, taken = store.home() / "unanswered.jsonl", store.home() / "unanswered.taken"
    if not taken.exists():
        if not spool.exists():
            return 0
        spool.replace(taken)
    counts = Counter(filter(None, map(_read, taken.read_text(errors="replace").splitlines())))
    with transaction.atomic():
        for (day, path, words), times in counts.items():
            row, made = UnansweredQuery.objects.get_or_create(
                asked_on=day, path=path, words=words, defaults={"times": times}
            )
            if not made:
                UnansweredQuery.objects.filter(pk=row.pk).update(times=F("times") + times)
    taken.unlink()
    return counts.total()


def _read(line: str) -> tuple[date, str, str] | None:
    """Return day, list and words of a line; nothing of one that a full disk or a killed process cut off.

    The follower comes by here: a line that cannot be read must not keep it from following.
    """
    try:
        day, path, words = json.loads(line)
        return date.fromisoformat(day), str(path), str(words)
    except (ValueError, TypeError):
        return None
