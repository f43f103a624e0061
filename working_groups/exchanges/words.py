"""What the mails about exchanges say: for each kind its name, the subject, and the sentence below it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ASKED, OFFERED = "exchange_asked", "exchange_offered"
ACCEPTED, DECLINED = "exchange_accepted", "exchange_declined"
SENT, TO_CONFIRM, INTRODUCED = "exchange_sent", "exchange_confirm", "exchange_introduced"
TO_AGREE, AGREED, SEATED = "exchange_to_agree", "exchange_agreed", "exchange_seated"
COMPLETED, FOLLOW_UP, ENDED = "exchange_completed", "exchange_follow_up", "exchange_ended"


@dataclass(frozen=True, slots=True)
class Words:
    """The label for staff, the subject and the sentence; both take title, city, kind and party by name."""

    label: Any
    subject: Any
    sentence: Any


WORDS = {
    ASKED: Words(
        _("Peer exchange: somebody is asked"),
        _("%(city)s asks for an exchange: %(title)s"),
        _(
            "%(city)s would like to learn from you (%(kind)s). Read what it wants to know and say yes or no. "
            "Nobody gets your name or address before both sides have said yes."
        ),
    ),
    OFFERED: Words(
        _("Peer exchange: somebody could help"),
        _("%(party)s could help: %(title)s"),
        _("%(party)s could take part in your exchange. You decide whether that fits."),
    ),
    ACCEPTED: Words(
        _("Peer exchange: yes"),
        _("Yes to your exchange: %(title)s"),
        _("The other side says yes. Once it is confirmed, you are introduced to each other by mail."),
    ),
    DECLINED: Words(
        _("Peer exchange: no"),
        _("Not this time: %(title)s"),
        _("For this exchange, %(party)s and %(city)s do not come together."),
    ),
    SENT: Words(
        _("Peer exchange: a city looks for a partner"),
        _("%(city)s looks for a partner: %(title)s"),
        _("%(city)s has asked for an exchange (%(kind)s). You can name partners that fit."),
    ),
    TO_CONFIRM: Words(
        _("Peer exchange: both say yes"),
        _("Both sides say yes: %(title)s"),
        _("%(city)s and somebody who can help say yes to each other. They wait for you to introduce them."),
    ),
    INTRODUCED: Words(
        _("Peer exchange: introduction"),
        _("May we introduce you? %(title)s"),
        _(
            "Both sides have said yes. These are the people; write to each other, and then write down "
            "what you agree on."
        ),
    ),
    TO_AGREE: Words(
        _("Peer exchange: an agreement to read"),
        _("Please read the agreement: %(title)s"),
        _("The agreement was written or changed. It holds once every side has agreed to it."),
    ),
    AGREED: Words(
        _("Peer exchange: agreed"),
        _("Agreed: %(title)s"),
        _("Every side has agreed. Say on its page when you begin."),
    ),
    SEATED: Words(
        _("Peer exchange: you take part"),
        _("You take part: %(title)s"),
        _(
            "You take part in an exchange that %(city)s has asked for (%(kind)s). "
            "Its page holds all that is agreed."
        ),
    ),
    COMPLETED: Words(
        _("Peer exchange: the report"),
        _("The report is written: %(title)s"),
        _("The exchange is completed. Thank you. Its report stands on its page."),
    ),
    FOLLOW_UP: Words(
        _("Peer exchange: half a year later"),
        _("What has become of it? %(title)s"),
        _("Half a year ago your exchange was completed. Tell the network in two sentences what is left of it."),
    ),
    ENDED: Words(
        _("Peer exchange: ended early"),
        _("Ended: %(title)s"),
        _("The exchange that %(city)s has asked for has ended early."),
    ),
}
