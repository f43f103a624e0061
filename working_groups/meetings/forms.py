"""The forms by which meetings are called, answered and written up."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.accounts.models import time_zone_names
from network.core.forms import LineField, LinesField, SentOnce, Versioned, long_text
from working_groups.enums import Answer, Audience, MeetingKind, Way
from working_groups.meetings.agenda import length_of
from working_groups.meetings.times import MOST_MEETINGS, Rhythm, moment
from working_groups.models import GroupMembership, Meeting, PeerExchange, WorkingGroup

LONGEST = 24 * 60  # minutes
FARTHEST = timedelta(days=5 * 366)


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones of the IANA database, as people read them."""
    return [(name, name.replace("_", " ")) for name in sorted(time_zone_names())]


class MeetingForm(forms.Form):
    """A meeting: what, when by the clock of its own zone, where, and for whom."""

    title = LineField(
        label=_("Title"),
        max_length=160,
        help_text=_("What it is about, as it will stand in calendars."),
        error_messages={"required": _("Give the meeting a title.")},
    )
    summary = LinesField(label=_("What it is about"), max_length=1000, required=False, widget=long_text(3))
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day.")},
    )
    hour = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say when it begins.")},
    )
    length = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=LONGEST, initial=90, help_text=_("How long it takes.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("By whose clock. Everybody sees it by her own clock too."),
    )
    kind = forms.ChoiceField(
        label=_("How it is held"), choices=MeetingKind, initial=MeetingKind.ONLINE, widget=forms.RadioSelect
    )
    place = LineField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Address and room, for a meeting in a room."),
    )
    room_places = forms.IntegerField(
        label=_("Places in the room"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=_("Whoever says yes later waits, and moves up by itself. Leave it empty for no limit."),
    )
    joining_link = forms.URLField(
        label=_("Joining link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Shown only to those who have said yes, from the time below."),
    )
    link_shown_hours = forms.IntegerField(
        label=_("Hours before that the link shows"), min_value=0, max_value=720, initial=24
    )
    online_places = forms.IntegerField(label=_("Places online"), min_value=0, max_value=10_000, required=False)
    audience = forms.ChoiceField(label=_("Who may come"), widget=forms.RadioSelect)
    agenda = LinesField(
        label=_("Agenda"),
        max_length=6000,
        required=False,
        widget=long_text(6),
        help_text=_("One part a line. Begin with its minutes: “40 Two halls, two budgets”."),
    )

    def __init__(self, *args: Any, audiences: list[Audience], zone: str = "UTC", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["time_zone"].choices = zone_choices()
        fields["audience"].choices = [(one.value, one.label) for one in audiences]
        self.initial.setdefault("audience", audiences[0])
        if len(audiences) == 1:
            fields["audience"].widget = forms.HiddenInput()
        self.initial.setdefault("time_zone", zone)

    def clean(self) -> dict[str, Any]:
        """Ask for a place where there is a room, for a time ahead, and for an agenda that fits."""
        cleaned = super().clean() or self.cleaned_data
        kind, length = cleaned.get("kind"), cleaned.get("length")
        if kind in (MeetingKind.ROOM, MeetingKind.HYBRID) and not cleaned.get("place"):
            self.add_error("place", _("Say where the room is."))
        if kind == MeetingKind.ROOM:
            cleaned["online_places"], cleaned["joining_link"] = None, ""
        if kind == MeetingKind.ONLINE:
            cleaned["room_places"], cleaned["place"] = None, ""
        if length and length_of(cleaned.get("agenda", "")) > length:
            self.add_error("agenda", _("The parts take longer than the meeting."))
        if {"day", "hour", "time_zone"} <= cleaned.keys():
            self._ask_for_time_ahead(cleaned)
        return cleaned

    def _ask_for_time_ahead(self, cleaned: dict[str, Any]) -> None:
        now, at = timezone.now(), moment(self.first, cleaned["time_zone"])
        unchanged = all(cleaned[name] == self.initial.get(name) for name in ("day", "hour", "time_zone"))
        if at <= now and not unchanged:
            self.add_error("day", _("This moment has passed."))
        if at > now + FARTHEST:
            self.add_error("day", _("This is more than five years ahead."))

    @property
    def first(self) -> datetime:
        """When it begins, on the wall of its zone."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"].replace(second=0))

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the time."""
        left_out = ("day", "hour", "length", "form_token", "version", "rhythm", "times")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


def audiences_of(group: WorkingGroup | None, exchange: PeerExchange | None = None) -> list[Audience]:
    """Return who may be asked to a meeting: of a private group and of an exchange, its own people only."""
    if exchange is not None:
        return [Audience.GROUP]
    if group is None:
        return [Audience.NETWORK, Audience.EVERYBODY]
    return [Audience.GROUP] if group.is_private else list(Audience)


class NewMeetingForm(SentOnce, MeetingForm):
    """A meeting, or a series of them, that is called."""

    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm,
        initial=Rhythm.ONCE,
        help_text=_("Each one can be moved by itself."),
    )
    times = forms.IntegerField(
        label=_("How many times"), min_value=1, max_value=MOST_MEETINGS, initial=6, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask how many, where there are several."""
        cleaned = super().clean()
        if cleaned.get("rhythm") != Rhythm.ONCE and (cleaned.get("times") or 0) < 2 and "times" in cleaned:
            self.add_error("times", _("Say how many meetings there are: at least two."))
        return cleaned


class ChangedMeetingForm(MeetingForm):
    """A meeting that is changed: it knows the version that it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    """Call a meeting off."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=long_text(3),
        help_text=_("It is mailed to everybody who has not said no."),
    )
    rest = forms.BooleanField(label=_("Call off the later meetings of the series too"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting.series_id is None:
            del self.fields["rest"]


class RsvpForm(forms.Form):
    """Say whether one comes, and how."""

    answer = forms.ChoiceField(
        label=_("Will you join?"),
        choices=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes, maybe or no.")},
    )
    way = forms.ChoiceField(label=_("How?"), choices=Way, widget=forms.RadioSelect)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = meeting.ways
        field: Any = self.fields["way"]
        field.choices = [(way.value, way.label) for way in ways]
        self.initial.setdefault("way", ways[0])
        if len(ways) == 1:
            del self.fields["way"]

    def clean_answer(self) -> Answer:
        """Return the answer itself."""
        return Answer(self.cleaned_data["answer"])

    @property
    def chosen_way(self) -> Way | None:
        """How she takes part, where there is a choice."""
        return Way(self.cleaned_data["way"]) if "way" in self.cleaned_data else None


class MinutesForm(Versioned):
    """The minutes, which several people write."""

    minutes = LinesField(
        label=_("Minutes"),
        max_length=30_000,
        required=False,
        widget=long_text(18),
        help_text=_("Blank lines make paragraphs, “### ” a heading, “- ” a list."),
    )
    recording_link = forms.URLField(label=_("Recording"), max_length=500, required=False, assume_scheme="https")


class DecisionForm(SentOnce):
    """What was decided."""

    text = LinesField(
        label=_("Decision"),
        max_length=1000,
        widget=long_text(2),
        error_messages={"required": _("Say what was decided.")},
    )


class OwnerField(forms.ModelChoiceField):
    """Somebody in the group."""

    def label_from_instance(self, membership: GroupMembership) -> str:
        """Return who it is."""
        return str(membership.person)


class ActionForm(SentOnce):
    """What somebody takes on."""

    text = LineField(
        label=_("Action"), max_length=300, error_messages={"required": _("Say what is to be done.")}
    )
    owner = OwnerField(
        label=_("Who does it"),
        queryset=GroupMembership.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )
    due_on = forms.DateField(
        label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["owner"]
        members.queryset = group.memberships.active().select_related("person").order_by("person__name", "pk")

    def clean_due_on(self) -> Any:
        """Refuse what is centuries away: no calendar holds it."""
        day = self.cleaned_data["due_on"]
        if day and day.year > timezone.now().year + 50:
            raise ValidationError(_("This is too far ahead."))
        return day
