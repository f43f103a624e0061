"""Being found as an expert, and being written to."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from cities.consents import EXPERT
from cities.experts.notices import REQUEST
from cities.limits import EXPERT_REQUESTS, minutes_to_wait
from cities.models import ExpertProfile, ExpertRequest
from network.core.audit import record
from network.core.models import Region
from network.mail.services import send_notice


class TooManyRequests(Exception):
    """The sender has written to as many experts as anybody may in a day."""


@transaction.atomic
def save_expert(
    *, profile: ExpertProfile, regions: Iterable[Region], listed: bool, now: datetime
) -> ExpertProfile:
    """Save what a person says of herself as an expert; ``listed`` is her consent to show it to everybody.

    Whoever saves under new words agrees to those.
    """
    agreed_to = EXPERT.version if listed else ""
    has_decided = profile.consent_version != agreed_to
    if has_decided:
        profile.listed_at, profile.consent_version = now if listed else None, agreed_to
    profile.changed_at = now
    profile.save()
    profile.regions.set(regions)
    if has_decided:
        action = "expert.listed" if listed else "expert.unlisted"
        record(action=action, subject=profile, actor=profile.person, now=now, wording=agreed_to)
    return profile


@transaction.atomic
def hide_expert(*, person: Any, now: datetime) -> None:
    """Take back a person's consent to be shown among the experts; the entry itself stays hers."""
    profile = ExpertProfile.objects.select_for_update().filter(person=person, listed_at__isnull=False).first()
    if profile:
        save_expert(profile=profile, regions=profile.regions.all(), listed=False, now=now)


@transaction.atomic
def write_to_expert(
    *, expert: ExpertProfile, sender: Any, subject: str, message: str, form_token: uuid.UUID, now: datetime
) -> ExpertRequest:
    """Mail a request to an expert, and return it; the same form sent again returns the first.

    Raises ``TooManyRequests`` for the eleventh in a day.
    """
    known = ExpertRequest.objects.filter(form_token=form_token, sender=sender).first()
    if known:
        return known
    if minutes_to_wait(ExpertRequest.objects.filter(sender=sender), "sent_at", EXPERT_REQUESTS, now=now):
        raise TooManyRequests
    request, created = ExpertRequest.objects.get_or_create(
        form_token=form_token,
        sender=sender,
        defaults={"expert": expert, "subject": subject, "message": message, "sent_at": now},
    )
    if created:
        event, data = f"expert-request:{request.pk}", {"request": request.pk}
        send_notice(kind=REQUEST, event=event, recipient=expert.person, data=data, now=now)
    return request
