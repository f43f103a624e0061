"""Meetings, alone or in a series, who comes, and what comes out of them."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from working_groups.enums import Answer, Audience, MeetingKind, Way
from working_groups.models.group import WorkingGroup
from working_groups.querysets import InsideQuerySet, MeetingQuerySet, RsvpQuerySet

# The joining link shows a day before the meeting, unless whoever calls it says otherwise.
LINK_SHOWN_HOURS = 24


class MeetingSeries(models.Model):
    """Meetings that recur: the rule of RFC 5545 (RRULE) from which their rows were made.

    Each meeting is a row of its own, which can be moved or cancelled by itself. ``starts_at`` is the first
    one's time; the rule goes by the wall clock of ``time_zone``, so that summer time changes nothing for its
    people.
    """

    rule = models.CharField(_("rule"), max_length=200)
    starts_at = models.DateTimeField(_("first begins"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")

    def __str__(self) -> str:
        return self.rule


class Meeting(models.Model):
    """One meeting, of a group, of a peer exchange or of the whole network.

    ``uid`` and ``sequence`` are those of RFC 5545: calendars know the meeting by the first and take a change by
    the second. ``planned_at`` is, in a series, when the rule has it: its RECURRENCE-ID, wherever it was moved.
    ``version`` counts changes by forms, ``form_token`` was made with the form. ``moved_at`` is when something
    that calendars show last changed.
    """

    group = models.ForeignKey(
        WorkingGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("working group"),
    )
    exchange = models.ForeignKey(
        "working_groups.PeerExchange",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("peer exchange"),
    )
    series = models.ForeignKey(
        MeetingSeries, models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("series")
    )
    planned_at = models.DateTimeField(_("planned for"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what it is about"), max_length=1000, blank=True)
    kind = models.CharField(_("held"), max_length=10, choices=MeetingKind, default=MeetingKind.ONLINE)
    audience = models.CharField(_("who may come"), max_length=10, choices=Audience, default=Audience.GROUP)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    place = models.CharField(_("place"), max_length=200, blank=True)
    joining_link = models.URLField(_("joining link"), max_length=500, blank=True)
    link_shown_hours = models.PositiveSmallIntegerField(
        _("hours before that it shows"), default=LINK_SHOWN_HOURS
    )
    room_places = models.PositiveSmallIntegerField(_("places in the room"), null=True, blank=True)
    online_places = models.PositiveSmallIntegerField(_("places online"), null=True, blank=True)
    agenda = models.TextField(_("agenda"), max_length=6000, blank=True)
    minutes = models.TextField(_("minutes"), max_length=30000, blank=True)
    recording_link = models.URLField(_("recording"), max_length=500, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("called by")
    )
    created_at = models.DateTimeField(_("called"))
    changed_at = models.DateTimeField(_("changed"))
    moved_at = models.DateTimeField(_("moved"), null=True, blank=True, editable=False)
    minutes_at = models.DateTimeField(_("minutes written"), null=True, blank=True, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    minutes_version = models.PositiveIntegerField(default=1, editable=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index(fields=["starts_at"], name="meeting_by_time"),
            models.Index(fields=["group", "starts_at"], name="meeting_of_group"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(time_zone=""), name="meeting_has_title_and_zone"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=False, exchange__isnull=True)
                | Q(group__isnull=True, exchange__isnull=False, audience=Audience.GROUP)
                | (Q(group__isnull=True, exchange__isnull=True) & ~Q(audience=Audience.GROUP)),
                name="meeting_of_a_group_an_exchange_or_the_network",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, planned_at__isnull=True)
                | Q(series__isnull=False, planned_at__isnull=False),
                name="meeting_of_a_series_has_its_place",
            ),
            models.UniqueConstraint(
                fields=["series", "planned_at"],
                condition=Q(series__isnull=False),
                name="one_meeting_for_each_date_of_a_series",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("working_groups:meeting-detail", args=[self.pk])

    @property
    def held_by(self) -> str:
        """The name of the group or the exchange that meets; nothing where the whole network does."""
        whose = self.group or self.exchange
        return str(whose) if whose else ""

    @property
    def zone(self) -> ZoneInfo:
        """The meeting's own time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def starts_there(self) -> datetime:
        """When it begins by the clock where it is held."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_there(self) -> datetime:
        """When it ends by the clock where it is held."""
        return self.ends_at.astimezone(self.zone)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.cancelled_at is not None

    @property
    def is_online(self) -> bool:
        """Whether people can take part from elsewhere."""
        return self.kind in (MeetingKind.ONLINE, MeetingKind.HYBRID)

    @property
    def has_room(self) -> bool:
        """Whether people meet in a room."""
        return self.kind in (MeetingKind.ROOM, MeetingKind.HYBRID)

    @property
    def ways(self) -> list[Way]:
        """How people can take part."""
        found = [Way.ROOM] if self.has_room else []
        return [*found, Way.ONLINE] if self.is_online else found

    def places(self, way: str) -> int | None:
        """Return how many may take part in this way, ``None`` where nobody counts."""
        return self.room_places if way == Way.ROOM else self.online_places

    def is_over(self, now: datetime) -> bool:
        """Return whether it has ended."""
        return self.ends_at <= now

    def takes_answers(self, now: datetime) -> bool:
        """Return whether people can still say whether they come."""
        return not self.is_cancelled and not self.is_over(now)

    def shows_link(self, now: datetime) -> bool:
        """Return whether the joining link is shown to those who come."""
        shown_from = self.starts_at - timedelta(hours=self.link_shown_hours)
        return bool(self.joining_link) and self.takes_answers(now) and now >= shown_from


class Rsvp(models.Model):
    """What one person has answered. Who says yes has a place, or awaits one in the order of ``queued_at``."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rsvps", verbose_name=_("meeting"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="rsvps", verbose_name=_("person")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    way = models.CharField(_("takes part"), max_length=10, choices=Way, default=Way.ONLINE)
    is_waiting = models.BooleanField(_("on the waiting list"), default=False)
    queued_at = models.DateTimeField(_("said yes"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"))
    attended = models.BooleanField(_("was there"), null=True, blank=True)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        verbose_name = _("answer to a meeting")
        verbose_name_plural = _("answers to meetings")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_answer_of_a_person"),
            models.CheckConstraint(
                condition=Q(answer=Answer.YES, queued_at__isnull=False)
                | (~Q(answer=Answer.YES) & Q(is_waiting=False, queued_at__isnull=True)),
                name="only_who_says_yes_has_or_awaits_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id} ({self.answer})"

    @property
    def is_coming(self) -> bool:
        """Whether the person has a place."""
        return self.answer == Answer.YES and not self.is_waiting


class Decision(models.Model):
    """What a meeting has decided."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name=_("meeting"))
    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="decisions", verbose_name=_("working group")
    )
    text = models.TextField(_("decision"), max_length=1000)
    decided_at = models.DateTimeField(_("noted"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="decision_has_a_text")]

    def __str__(self) -> str:
        return self.text[:60]


class ActionItem(models.Model):
    """Something that somebody has taken on; it is carried from meeting to meeting until it is done."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="actions", verbose_name=_("working group")
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("taken on in"),
    )
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="group_actions",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    created_at = models.DateTimeField(_("taken on"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = InsideQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        indexes = [models.Index(fields=["owner", "done_at"], name="actions_of_a_person")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="action_has_a_text")]

    def __str__(self) -> str:
        return self.text
