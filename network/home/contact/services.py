"""Taking enquiries in, and answering them."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from network.core.identity import read_network
from network.core.models import Theme
from network.home.contact.enums import EnquiryState
from network.home.contact.notices import ACKNOWLEDGEMENT, ARRIVAL, REPLY
from network.home.models import Enquiry, EnquiryReply
from network.mail.services import send_notice


@transaction.atomic
def receive_enquiry(
    *, enquiry: Enquiry, themes: Iterable[Theme] = (), form_token: uuid.UUID, now: datetime
) -> Enquiry:
    """Keep what somebody wrote, acknowledge it to her and tell the secretariat; return what is kept.

    The same form sent again returns the enquiry that it made the first time, and mails nothing.
    """
    known = Enquiry.objects.filter(form_token=form_token).first()
    if known:
        return known
    enquiry.form_token = form_token
    enquiry.received_at = now
    try:
        with transaction.atomic():
            enquiry.save()
    except IntegrityError:  # the same form, sent at the same moment
        return Enquiry.objects.get(form_token=form_token)
    enquiry.themes.set(themes)
    event, data = f"enquiry:{enquiry.pk}", {"enquiry": enquiry.pk}
    send_notice(kind=ACKNOWLEDGEMENT, event=event, address=enquiry.email, data=data, now=now)
    secretariat = read_network().contact_email
    if secretariat:
        send_notice(kind=ARRIVAL, event=event, address=secretariat, data=data, now=now)
    return enquiry


@transaction.atomic
def answer_enquiry(
    *, enquiry: Enquiry, text: str, sent_by: Any, form_token: uuid.UUID, now: datetime
) -> EnquiryReply:
    """Mail an answer, and record who sent it and when; the same form sent again answers once."""
    reply, created = EnquiryReply.objects.get_or_create(
        form_token=form_token,
        defaults={"enquiry": enquiry, "text": text, "sent_by": sent_by, "sent_at": now},
    )
    if created:
        Enquiry.objects.filter(pk=enquiry.pk).update(state=EnquiryState.ANSWERED, answered_at=now)
        if enquiry.assigned_to_id is None:
            Enquiry.objects.filter(pk=enquiry.pk).update(assigned_to=sent_by)
        data = {"reply": reply.pk}
        send_notice(kind=REPLY, event=f"reply:{reply.pk}", address=enquiry.email, data=data, now=now)
    return reply
