"""Belonging to a city or a partner: asking, deciding, changing the role, ending.

Each function locks the organisation first, so that two of them about the same one happen one after the other:
nobody is approved twice, and two coordinators who leave at the same moment do not both rely on the other one.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from cities.enums import AffiliationGround, AffiliationRole, AffiliationState
from cities.joining import notices
from cities.joining.domains import cities_of_addresses, cities_of_person
from cities.models import Affiliation, City, Partner
from cities.permissions import forget_seats, seats_of
from network.core.audit import record
from network.core.registry import Followers

# Called with affiliation, actor and now: what somebody did for the city or partner ends too.
affiliation_ended = Followers()


class AlreadyDecided(Exception):
    """Somebody decided meanwhile, or the affiliation is over."""


class SuccessorNeeded(Exception):
    """The last coordinator or representative goes, and there is somebody who could take over."""


def lock_organisation(organisation: City | Partner) -> None:
    """Wait for whoever works on the people of ``organisation``, until the end of this transaction."""
    rows = type(organisation)._default_manager.select_for_update(no_key=True)
    rows.filter(pk=organisation.pk).values_list("pk").get()


def _reread(affiliation: Affiliation) -> Affiliation:
    """Lock the organisation, and return the affiliation as it is now."""
    lock_organisation(affiliation.organisation)
    return Affiliation.objects.select_for_update(of=("self",)).for_listing().get(pk=affiliation.pk)


def _note(affiliation: Affiliation, *, what: str, actor: Any, now: datetime, **details: Any) -> Any:
    place = affiliation.organisation
    details |= {"person": affiliation.person_id, place._meta.model_name: place.pk, "role": affiliation.role}
    return record(action=f"affiliation.{what}", subject=affiliation, actor=actor, now=now, **details)


def _first_role(organisation: City | Partner) -> AffiliationRole:
    is_city = isinstance(organisation, City)
    return AffiliationRole.OFFICIAL if is_city else AffiliationRole.REPRESENTATIVE


def _was_refused(person: Any, city: City) -> bool:
    """Return whether somebody else once declined or ended what ``person`` was to this city."""
    closed = Affiliation.objects.of(city).filter(person=person)
    ended_by_others = closed.filter(state=AffiliationState.ENDED).exclude(ended_by=person)
    return closed.filter(state=AffiliationState.DECLINED).exists() or ended_by_others.exists()


def enter(
    affiliation: Affiliation,
    *,
    ground: AffiliationGround,
    actor: Any,
    now: datetime,
    role: AffiliationRole | None = None,
) -> Affiliation:
    """Approve a requested affiliation on ``ground``, in the caller's transaction, and mail the person."""
    affiliation.state, affiliation.ground = AffiliationState.APPROVED, ground
    affiliation.decided_at, affiliation.decided_by = now, actor
    affiliation.role = role or affiliation.role
    affiliation.save()
    forget_seats(affiliation.person)
    _note(affiliation, what="approved", actor=actor, now=now, ground=ground)
    notices.tell_person(kind=notices.APPROVED, affiliation=affiliation, now=now)
    return affiliation


def begin(*, person: Any, organisation: City | Partner, message: str = "", now: datetime) -> Affiliation:
    """Return a new request, in the caller's transaction, which holds the organisation's lock."""
    affiliation = Affiliation.objects.create(
        person=person,
        role=_first_role(organisation),
        message=message,
        requested_at=now,
        **{organisation._meta.model_name: organisation},
    )
    _note(affiliation, what="requested", actor=person, now=now)
    return affiliation


@transaction.atomic
def request_affiliation(
    *, person: Any, organisation: City | Partner, message: str = "", now: datetime
) -> Affiliation:
    """Return what ``person`` is to ``organisation`` from now on.

    A verified address at one of the city's mail domains lets her in at once, unless she was declined or put out
    there before. Otherwise she waits, and those who decide are mailed once. Asking again changes nothing.
    """
    lock_organisation(organisation)
    affiliation = Affiliation.objects.open().of(organisation).filter(person=person).first()
    is_new = affiliation is None
    if affiliation is None:
        affiliation = begin(person=person, organisation=organisation, message=message, now=now)
    if affiliation.is_requested and _enters_by_address(person, organisation):
        return enter(affiliation, ground=AffiliationGround.MAIL_DOMAIN, actor=None, now=now)
    if is_new:
        notices.tell_keepers(affiliation=affiliation, now=now)
    return affiliation


def _enters_by_address(person: Any, organisation: City | Partner) -> bool:
    return (
        isinstance(organisation, City)
        and organisation in cities_of_person(person)
        and not _was_refused(person, organisation)
    )


@transaction.atomic
def affiliate_by_address(*, person: Any, address: str, now: datetime) -> Affiliation | None:
    """Return the affiliation that a newly verified address brings by itself, if it brings one.

    Whoever was part of the city before and is no more comes back by asking, not by itself.
    """
    city = cities_of_addresses([address]).get(address)
    if city is None:
        return None
    lock_organisation(city)
    known = Affiliation.objects.of(city).filter(person=person)
    waiting = known.filter(state=AffiliationState.REQUESTED).first()
    if (waiting is None and known.exists()) or _was_refused(person, city):
        return None
    affiliation = waiting or begin(person=person, organisation=city, now=now)
    return enter(affiliation, ground=AffiliationGround.MAIL_DOMAIN, actor=None, now=now)


@transaction.atomic
def approve_affiliation(*, affiliation: Affiliation, actor: Any, now: datetime) -> Affiliation:
    """Let a person in who asked; raises ``AlreadyDecided`` where that is done with."""
    affiliation = _reread(affiliation)
    if not affiliation.is_requested:
        raise AlreadyDecided
    seats = seats_of(actor)
    keeps = affiliation.city_id in seats.coordinated or affiliation.partner_id in seats.represented
    ground = AffiliationGround.COORDINATOR if keeps else AffiliationGround.STAFF
    return enter(affiliation, ground=ground, actor=actor, now=now)


@transaction.atomic
def decline_affiliation(
    *, affiliation: Affiliation, reason: str = "", actor: Any, now: datetime
) -> Affiliation:
    """Decline a request and mail the person, with the reason if one is given."""
    affiliation = _reread(affiliation)
    if not affiliation.is_requested:
        raise AlreadyDecided
    affiliation.state, affiliation.reason = AffiliationState.DECLINED, reason
    affiliation.decided_at, affiliation.decided_by = now, actor
    affiliation.save()
    _note(affiliation, what="declined", actor=actor, now=now)
    notices.tell_person(kind=notices.DECLINED, affiliation=affiliation, now=now)
    return affiliation


def successors(affiliation: Affiliation) -> Any:
    """Return who could take over from the last coordinator or representative, as affiliations.

    Nobody is returned where it is not the last one that goes: then nothing has to be handed over.
    """
    others = Affiliation.objects.approved().of(affiliation.organisation).exclude(pk=affiliation.pk)
    if not is_last_keeper(affiliation):
        return others.none()
    return others.for_listing().order_by("person__name", "pk")


def is_last_keeper(affiliation: Affiliation) -> bool:
    """Return whether the organisation would be without coordinator or representative without this one."""
    holds = affiliation.is_approved and affiliation.keeps_organisation
    others = Affiliation.objects.keeping().of(affiliation.organisation).exclude(pk=affiliation.pk)
    return holds and not others.exists()


def _hand_over(affiliation: Affiliation, *, successor: Affiliation | None, actor: Any, now: datetime) -> None:
    """Have somebody else keep the organisation, or tell the secretariat that nobody does."""
    if not is_last_keeper(affiliation):
        return
    heir = successors(affiliation).filter(pk=successor.pk).first() if successor else None
    if heir:
        _set_role(heir, role=AffiliationRole(affiliation.role), actor=actor, now=now)
    elif successors(affiliation).exists():
        raise SuccessorNeeded
    else:
        notices.tell_secretariat(affiliation=affiliation, now=now)


def _set_role(affiliation: Affiliation, *, role: AffiliationRole, actor: Any, now: datetime) -> None:
    was, affiliation.role = affiliation.role, role
    affiliation.save(update_fields=["role"])
    forget_seats(affiliation.person)
    entry = _note(affiliation, what="role changed", actor=actor, now=now, was=was)
    notices.tell_person(kind=notices.ROLE, affiliation=affiliation, now=now, event=f"role:{entry.pk}")


@transaction.atomic
def change_role(
    *,
    affiliation: Affiliation,
    role: AffiliationRole,
    successor: Affiliation | None = None,
    actor: Any,
    now: datetime,
) -> Affiliation:
    """Give somebody another role, and mail her; the last coordinator names who takes over."""
    affiliation = _reread(affiliation)
    if not affiliation.is_approved:
        raise AlreadyDecided
    if affiliation.role == role:
        return affiliation
    _hand_over(affiliation, successor=successor, actor=actor, now=now)
    _set_role(affiliation, role=role, actor=actor, now=now)
    return affiliation


@transaction.atomic
def end_affiliation(
    *,
    affiliation: Affiliation,
    successor: Affiliation | None = None,
    reason: str = "",
    actor: Any,
    now: datetime,
) -> Affiliation:
    """End what somebody is to a city or partner, or take back a request; the last coordinator hands over.

    The person is mailed where somebody else did it. Ending what is over already raises ``AlreadyDecided``.
    """
    affiliation = _reread(affiliation)
    if not (affiliation.is_approved or affiliation.is_requested):
        raise AlreadyDecided
    _hand_over(affiliation, successor=successor, actor=actor, now=now)
    affiliation.state, affiliation.reason = AffiliationState.ENDED, reason
    affiliation.ended_at, affiliation.ended_by = now, actor
    affiliation.save()
    forget_seats(affiliation.person)
    _note(affiliation, what="ended", actor=actor, now=now)
    affiliation_ended.tell(affiliation=affiliation, actor=actor, now=now)
    if actor != affiliation.person:
        notices.tell_person(kind=notices.ENDED, affiliation=affiliation, now=now)
    return affiliation
