"""States and rules of challenge cycles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    """The steps that staff take; what is open at a moment follows from the dates."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    RECORDED = "recorded", _("Held before this portal")


class CyclePhase(models.TextChoices):
    """What goes on at a moment."""

    DRAFT = "draft", _("Draft")
    AHEAD = "ahead", _("Announced")
    CALL = "call", _("Call open")
    CHECK = "check", _("Entries are checked")
    VOTE = "vote", _("Vote open")
    CLOSED = "closed", _("Decided")
    RECORDED = "recorded", _("Decided")


class TieRule(models.TextChoices):
    """What decides between entries with equal votes."""

    EARLIER_ROUNDS = "earlier-rounds", _("The earlier rounds of the count, then the draw")
    DRAW = "draw", _("The draw alone")


class EntryState(models.TextChoices):
    """Where an entry stands."""

    SUBMITTED = "submitted", _("Waits for the check")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Entries that take up one of the places that a city has in a cycle.
STANDING_ENTRIES = (EntryState.SUBMITTED, EntryState.ACCEPTED)
DECISIONS = (EntryState.ACCEPTED, EntryState.REJECTED)
