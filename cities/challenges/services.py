"""Writing challenges, and their way from a draft to a solution."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from cities.challenges.notices import tell_moderators, tell_people
from cities.enums import ChallengeState
from cities.models import Challenge, City
from network.core.audit import record
from network.core.merging import Stale
from network.core.models import Theme
from network.core.slugs import slug_of

DRAFT, SUBMITTED, RETURNED = ChallengeState.DRAFT, ChallengeState.SUBMITTED, ChallengeState.RETURNED
PUBLISHED, SOLVED, WITHDRAWN = ChallengeState.PUBLISHED, ChallengeState.SOLVED, ChallengeState.WITHDRAWN
# From which states each step leads, and to which.
STEPS = {
    "submit": ((DRAFT, RETURNED), SUBMITTED),
    "publish": ((SUBMITTED,), PUBLISHED),
    "return": ((SUBMITTED,), RETURNED),
    "withdraw": ((DRAFT, SUBMITTED, RETURNED, PUBLISHED), WITHDRAWN),
    "resume": ((WITHDRAWN,), DRAFT),
    "solve": ((PUBLISHED,), SOLVED),
    "reopen": ((SOLVED,), PUBLISHED),
}


class StaleChallenge(Stale):
    """Somebody has changed the challenge since the form was opened."""


class WrongState(Exception):
    """The challenge's state does not allow the step (any more); ``current`` is what it is now."""

    def __init__(self, current: Challenge) -> None:
        super().__init__(current.state)
        self.current = current


class IncompleteChallenge(Exception):
    """Something that the secretariat needs is missing; ``missing`` names the fields in words."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing = missing


def missing_of(challenge: Challenge) -> list[str]:
    """Return, in words, what a challenge still lacks before it can be submitted."""
    wanted = [
        (gettext("summary"), challenge.summary),
        (gettext("context"), challenge.context),
        (gettext("what is needed"), challenge.needed),
        (gettext("themes"), challenge.themes.exists()),
    ]
    return [label for label, value in wanted if not value]


@transaction.atomic
def create_challenge(
    *,
    author: Any,
    city: City,
    values: Mapping[str, Any],
    themes: Iterable[Theme],
    form_token: uuid.UUID,
    now: datetime,
) -> Challenge:
    """Return the draft that a form has made; the same form sent again returns what it made the first time."""
    known = Challenge.objects.filter(form_token=form_token)
    if already := known.first():
        return already
    challenge = Challenge(
        city=city, author=author, form_token=form_token, created_at=now, changed_at=now, **values
    )
    try:
        with transaction.atomic():
            challenge.save()
    except IntegrityError:  # at the same moment the same form, or others that took the address
        if already := known.first():
            return already
        challenge.slug = f"{slug_of(challenge.title)[:80]}-{form_token.hex[:8]}"
        challenge.save()
    challenge.themes.set(themes)
    record(action="challenge.created", subject=challenge, actor=author, now=now, city=city.pk)
    return challenge


def _locked(challenge: Challenge) -> Challenge:
    """Return the challenge as it is now; nobody else changes it before this transaction ends."""
    return Challenge.objects.select_for_update().get(pk=challenge.pk)


@transaction.atomic
def change_challenge(
    *,
    challenge: Challenge,
    values: Mapping[str, Any],
    themes: Iterable[Theme],
    version: int,
    changed_by: Any,
    now: datetime,
) -> Challenge:
    """Save what a form holds that was opened on ``version``, and return the challenge.

    Raises ``StaleChallenge`` where somebody else has changed it meanwhile.
    """
    current = _locked(challenge)
    if current.version != version:
        raise StaleChallenge(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.version, current.changed_at = version + 1, now
    current.save()
    current.themes.set(themes)
    record(action="challenge.changed", subject=current, actor=changed_by, now=now, version=current.version)
    return current


def _take(*, challenge: Challenge, step: str, by: Any, now: datetime, **values: Any) -> tuple[Challenge, bool]:
    """Return the challenge after a step, and whether it is new: a step taken twice is taken once.

    Raises ``WrongState`` where the step does not lead on from the challenge's state. Call it in a transaction.
    """
    current = _locked(challenge)
    before, after = STEPS[step]
    if current.state == after:
        return current, False
    if current.state not in before:
        raise WrongState(current)
    was = current.state
    for name, value in {"state": after, "version": current.version + 1, "changed_at": now, **values}.items():
        setattr(current, name, value)
    current.save()
    record(action=f"challenge.{after.value}", subject=current, actor=by, now=now, before=was)
    return current, True


@transaction.atomic
def submit_challenge(*, challenge: Challenge, submitted_by: Any, now: datetime) -> Challenge:
    """Give a draft to the secretariat, and mail it; raises ``IncompleteChallenge`` where something lacks."""
    missing = missing_of(challenge)
    if missing:
        raise IncompleteChallenge(missing)
    current, is_new = _take(challenge=challenge, step="submit", by=submitted_by, now=now)
    if is_new:
        tell_moderators(current, actor=submitted_by, now=now)
    return current


@transaction.atomic
def publish_challenge(*, challenge: Challenge, decided_by: Any, now: datetime) -> Challenge:
    """Show a submitted challenge to everybody, and tell its author and the city's coordinators."""
    first = challenge.published_at or now
    current, is_new = _take(
        challenge=challenge, step="publish", by=decided_by, now=now, published_at=first, review_comment=""
    )
    if is_new:
        tell_people(current, kind="challenge_published", actor=decided_by, now=now)
    return current


@transaction.atomic
def return_challenge(*, challenge: Challenge, comment: str, decided_by: Any, now: datetime) -> Challenge:
    """Give a submitted challenge back with a comment, and mail that to its author and the coordinators."""
    if not comment.strip():
        raise IncompleteChallenge([gettext("comment")])
    current, is_new = _take(
        challenge=challenge, step="return", by=decided_by, now=now, review_comment=comment.strip()
    )
    if is_new:
        tell_people(current, kind="challenge_returned", actor=decided_by, now=now)
    return current


@transaction.atomic
def withdraw_challenge(*, challenge: Challenge, withdrawn_by: Any, now: datetime) -> Challenge:
    """Take a challenge from everybody's sight."""
    return _take(challenge=challenge, step="withdraw", by=withdrawn_by, now=now)[0]


@transaction.atomic
def resume_challenge(*, challenge: Challenge, resumed_by: Any, now: datetime) -> Challenge:
    """Make a draft again of a challenge that was withdrawn."""
    return _take(challenge=challenge, step="resume", by=resumed_by, now=now)[0]


@transaction.atomic
def solve_challenge(*, challenge: Challenge, solution: str, solved_by: Any, now: datetime) -> Challenge:
    """Say that a challenge is solved, and by what."""
    return _take(challenge=challenge, step="solve", by=solved_by, now=now, solution=solution)[0]


@transaction.atomic
def reopen_challenge(*, challenge: Challenge, reopened_by: Any, now: datetime) -> Challenge:
    """Say that a challenge is not solved after all."""
    return _take(challenge=challenge, step="reopen", by=reopened_by, now=now)[0]
