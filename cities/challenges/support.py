"""What others add to a challenge: co-signatures, comments, offers of support."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from cities.challenges.notices import CO_SIGNED, COMMENTED, OFFERED, tell_of_response
from cities.enums import OfferState
from cities.models import Challenge, ChallengeComment, City, CoSignature, Partner, SupportOffer
from network.core.audit import record


class NotOpen(Exception):
    """The challenge takes no more co-signatures and offers: it was solved or withdrawn meanwhile."""


def _open(challenge: Challenge) -> Challenge:
    """Return the challenge, kept open until the transaction ends; raise ``NotOpen`` where it is not."""
    current = Challenge.objects.select_for_update().get(pk=challenge.pk)
    if not current.is_open:
        raise NotOpen
    return current


@transaction.atomic
def co_sign(*, challenge: Challenge, city: City, sentence: str, signed_by: Any, now: datetime) -> CoSignature:
    """Say for ``city`` that it has the challenge too, or say it in other words; a city says so once."""
    current = _open(challenge)
    row, created = CoSignature.objects.update_or_create(
        challenge=current,
        city=city,
        defaults={"sentence": sentence, "signed_by": signed_by},
        create_defaults={"sentence": sentence, "signed_by": signed_by, "signed_at": now},
    )
    if created:
        record(action="challenge.co-signed", subject=current, actor=signed_by, now=now, city=city.pk)
        tell_of_response(row, kind=CO_SIGNED, actor=signed_by, now=now)
    return row


@transaction.atomic
def remove_co_signature(*, co_signature: CoSignature, removed_by: Any, now: datetime) -> None:
    """Take a city's co-signature back."""
    challenge, city = co_signature.challenge, co_signature.city_id
    deleted, _rows = CoSignature.objects.filter(pk=co_signature.pk).delete()
    if deleted:
        record(action="challenge.co-signature-removed", subject=challenge, actor=removed_by, now=now, city=city)


@transaction.atomic
def add_comment(
    *,
    challenge: Challenge,
    author: Any,
    city: City | None,
    text: str,
    form_token: uuid.UUID,
    now: datetime,
) -> ChallengeComment:
    """Return the comment that a form has made; the same form sent again makes no second one.

    Without a city the secretariat speaks.
    """
    values = {
        "challenge": challenge,
        "author": author,
        "city": city,
        "is_of_secretariat": city is None,
        "text": text,
        "written_at": now,
    }
    row, created = ChallengeComment.objects.get_or_create(form_token=form_token, defaults=values)
    if created:
        tell_of_response(row, kind=COMMENTED, actor=author, now=now)
    return row


@transaction.atomic
def delete_comment(*, comment: ChallengeComment) -> None:
    """Remove a comment for good, as its author wants."""
    comment.delete()


@transaction.atomic
def hide_comment(*, comment: ChallengeComment, hidden_by: Any, now: datetime) -> None:
    """Keep a comment from everybody but moderators."""
    if ChallengeComment.objects.filter(pk=comment.pk, hidden_at__isnull=True).update(hidden_at=now):
        record(action="comment.hidden", subject=comment, actor=hidden_by, now=now)


@transaction.atomic
def show_comment(*, comment: ChallengeComment, shown_by: Any, now: datetime) -> None:
    """Show a comment again that was hidden."""
    if ChallengeComment.objects.filter(pk=comment.pk, hidden_at__isnull=False).update(hidden_at=None):
        record(action="comment.shown", subject=comment, actor=shown_by, now=now)


@transaction.atomic
def offer_support(
    *,
    challenge: Challenge,
    organisation: City | Partner,
    text: str,
    is_public: bool,
    offered_by: Any,
    form_token: uuid.UUID,
    now: datetime,
) -> SupportOffer:
    """Return the offer that a form has made; the same form sent again makes no second one."""
    known = SupportOffer.objects.filter(form_token=form_token).first()
    if known:
        return known
    current = _open(challenge)
    values = {
        "challenge": current,
        "city": organisation if isinstance(organisation, City) else None,
        "partner": organisation if isinstance(organisation, Partner) else None,
        "text": text,
        "is_public": is_public,
        "offered_by": offered_by,
        "offered_at": now,
    }
    row, created = SupportOffer.objects.get_or_create(form_token=form_token, defaults=values)
    if created:
        record(action="offer.made", subject=row, actor=offered_by, now=now, challenge=challenge.pk)
        tell_of_response(row, kind=OFFERED, actor=offered_by, now=now)
    return row


@transaction.atomic
def withdraw_offer(*, offer: SupportOffer, withdrawn_by: Any, now: datetime) -> None:
    """Say that an offer no longer stands."""
    open_one = SupportOffer.objects.filter(pk=offer.pk, state=OfferState.OPEN)
    if open_one.update(state=OfferState.WITHDRAWN, withdrawn_at=now):
        record(action="offer.withdrawn", subject=offer, actor=withdrawn_by, now=now)
