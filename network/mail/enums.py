"""States of a mail and the reasons behind them, and how often somebody wants to hear of something."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where a mail is on its way: pending → sending → sent, failed or skipped."""

    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Not sent")


ENDED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)


class SkipReason(models.TextChoices):
    """Why a mail was not sent although nothing went wrong."""

    EMPTY = "empty", _("Nothing to say")
    NO_ACCESS = "no_access", _("May no longer see it")
    OPTED_OUT = "opted_out", _("Does not want it")
    INACTIVE = "inactive", _("Account is not active")
    SUPPRESSED = "suppressed", _("Address refuses mail")
    SUPERSEDED = "superseded", _("A later one holds it")


class SuppressionReason(models.TextChoices):
    """Why an address gets no more mail."""

    BOUNCED = "bounced", _("Its server says that it does not exist")
    COMPLAINED = "complained", _("Its owner has called our mail unwanted")


class Frequency(models.TextChoices):
    """How often somebody hears of something."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")
