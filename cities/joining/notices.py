"""The mails about who belongs where."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.enums import AffiliationState
from cities.models import Affiliation, City
from network.core.access import can
from network.core.identity import read_network
from network.core.letterhead import absolute
from network.mail.kinds import MailKind, Message, Recipient, kinds
from network.mail.messages import render_message
from network.mail.models import Delivery
from network.mail.services import send_notice

REQUESTED = "affiliation_requested"
APPROVED = "affiliation_approved"
DECLINED = "affiliation_declined"
ENDED = "affiliation_ended"
ROLE = "affiliation_role"
UNKEPT = "organisation_unkept"
FOLDER = "cities/joining/email"
STATES = {
    REQUESTED: AffiliationState.REQUESTED,
    APPROVED: AffiliationState.APPROVED,
    DECLINED: AffiliationState.DECLINED,
    ENDED: AffiliationState.ENDED,
    ROLE: AffiliationState.APPROVED,
}


def people_path(organisation: City | object) -> str:
    """Return the address of the page with the organisation's people."""
    name = organisation._meta.model_name  # type: ignore[attr-defined]
    return reverse(f"cities:{name}-people", args=[organisation.slug])  # type: ignore[attr-defined]


def tell_person(*, kind: str, affiliation: Affiliation, now: datetime, event: str = "") -> None:
    """Mail the person what was decided about her."""
    send_notice(
        kind=kind,
        event=event or f"affiliation:{affiliation.pk}",
        recipient=affiliation.person,
        data={"affiliation": affiliation.pk},
        now=now,
    )


def tell_keepers(*, affiliation: Affiliation, now: datetime) -> None:
    """Mail those who decide about a request: coordinators or representatives, else the secretariat."""
    keepers = Affiliation.objects.keeping().of(affiliation.organisation).for_listing()
    event, data = f"affiliation:{affiliation.pk}", {"affiliation": affiliation.pk}
    people = [keeper.person for keeper in keepers]
    for person in people:
        send_notice(kind=REQUESTED, event=event, recipient=person, data=data, now=now)
    address = read_network().contact_email
    if not people and address:
        send_notice(kind=REQUESTED, event=event, address=address, data=data, now=now)


def tell_secretariat(*, affiliation: Affiliation, now: datetime) -> None:
    """Mail the secretariat that a city or a partner has nobody who keeps its people any more."""
    address = read_network().contact_email
    if address:
        data = {"affiliation": affiliation.pk}
        event = f"unkept:{affiliation.pk}:{now.isoformat()}"
        send_notice(kind=UNKEPT, event=event, address=address, data=data, now=now)


def _affiliation(delivery: Delivery) -> Affiliation | None:
    """Return what the mail tells of, if it is still as the mail says."""
    found = Affiliation.objects.for_listing().filter(pk=delivery.data["affiliation"]).first()
    state = STATES.get(delivery.kind)
    return found if found and state in (None, found.state) else None


def render(delivery: Delivery, recipient: Recipient) -> Message | None:
    """Return the mail of any of these kinds, or nothing where it is out of date."""
    affiliation = _affiliation(delivery)
    if affiliation is None:
        return None
    place = affiliation.organisation
    if delivery.kind == UNKEPT and Affiliation.objects.keeping().of(place).exists():
        return None
    actions = {
        REQUESTED: (people_path(place), _("Decide")),
        APPROVED: (reverse("accounts:profile"), _("Open your account")),
        ROLE: (reverse("accounts:profile"), _("Open your account")),
        UNKEPT: (people_path(place), _("Open the list of people")),
    }
    path, label = actions.get(delivery.kind, ("", ""))
    context = {
        "affiliation": affiliation,
        "organisation": place,
        "role": affiliation.get_role_display(),
        "action_url": absolute(str(path)) if path else "",
        "action_label": label,
    }
    return render_message(f"{FOLDER}/{delivery.kind.partition('_')[2]}", recipient, context)


def may_receive(delivery: Delivery, recipient: Recipient) -> bool:
    """Return whether the mail is about its reader, or she decides about it; the secretariat always may."""
    affiliation = _affiliation(delivery)
    if affiliation is None or recipient.person is None:
        return True  # nothing is rendered, or it goes to the secretariat's own address
    if delivery.kind == REQUESTED:
        return can(recipient.person, "decide", affiliation)
    return recipient.person == affiliation.person


def register_notices() -> None:
    """Tell the outbox how these mails read."""
    labels = {
        REQUESTED: _("Affiliation: asked for"),
        APPROVED: _("Affiliation: approved"),
        DECLINED: _("Affiliation: declined"),
        ENDED: _("Affiliation: ended"),
        ROLE: _("Affiliation: another role"),
        UNKEPT: _("Affiliation: a city or partner without coordinator"),
    }
    for name, label in labels.items():
        kinds.register(MailKind(name, label, render, may_receive))
