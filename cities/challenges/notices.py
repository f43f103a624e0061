"""The mails about challenges."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.enums import AffiliationRole, AffiliationState, ChallengeState
from cities.models import Challenge, ChallengeComment, CoSignature, SupportOffer
from network.accounts.models import User
from network.core.access import can
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds, whole
from network.mail.lists import MailList, lists
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

SUBMITTED, PUBLISHED, RETURNED = "challenge_submitted", "challenge_published", "challenge_returned"
LIST = "challenges"
CO_SIGNED, COMMENTED, OFFERED = "challenge_co_signed", "challenge_commented", "challenge_offered"
# What others add to a challenge: the kind of mail, and the model whose row it tells of.
RESPONSES: dict[str, Any] = {CO_SIGNED: CoSignature, COMMENTED: ChallengeComment, OFFERED: SupportOffer}


def moderators() -> Iterable[User]:
    """Return who decides on challenges; where nobody has that task, the administrators."""
    permission = {"codename": "publish_challenge", "content_type__app_label": "cities"}
    by_group = {f"groups__permissions__{name}": value for name, value in permission.items()}
    by_person = {f"user_permissions__{name}": value for name, value in permission.items()}
    active = User.objects.filter(is_active=True)
    found = list(active.filter(Q(**by_group) | Q(**by_person)).distinct())
    return found or active.filter(is_superuser=True)


def people_of(challenge: Challenge) -> list[User]:
    """Return the challenge's author and the coordinators of its city, each once."""
    coordinating = Q(
        affiliations__city=challenge.city_id,
        affiliations__role=AffiliationRole.COORDINATOR,
        affiliations__state=AffiliationState.APPROVED,
    )
    return list(User.objects.filter(Q(pk=challenge.author_id) | coordinating, is_active=True).distinct())


def tell_moderators(challenge: Challenge, *, actor: Any, now: datetime) -> None:
    """Mail to those who decide that a challenge waits for them."""
    _tell(moderators(), challenge, kind=SUBMITTED, actor=actor, now=now)


def tell_people(challenge: Challenge, *, kind: str, actor: Any, now: datetime) -> None:
    """Mail to the author and the city's coordinators what was decided, but not to who decided it."""
    _tell(people_of(challenge), challenge, kind=kind, actor=actor, now=now)


def tell_of_response(row: Any, *, kind: str, actor: Any, now: datetime) -> None:
    """Mail to the author and the city's coordinators what somebody else has added to their challenge."""
    for person in people_of(row.challenge):
        if person != actor:
            send_notice(kind=kind, event=f"{kind}:{row.pk}", recipient=person, data={"row": row.pk}, now=now)


def _tell(people: Iterable[User], challenge: Challenge, *, kind: str, actor: Any, now: datetime) -> None:
    # The version is another one each time that something is decided.
    event, data = f"challenge:{challenge.pk}:{challenge.version}", {"challenge": challenge.pk}
    for person in people:
        if person != actor:
            send_notice(kind=kind, event=event, recipient=person, data=data, now=now)


def _challenge(delivery: Delivery) -> Challenge | None:
    found = Challenge.objects.select_related("city", "author").filter(pk=delivery.data["challenge"])
    return found.first()


def _response(delivery: Delivery) -> Any:
    rows = RESPONSES[delivery.kind].objects.select_related("challenge__city", "city")
    return rows.filter(pk=delivery.data["row"]).first()


def decides(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader still decides on the challenge, and it still waits."""
    challenge = _challenge(delivery)
    waits = challenge is not None and challenge.state == ChallengeState.SUBMITTED
    return waits and can(recipient.person, "decide", challenge)


def is_theirs(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader still works on the challenge, and the decision is still news."""
    challenge = _challenge(delivery)
    state = ChallengeState.PUBLISHED if delivery.kind == PUBLISHED else ChallengeState.RETURNED
    return challenge is not None and challenge.state == state and can(recipient.person, "submit", challenge)


def is_told(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the reader may see what was added, and still works on the challenge."""
    row = _response(delivery)
    person = recipient.person
    return row is not None and can(person, "view", row) and can(person, "submit", row.challenge)


def render_submitted(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the news that a challenge waits, with the way to it."""
    challenge = _challenge(delivery)
    if challenge is None:
        return None
    context = {
        "challenge": challenge,
        "action_url": absolute(reverse("challenges:edit", args=[challenge.pk])),
        "action_label": _("Decide on it"),
    }
    return render_message("cities/challenges/email/submitted", recipient, context)


def render_decided(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the news that a challenge was published, or returned with a comment."""
    challenge = _challenge(delivery)
    if challenge is None:
        return None
    returned = delivery.kind == RETURNED
    way = "cities:challenge-edit" if returned else "cities:challenge-detail"
    context = {
        "challenge": challenge,
        "returned": returned,
        "action_url": absolute(reverse(way, args=[challenge.slug])),
        "action_label": _("Change it and submit it again") if returned else _("See the challenge"),
    }
    return render_message("cities/challenges/email/decided", recipient, context)


def render_response(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the news that another city has the challenge too, comments on it, or offers support."""
    row = _response(delivery)
    if row is None:
        return None
    context = {
        "kind": delivery.kind.removeprefix("challenge_"),
        "row": row,
        "text": row.sentence if delivery.kind == CO_SIGNED else row.text,
        "challenge": row.challenge,
        "action_url": absolute(row.challenge.get_absolute_url()),
        "action_label": _("See the challenge"),
    }
    return render_message("cities/challenges/email/response", recipient, context)


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    for name, label, render, may_receive in (
        (SUBMITTED, _("Challenge: waits for a decision"), render_submitted, decides),
        (PUBLISHED, _("Challenge: published"), render_decided, is_theirs),
        (RETURNED, _("Challenge: returned with a comment"), render_decided, is_theirs),
        (CO_SIGNED, _("Challenge: another city has it too"), render_response, is_told),
        (COMMENTED, _("Challenge: a comment"), render_response, is_told),
        (OFFERED, _("Challenge: an offer of support"), render_response, is_told),
    ):
        list_of = whole(LIST) if render is render_response else None
        kinds.register(MailKind(name, label, render, may_receive, list_of=list_of))
    lists.register(
        MailList(
            LIST,
            _("Answers to your city’s challenges"),
            _("Comments, offers of support, and other cities that have the same challenge."),
            order=40,
        )
    )
