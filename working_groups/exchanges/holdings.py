"""What exchanges hold of people."""

from django.utils.translation import gettext_lazy as _

from network.core.personal_data import Holding
from working_groups.models import (
    ExchangeEntry,
    ExchangeParty,
    ExchangeReport,
    ExchangeSeat,
    PeerExchange,
)

HOLDINGS = (
    Holding(
        key="exchange-seats",
        title=_("In which peer exchanges you take part"),
        why=_("So that the others know whom they work with."),
        seen_by=_("Those who take part, and the secretariat."),
        kept=_("As long as the exchange."),
        at_erasure=_("Deleted."),
        models=("working_groups.exchangeseat",),
        rows=lambda person: ExchangeSeat.objects.filter(person=person).order_by("pk"),
        columns=("exchange", "added_at"),
    ),
    Holding(
        key="exchange-expert",
        title=_("Peer exchanges to which you were asked, or have offered to come, as an expert"),
        why=_("So that a city can ask you, and you can answer."),
        seen_by=_("The city that asks, and the secretariat; once both say yes, those who take part."),
        kept=_("As long as the exchange."),
        at_erasure=_("Deleted."),
        models=("working_groups.exchangeparty",),
        rows=lambda person: ExchangeParty.objects.filter(expert=person).order_by("pk"),
        columns=("exchange", "asker_said", "party_said", "note", "named_at"),
    ),
    Holding(
        key="exchange-entries",
        title=_("What you have written into the logs of peer exchanges"),
        why=_("So that those who take part remember what happened."),
        seen_by=_("Those who take part, and the secretariat."),
        kept=_("As long as the exchange."),
        at_erasure=_("They stay, without you: the others rely on them."),
        models=("working_groups.exchangeentry",),
        stays=True,
        rows=lambda person: ExchangeEntry.objects.filter(author=person).order_by("pk"),
        columns=("exchange", "text", "written_at"),
    ),
    Holding(
        key="exchanges-asked",
        title=_("Peer exchanges that you have asked for, and reports that you have written"),
        why=_("They are your city’s: others go on with them."),
        seen_by=_("Nobody, beside administrators."),
        kept=_("As long as the exchange."),
        at_erasure=_("They stay, without you: they are your city’s."),
        models=("working_groups.peerexchange", "working_groups.exchangereport"),
        stays=True,
        rows=lambda person: [
            *PeerExchange.objects.filter(asked_by=person).order_by("pk"),
            *ExchangeReport.objects.filter(written_by=person).order_by("pk"),
        ],
        describe=lambda row: {str(row._meta.verbose_name): str(row)},
    ),
)
