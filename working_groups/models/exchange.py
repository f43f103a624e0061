"""A peer exchange: what a city asks for, who takes part, what they agree on, and what came of it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.entries import Entry
from network.core.models import Theme
from network.core.saving import SavedAtOnce
from working_groups.enums import MeetingKind
from working_groups.exchanges.enums import (
    REPORTED,
    TOGETHER,
    ExchangeKind,
    ExchangeState,
    FollowUp,
    PartyRole,
)
from working_groups.exchanges.querysets import ExchangeQuerySet, PartyQuerySet, WithinQuerySet
from working_groups.exchanges.rows import exchange_row


class PeerExchange(SavedAtOnce):
    """A request of a city, and what becomes of it; ``working_groups.exchanges.states`` says how it moves on.

    ``version`` counts the changes of the request: a form that was opened on an older one is not saved over a
    newer one. ``form_token`` was made with the form. ``shows_result`` is whether everybody reads the summary of
    the report: kept here so that a list asks one table.
    """

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=ExchangeKind)
    state = models.CharField(
        _("state"), max_length=12, choices=ExchangeState, default=ExchangeState.DRAFT, editable=False
    )
    wanted = models.TextField(_("what you would like to learn"), max_length=3000)
    city = models.ForeignKey(
        "cities.City", models.CASCADE, related_name="asked_exchanges", verbose_name=_("city")
    )
    challenge = models.ForeignKey(
        "cities.Challenge",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("challenge"),
    )
    practice = models.ForeignKey(
        "knowledge.GoodPracticePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("practice"),
    )
    group = models.ForeignKey(
        "working_groups.WorkingGroup",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("working group"),
    )
    themes = models.ManyToManyField("core.Theme", blank=True, related_name="+", verbose_name=_("themes"))
    way = models.CharField(_("held"), max_length=10, choices=MeetingKind, default=MeetingKind.ONLINE)
    timing = models.CharField(_("when, and how much time"), max_length=300, blank=True)
    budget = models.CharField(_("who pays for what"), max_length=300, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    is_call = models.BooleanField(_("stands in the public list"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    created_at = models.DateTimeField(_("made"))
    changed_at = models.DateTimeField(_("changed"))
    requested_at = models.DateTimeField(_("requested"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("introduced"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    began_at = models.DateTimeField(_("began"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("followed up"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    follow_up_on = models.DateField(_("follow-up due"), null=True, blank=True)
    shows_result = models.BooleanField(_("result is public"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("peer exchange")
        verbose_name_plural = _("peer exchanges")
        permissions = [("match_peerexchange", _("Can match peer exchanges"))]
        indexes = [
            models.Index(fields=["state", "follow_up_on"], name="exchange_by_state"),
            models.Index(fields=["city", "state"], name="exchange_of_city"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(wanted=""), name="exchange_says_what_is_wanted"),
            models.CheckConstraint(
                condition=Q(state__in=[ExchangeState.DRAFT, ExchangeState.ENDED])
                | Q(requested_at__isnull=False),
                name="exchange_was_requested",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*TOGETHER, *REPORTED]) | Q(confirmed_at__isnull=False),
                name="exchange_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REPORTED) | Q(completed_at__isnull=False, follow_up_on__isnull=False),
                name="exchange_was_completed",
            ),
            models.CheckConstraint(
                condition=Q(state=ExchangeState.ENDED, ended_at__isnull=False)
                | (~Q(state=ExchangeState.ENDED) & Q(ended_at__isnull=True)),
                name="exchange_has_the_time_of_its_end",
            ),
            models.CheckConstraint(
                condition=Q(shows_result=False) | Q(state__in=REPORTED), name="only_what_is_over_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("working_groups:exchange-detail", args=[self.pk])

    @property
    def kind_title(self) -> str:
        """The kind in one or two words."""
        return ExchangeKind(self.kind).title

    @property
    def is_open_call(self) -> bool:
        """Whether others may offer to take part."""
        return self.is_call and self.state == ExchangeState.REQUESTED

    @property
    def is_together(self) -> bool:
        """Whether its parties know each other and work together."""
        return self.state in TOGETHER

    @property
    def is_reported(self) -> bool:
        """Whether it is over, with a report."""
        return self.state in REPORTED

    @property
    def main_theme(self) -> Theme | None:
        """The theme of the spine that its first one belongs to."""
        first = next(iter(self.themes.all()), None)
        return (first.broader or first) if first else None

    def row_values(self) -> dict[str, Any]:
        """Return what a row shows, as the search index stores it; everything is read before."""
        report = getattr(self, "report", None) if self.shows_result else None
        theme = self.main_theme
        return {
            "title": self.title,
            "url": self.get_absolute_url(),
            "summary": report.summary if report else self.wanted,
            "kind": self.kind,
            "state": self.state,
            "city": self.city.name if self.city.live else "",
            "theme": theme.pk if theme else None,
            "key": self.pk,
        }

    def as_entry(self) -> Entry:
        """Return the exchange as a row, everything read before."""
        return exchange_row(self.row_values())


class ExchangeParty(models.Model):
    """A city, a partner or an expert in an exchange, and what both sides have said to it.

    Nobody is introduced before both have said yes: who asks says so by asking, who offers by offering.
    ``agreed_version`` is the version of the agreement that the party has agreed to.
    """

    exchange = models.ForeignKey(
        PeerExchange, models.CASCADE, related_name="parties", verbose_name=_("peer exchange")
    )
    role = models.CharField(_("role"), max_length=10, choices=PartyRole, default=PartyRole.ANSWERING)
    city = models.ForeignKey(
        "cities.City", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    partner = models.ForeignKey(
        "cities.Partner", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="expert_exchanges",
        verbose_name=_("expert"),
    )
    asker_said = models.BooleanField(_("the asking city says yes"), null=True)
    party_said = models.BooleanField(_("the party says yes"), null=True)
    note = models.CharField(_("what the party says"), max_length=1000, blank=True)
    reply = models.CharField(_("what the asking city says"), max_length=1000, blank=True)
    reasons = models.JSONField(_("what speaks for it"), default=list, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("named by")
    )
    named_at = models.DateTimeField(_("named"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    agreed_version = models.PositiveIntegerField(null=True, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["-role", "named_at", "pk"]  # the city that asks first
        verbose_name = _("party of an exchange")
        verbose_name_plural = _("parties of exchanges")
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, partner__isnull=True, expert__isnull=True)
                | Q(city__isnull=True, partner__isnull=False, expert__isnull=True)
                | Q(city__isnull=True, partner__isnull=True, expert__isnull=False),
                name="party_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=~Q(role=PartyRole.ASKING) | Q(city__isnull=False, asker_said=True, party_said=True),
                name="asking_party_is_a_city_and_says_yes",
            ),
            models.UniqueConstraint(
                fields=["exchange"], condition=Q(role=PartyRole.ASKING), name="one_asking_party"
            ),
            models.UniqueConstraint(
                fields=["exchange", "city"], condition=Q(city__isnull=False), name="party_city_once"
            ),
            models.UniqueConstraint(
                fields=["exchange", "partner"], condition=Q(partner__isnull=False), name="party_partner_once"
            ),
            models.UniqueConstraint(
                fields=["exchange", "expert"], condition=Q(expert__isnull=False), name="party_expert_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.name}"

    @property
    def organisation(self) -> models.Model | None:
        """The city or partner, if it is one."""
        return self.city or self.partner

    @property
    def name(self) -> str:
        """The name of the city, the partner or the expert."""
        return str(self.organisation.name if self.organisation else self.expert.name)  # type: ignore[attr-defined, union-attr]

    @property
    def asks(self) -> bool:
        """Whether it is the city that asks."""
        return self.role == PartyRole.ASKING

    @property
    def is_accepted(self) -> bool:
        """Whether both sides have said yes."""
        return bool(self.asker_said and self.party_said)

    @property
    def is_declined(self) -> bool:
        """Whether one side has said no."""
        return False in (self.asker_said, self.party_said)


class ExchangeSeat(models.Model):
    """A person who takes part in an exchange for one of its parties: she reads and writes what is inside."""

    exchange = models.ForeignKey(
        PeerExchange, models.CASCADE, related_name="seats", verbose_name=_("peer exchange")
    )
    party = models.ForeignKey(ExchangeParty, models.CASCADE, related_name="seats", verbose_name=_("party"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exchange_seats", verbose_name=_("person")
    )
    added_at = models.DateTimeField(_("since"))

    objects = WithinQuerySet.as_manager()

    class Meta:
        ordering = ["party", "added_at", "pk"]
        verbose_name = _("person in an exchange")
        verbose_name_plural = _("people in exchanges")
        constraints = [models.UniqueConstraint(fields=["exchange", "person"], name="one_seat_in_an_exchange")]

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.person_id}"


class ExchangeAgreement(models.Model):
    """What the parties agree on. ``version`` counts its changes; each party agrees to one version."""

    exchange = models.OneToOneField(
        PeerExchange, models.CASCADE, related_name="agreement", verbose_name=_("peer exchange")
    )
    aims = models.TextField(_("aims"), max_length=3000)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    people = models.TextField(_("who takes part, and what each does"), max_length=2000)
    costs = models.TextField(_("who pays for what"), max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    written_at = models.DateTimeField(_("written"))

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_start"),
            models.CheckConstraint(condition=~Q(aims=""), name="agreement_has_aims"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.version}"


class ExchangeEntry(models.Model):
    """A line of an exchange's log: what happened, written by whoever was there."""

    exchange = models.ForeignKey(
        PeerExchange, models.CASCADE, related_name="entries", verbose_name=_("peer exchange")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="exchange_entries",
        verbose_name=_("author"),
    )
    text = models.TextField(_("what happened"), max_length=4000)
    written_at = models.DateTimeField(_("written"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = WithinQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("entry of an exchange’s log")
        verbose_name_plural = _("entries of exchanges’ logs")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="entry_has_a_text")]

    def __str__(self) -> str:
        return self.text[:60]


class ExchangeReport(models.Model):
    """What came of an exchange, and half a year later what is left of it. ``version`` counts its changes."""

    exchange = models.OneToOneField(
        PeerExchange, models.CASCADE, related_name="report", verbose_name=_("peer exchange")
    )
    done = models.TextField(_("what was done"), max_length=6000)
    learned = models.TextField(_("what was learned"), max_length=6000)
    failed = models.TextField(_("what did not work"), max_length=6000, blank=True)
    next_steps = models.TextField(_("what happens next"), max_length=3000, blank=True)
    summary = models.TextField(_("summary for everybody"), max_length=600, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"))
    follow_up = models.CharField(_("half a year later"), max_length=10, choices=FollowUp, blank=True)
    follow_up_text = models.TextField(_("what has become of it"), max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of an exchange")
        verbose_name_plural = _("reports of exchanges")
        constraints = [
            models.CheckConstraint(
                condition=~Q(done="") & ~Q(learned=""), name="report_says_what_was_done_and_learned"
            )
        ]

    def __str__(self) -> str:
        return self.summary[:60] or self.done[:60]
