"""Where staff open a cycle, change it, announce it and check its entries."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from cities.cycles.enums import CycleState, EntryState
from cities.cycles.services import (
    CycleChanged,
    CycleClosed,
    RulesFixed,
    announce_cycle,
    change_cycle,
    decide_entry,
)
from cities.models import ChallengeCycle, City, CycleEntry
from cities.models.cycle import EACH_DATE, RULES
from network.core.access import can
from network.core.audit import record
from network.core.widgets import DateTimeInput


class UtcDateTimeField(forms.DateTimeField):
    """A moment that is read and written in UTC, wherever staff sit."""

    def prepare_value(self, value):
        """Return what stands in the field."""
        return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value):
        """Return the moment that was typed."""
        with timezone.override(UTC):
            return super().to_python(value)


class CycleForm(WagtailAdminModelForm):
    """A cycle; once voting has begun its rules can be read, and the texts changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source_url = forms.URLField(
        label=_("Where this is stated"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = ChallengeCycle
        fields = [
            "year",
            "title",
            "description",
            "criteria",
            "places",
            "entries_per_city",
            *EACH_DATE,
            "secret",
            "tie_rule",
            "source_url",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in EACH_DATE:
            self.fields[name] = UtcDateTimeField(
                label=self.fields[name].label,
                help_text=_("In UTC."),
                required=self.instance.state == CycleState.ANNOUNCED,
                widget=DateTimeInput,
                error_messages={"invalid": _("Give a date and time that exist, such as 2026-12-03 14:30.")},
            )
        self.initial["version"] = self.instance.version
        if self.instance.pk and self.instance.has_fixed_rules(timezone.now()):
            for name in RULES:
                self.fields[name].disabled = True

    def clean(self):
        """Keep a fixed rule to the microsecond, which the field does not show."""
        cleaned = super().clean()
        return cleaned | {name: getattr(self.instance, name) for name in RULES if self.fields[name].disabled}

    def clean_version(self) -> int:
        """Return the version on which the form was opened."""
        return self.cleaned_data["version"] or self.instance.version

    def show_change(self, current: ChallengeCycle) -> None:
        """Say what somebody else has changed meanwhile, beside each field, and take the next try for it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current.version
        self.add_error(
            None, _("Somebody else has changed this cycle. Compare, and save again to put yours in its place.")
        )
        for name in self._meta.fields:
            if getattr(current, name) != getattr(self.instance, name):
                self.add_error(name, gettext("Now saved: “%(value)s”.") % {"value": getattr(current, name)})


class CycleCreateView(generic.CreateView):
    """Opens a cycle, as a draft."""

    def save_instance(self):
        """Save it, and note who did."""
        cycle = super().save_instance()
        record(action="cycle.created", subject=cycle, actor=self.request.user, now=timezone.now())
        return cycle


class CycleEditView(generic.EditView):
    """A cycle with its turnout and entries."""

    template_name = "cities/cycles/admin/cycle.html"
    success_message = _("The cycle has been saved.")

    def form_valid(self, form):
        """Save, unless somebody else was faster or voting has begun meanwhile."""
        try:
            change_cycle(
                cycle=form.instance,
                version=form.cleaned_data["version"],
                by=self.request.user,
                now=timezone.now(),
            )
        except CycleChanged as changed:
            form.show_change(changed.current)
        except RulesFixed:
            form.add_error(None, _("Voting has begun: places, dates, secrecy and tie rule stay as they are."))
        else:
            return super().form_valid(form)
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def save_instance(self):
        """Return what the service has saved."""
        return self.form.instance

    def get_context_data(self, **kwargs):
        """Add the phase, the turnout and the entries."""
        cycle = ChallengeCycle.objects.get(pk=self.object.pk)
        entries = cycle.entries.exclude(state=EntryState.WITHDRAWN).for_listing()
        return super().get_context_data(
            phase=cycle.phase(timezone.now()),
            turnout=cycle.ballots.count(),
            electorate=City.objects.members().count(),
            entries=list(entries),
            may_announce=cycle.state == CycleState.DRAFT,
            **kwargs,
        )


class CycleDeleteView(generic.DeleteView):
    """Deletes a draft."""

    def get_object(self, queryset=None):
        """Return the cycle, if it may be deleted."""
        cycle = super().get_object(queryset)
        if not self.user_has_permission_for_instance("delete", cycle):
            raise PermissionDenied
        return cycle


class CycleActionView(generic.PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, FormView):
    """A page of its own below a cycle; ``cycle`` is loaded first."""

    permission_required = "change"
    header_icon = "calendar-check"
    submit_label = ""

    def setup(self, request, *args, **kwargs):
        """Load what this is about."""
        super().setup(request, *args, **kwargs)
        self.permission_policy = policy_registry.get_by_type(ChallengeCycle)
        self.load(kwargs["pk"])

    def load(self, pk: int) -> None:
        """Load the cycle."""
        self.cycle = get_object_or_404(ChallengeCycle, pk=pk)

    def get_page_subtitle(self):
        """Return which cycle it is."""
        return self.cycle.title

    def get_breadcrumbs_items(self):
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("challenge_cycles:index"), "label": _("Challenge cycles")},
            {"url": reverse("challenge_cycles:edit", args=[self.cycle.pk]), "label": self.cycle.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        """Add the cycle."""
        return super().get_context_data(
            cycle=self.cycle,
            action_url=self.request.path,
            submit_button_label=self.submit_label,
            submit_button_active_label=_("Saving…"),
            **kwargs,
        )

    def back(self):
        """Go to the cycle."""
        return redirect("challenge_cycles:edit", self.cycle.pk)


class AnnounceView(CycleActionView):
    """Shows a cycle to everybody."""

    template_name = "cities/cycles/admin/announce.html"
    page_title = _("Announce")
    submit_label = _("Announce")
    form_class = forms.Form

    def form_valid(self, form):
        """Announce it, if it has its dates and they lie ahead."""
        now = timezone.now()
        dates = [getattr(self.cycle, name) for name in EACH_DATE]
        if None in dates:
            form.add_error(None, _("Set all four dates first."))
            return self.form_invalid(form)
        if self.cycle.vote_opens_at <= now:
            form.add_error(None, _("The vote would have begun already. Set later dates first."))
            return self.form_invalid(form)
        announce_cycle(cycle=self.cycle, by=self.request.user, now=now)
        messages.success(self.request, gettext("“%(title)s” is announced.") % {"title": self.cycle.title})
        return self.back()


class DecisionForm(forms.Form):
    """What the check decided."""

    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[(EntryState.ACCEPTED, _("Accept")), (EntryState.REJECTED, _("Do not accept"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mailed to the city’s coordinators where the entry is not accepted."),
    )

    def __init__(self, *args, entry: CycleEntry, **kwargs):
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean(self):
        """Ask for a reason, and accept only what everybody may read."""
        cleaned = super().clean()
        rejects = cleaned.get("state") == EntryState.REJECTED
        if rejects and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why, so that the city can act on it."))
        if cleaned.get("state") == EntryState.ACCEPTED:
            cleaned["reason"] = ""
            if not can(None, "view", self.entry.challenge):
                self.add_error("state", _("Publish the challenge first: everybody votes on what all may read."))
        return cleaned


class EntryCheckView(CycleActionView):
    """Checks an entry; a decision can be changed until the vote opens."""

    template_name = "cities/cycles/admin/entry.html"
    form_class = DecisionForm
    submit_label = _("Save the decision")

    @property
    def page_title(self):
        """Which challenge it is."""
        return self.entry.challenge.title

    def load(self, pk):
        """Load the entry with its cycle."""
        self.entry = get_object_or_404(CycleEntry.objects.for_listing(), pk=pk)
        self.cycle = self.entry.cycle

    def get_form_kwargs(self):
        """Show what was decided."""
        initial = {"state": self.entry.state, "reason": self.entry.reason}
        return super().get_form_kwargs() | {"entry": self.entry, "initial": initial}

    def get_context_data(self, **kwargs):
        """Add the entry and what it is checked by."""
        lines = [line.strip() for line in self.cycle.criteria.splitlines() if line.strip()]
        return super().get_context_data(entry=self.entry, criteria=lines, **kwargs)

    def form_valid(self, form):
        """Decide, and go back to the cycle."""
        try:
            decide_entry(
                entry=self.entry,
                state=EntryState(form.cleaned_data["state"]),
                reason=form.cleaned_data["reason"],
                by=self.request.user,
                now=timezone.now(),
            )
        except CycleClosed:
            form.add_error(None, _("The vote has begun, or the city has taken the entry back."))
            return self.form_invalid(form)
        messages.success(self.request, gettext("The decision is saved, and mailed to the city."))
        return self.back()


class ChallengeCycleViewSet(ModelViewSet):
    """Cycles, the newest first."""

    model = ChallengeCycle
    name = "challenge_cycles"
    icon = "calendar-check"
    menu_label = _("Challenge cycles")
    menu_order = 130
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = CycleCreateView
    edit_view_class = CycleEditView
    delete_view_class = CycleDeleteView
    edit_template_name = CycleEditView.template_name
    search_fields = ["title", "description"]
    ordering = ["-year"]
    list_display = [
        TitleColumn(
            "title",
            label=_("Cycle"),
            get_url=lambda cycle: reverse("challenge_cycles:edit", args=[cycle.pk]),
        ),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("call_closes_at", label=_("Call closes"), sort_key="call_closes_at"),
        DateColumn("vote_closes_at", label=_("Vote closes"), sort_key="vote_closes_at"),
    ]

    def get_form_class(self, for_update=False):
        """Return the form with its fixed rules."""
        return CycleForm

    def get_urlpatterns(self):
        """Add announcing and checking."""
        return [
            *super().get_urlpatterns(),
            path("announce/<int:pk>/", AnnounceView.as_view(), name="announce"),
            path("entry/<int:pk>/", EntryCheckView.as_view(), name="entry"),
        ]


class UncheckedEntriesItem(SummaryItem):
    """How many entries wait for the check, on the first page of the editors' area."""

    order = 420
    template_name = "cities/cycles/admin/summary.html"

    def is_shown(self):
        """Show it to those who check them, where there are any."""
        policy = policy_registry.get_by_type(ChallengeCycle)
        self.waiting = CycleEntry.objects.filter(
            state=EntryState.SUBMITTED, cycle__in=ChallengeCycle.objects.announced().before_the_vote()
        )
        return policy.user_has_permission(self.request.user, "change") and self.waiting.exists()

    def get_context_data(self, parent_context):
        """Return the number and the way to the first of them."""
        first = self.waiting.order_by("cycle__vote_opens_at", "pk").first()
        waiting = self.waiting.count()
        return {
            "waiting": waiting,
            "label": ngettext("entry to check", "entries to check", waiting),
            "url": reverse("challenge_cycles:edit", args=[first.cycle_id]),
        }
