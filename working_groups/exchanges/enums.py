"""What peer exchanges can be, where they stand, and what can come of them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ExchangeKind(TextChoices):
    """How two or more learn from each other."""

    TWINNING = "twinning", _("Twinning: two cities work together for a longer time")
    MENTORING = "mentoring", _("Mentoring: an experienced city accompanies another one")
    STUDY_VISIT = "study-visit", _("Study visit: people go and see")
    PEER_REVIEW = "peer-review", _("Peer review: colleagues look at a plan and say what they think")
    EXPERT = "expert", _("Expert assignment: somebody who knows works with the city")
    TRANSFER = "transfer", _("Transfer network: several cities take over one practice")
    HELPDESK = "helpdesk", _("Helpdesk: a few questions, answered soon")
    CO_DESIGN = "co-design", _("Co-design: cities and experts design one solution together")

    @property
    def title(self) -> str:
        """The kind without its explanation."""
        return str(self.label).partition(":")[0]


class ExchangeState(TextChoices):
    """How far an exchange has got."""

    DRAFT = "draft", _("Draft")
    REQUESTED = "requested", _("Looking for a partner")
    MATCHED = "matched", _("Introduced to each other")
    AGREED = "agreed", _("Agreed")
    ACTIVE = "active", _("Under way")
    COMPLETED = "completed", _("Completed")
    FOLLOWED_UP = "followed-up", _("Followed up")
    ENDED = "ended", _("Ended early")


# Those in which the parties work together, and those that are over with a report.
TOGETHER = (ExchangeState.MATCHED, ExchangeState.AGREED, ExchangeState.ACTIVE)
REPORTED = (ExchangeState.COMPLETED, ExchangeState.FOLLOWED_UP)
# Those that cost a city time.
UNDER_WAY = (ExchangeState.REQUESTED, *TOGETHER)


class PartyRole(TextChoices):
    """What a party is to an exchange."""

    ASKING = "asking", _("Asks")
    ANSWERING = "answering", _("Helps")


class FollowUp(TextChoices):
    """What is left of an exchange half a year later."""

    IN_USE = "in-use", _("We use what we have learned")
    PARTLY = "partly", _("We use some of it")
    PLANNED = "planned", _("It is planned")
    NOT_USED = "not-used", _("We could not use it")
