"""The yearly call in which the cities choose what the network works on."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.cycles.draw import draw_order, new_seed
from cities.cycles.enums import CyclePhase, CycleState, EntryState, TieRule
from cities.cycles.querysets import BallotQuerySet, CycleQuerySet, EntryQuerySet

# What the vote goes by, by the names of the fields: fixed once the first ballot can be cast.
RULES = ("places", "secret", "tie_rule", "call_opens_at", "call_closes_at", "vote_opens_at", "vote_closes_at")
EACH_DATE = ("call_opens_at", "call_closes_at", "vote_opens_at", "vote_closes_at")


class ChallengeCycle(models.Model):
    """A year's call: cities enter challenges, staff check them, each city has one ballot, some are selected.

    ``version`` counts staff's changes: a form that was opened on an older one is not saved over a newer one.
    ``tie_seed`` is drawn with the cycle and published when it is announced. ``result`` is the count as
    ``cycles.results`` stored it, with the numbers of entries, never of cities.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(1900), MaxValueValidator(2999)]
    )
    title = models.CharField(_("title"), max_length=140)
    state = models.CharField(_("state"), max_length=10, choices=CycleState, default=CycleState.DRAFT)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    criteria = models.TextField(
        _("criteria"), max_length=3000, blank=True, help_text=_("One to a line. Entries are checked by them.")
    )
    places = models.PositiveSmallIntegerField(
        _("places"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("How many challenges are selected."),
    )
    entries_per_city = models.PositiveSmallIntegerField(
        _("entries a city"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("How many challenges a city may enter."),
    )
    call_opens_at = models.DateTimeField(_("call opens"), null=True, blank=True)
    call_closes_at = models.DateTimeField(_("call closes"), null=True, blank=True)
    vote_opens_at = models.DateTimeField(_("vote opens"), null=True, blank=True)
    vote_closes_at = models.DateTimeField(_("vote closes"), null=True, blank=True)
    secret = models.BooleanField(
        _("secret ballot"), default=True, help_text=_("The published ballots then name no city.")
    )
    tie_rule = models.CharField(
        _("between equals decides"), max_length=14, choices=TieRule, default=TieRule.EARLIER_ROUNDS
    )
    tie_seed = models.CharField(_("seed of the draw"), max_length=32, default=new_seed, editable=False)
    source_url = models.URLField(_("where this is stated"), max_length=500, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True, editable=False)
    results_published_at = models.DateTimeField(_("results published"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("challenge cycle")
        verbose_name_plural = _("challenge cycles")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="cycle_state_is_known"),
            models.CheckConstraint(condition=Q(tie_rule__in=TieRule.values), name="cycle_tie_rule_is_known"),
            models.CheckConstraint(
                condition=Q(places__gte=1, entries_per_city__gte=1), name="cycle_has_places"
            ),
            models.CheckConstraint(
                condition=~Q(state=CycleState.ANNOUNCED)
                | Q(
                    call_opens_at__isnull=False,
                    call_closes_at__isnull=False,
                    vote_opens_at__isnull=False,
                    vote_closes_at__isnull=False,
                ),
                name="cycle_announced_with_its_dates",
                violation_error_message=_("An announced cycle needs all four dates."),
            ),
            models.CheckConstraint(
                condition=Q(call_closes_at__isnull=True)
                | Q(call_opens_at__isnull=True)
                | Q(call_opens_at__lt=F("call_closes_at")),
                name="cycle_call_opens_before_it_closes",
                violation_error_message=_("The call has to open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(vote_opens_at__isnull=True)
                | Q(call_closes_at__isnull=True)
                | Q(call_closes_at__lte=F("vote_opens_at")),
                name="cycle_call_closes_before_the_vote",
                violation_error_message=_("The call has to close before the vote opens."),
            ),
            models.CheckConstraint(
                condition=Q(vote_closes_at__isnull=True)
                | Q(vote_opens_at__isnull=True)
                | Q(vote_opens_at__lt=F("vote_closes_at")),
                name="cycle_vote_opens_before_it_closes",
                violation_error_message=_("The vote has to open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True, results_published_at__isnull=True)
                | Q(
                    result__isnull=False,
                    results_published_at__isnull=False,
                    results_published_at__gte=F("vote_closes_at"),
                ),
                name="cycle_result_after_the_vote",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cities:cycle-detail", args=[self.year])

    def phase(self, now: datetime) -> CyclePhase:
        """Return what goes on at ``now``; each phase begins at its moment and ends before the next one's."""
        if self.state != CycleState.ANNOUNCED:
            return CyclePhase(self.state)
        later = (
            (self.vote_closes_at, CyclePhase.CLOSED),
            (self.vote_opens_at, CyclePhase.VOTE),
            (self.call_closes_at, CyclePhase.CHECK),
            (self.call_opens_at, CyclePhase.CALL),
        )
        return next((phase for moment, phase in later if moment and moment <= now), CyclePhase.AHEAD)

    def has_fixed_rules(self, now: datetime) -> bool:
        """Return whether voting has begun, after which the rules stay as they are."""
        return self.phase(now) in (CyclePhase.VOTE, CyclePhase.CLOSED, CyclePhase.RECORDED)

    def draw(self, numbers: list[int]) -> tuple[int, ...]:
        """Return the entries with these numbers as the published seed draws them."""
        return draw_order(self.tie_seed, numbers)


class CycleEntry(models.Model):
    """A challenge that a city has entered in a cycle; ``number`` names it on ballots.

    An entry that was withdrawn and entered again is the same entry.
    """

    cycle = models.ForeignKey(
        ChallengeCycle, models.PROTECT, related_name="entries", verbose_name=_("challenge cycle")
    )
    challenge = models.ForeignKey(
        "cities.Challenge", models.PROTECT, related_name="entries", verbose_name=_("challenge")
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="entries", verbose_name=_("city"))
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=EntryState, default=EntryState.SUBMITTED)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    submitted_at = models.DateTimeField(_("entered"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    selected = models.BooleanField(_("selected"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "number"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "challenge"], name="challenge_entered_once_in_a_cycle"),
            models.UniqueConstraint(fields=["cycle", "number"], name="entry_number_once_in_a_cycle"),
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="entry_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.REJECTED) | ~Q(reason=""), name="entry_rejected_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(selected=False) | Q(state=EntryState.ACCEPTED), name="only_accepted_is_selected"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.number}"

    @property
    def title(self) -> str:
        """What it is called; a challenge that was taken back since keeps its title to itself."""
        return self.challenge.title if self.is_readable else str(_("A challenge that was taken back"))

    @property
    def is_readable(self) -> bool:
        """Whether everybody may read the challenge."""
        return self.challenge.is_public and self.challenge.city.live


class Ballot(models.Model):
    """A city's ballot: the numbers of the entries in the order of its choice, the latest version only.

    ``cast_at`` is the database's clock, ``times`` how often the city has voted.
    """

    cycle = models.ForeignKey(
        ChallengeCycle, models.PROTECT, related_name="ballots", verbose_name=_("challenge cycle")
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="ballots", verbose_name=_("city"))
    ranking = models.JSONField(_("ranking"))
    cast_at = models.DateTimeField(_("cast"))
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cast by"),
    )
    times = models.PositiveIntegerField(_("times"), default=1)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "city"]
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [models.UniqueConstraint(fields=["cycle", "city"], name="one_ballot_a_city")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.city_id}"
