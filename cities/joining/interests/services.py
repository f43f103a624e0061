"""Taking an interest in, and answering it step by step."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cities.enums import AffiliationRole, CityStatus, InterestState, PartnerKind
from cities.joining.interests.notices import tell_contact, tell_of_arrival
from cities.joining.invitations.services import invite_person
from cities.models import City, Interest, InterestAnswer, Partner
from network.core.audit import record


class AlreadyDecided(Exception):
    """A colleague accepted or declined it meanwhile."""


@transaction.atomic
def receive_interest(*, interest: Interest, form_token: uuid.UUID, now: datetime) -> Interest:
    """Keep an interest, acknowledge it and tell the secretariat; the same form again changes nothing."""
    known = Interest.objects.filter(form_token=form_token).first()
    if known:
        return known
    interest.form_token, interest.received_at = form_token, now
    try:
        with transaction.atomic():
            interest.save()
    except IntegrityError:  # the same form, sent at the same moment
        return Interest.objects.get(form_token=form_token)
    tell_of_arrival(interest=interest, now=now)
    return interest


@transaction.atomic
def answer_interest(
    *,
    interest: Interest,
    state: InterestState,
    text: str,
    sent_by: Any,
    form_token: uuid.UUID,
    now: datetime,
    organisation: City | Partner | None = None,
) -> InterestAnswer:
    """Take the next step, mail the text to the contact person, and return the answer.

    Accepting makes ``organisation`` where it is not saved yet, as a draft, and invites the contact person to
    coordinate or represent it. Raises ``AlreadyDecided`` where a colleague was quicker; the same form again
    returns its first answer.
    """
    interest = Interest.objects.select_for_update().get(pk=interest.pk)
    known = InterestAnswer.objects.filter(form_token=form_token).first()
    if known:
        return known
    if not interest.is_open:
        raise AlreadyDecided
    interest.state = state
    interest.decided_at = None if interest.is_open else now
    if state == InterestState.ACCEPTED and organisation is not None:
        _open_door(interest, organisation, sent_by=sent_by, now=now)
    interest.save()
    answer = InterestAnswer.objects.create(
        interest=interest, state=state, text=text, sent_by=sent_by, sent_at=now, form_token=form_token
    )
    record(action=f"interest.{state}", subject=interest, actor=sent_by, now=now)
    tell_contact(answer=answer, now=now)
    return answer


def _open_door(interest: Interest, organisation: City | Partner, *, sent_by: Any, now: datetime) -> None:
    """Save a new city or partner as a draft, and invite the contact person."""
    if organisation.pk is None:
        organisation.live = False
        organisation.save()
        organisation.save_revision(user=sent_by, log_action=True)
    is_city = isinstance(organisation, City)
    if is_city:
        interest.city = organisation
    else:
        interest.partner = organisation
    invite_person(
        address=interest.email,
        name=interest.name,
        organisation=organisation,
        role=AffiliationRole.COORDINATOR if is_city else AffiliationRole.REPRESENTATIVE,
        invited_by=sent_by,
        now=now,
    )


def new_organisation(interest: Interest, *, name: str, status: str = "", kind: str = "") -> City | Partner:
    """Return the city or partner that an accepted interest makes, not saved yet."""
    if interest.is_city:
        city_status = status or CityStatus.APPLICANT
        return City(name=name, country=interest.country, status=city_status, website=interest.web_address)
    return Partner(name=name, kind=kind or PartnerKind.TECHNICAL, website=interest.web_address)
