"""Where staff see every challenge and decide on those that wait."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from cities.challenges.pages import parts_of
from cities.challenges.services import WrongState, publish_challenge, return_challenge
from cities.challenges.writing import moved_on
from cities.enums import ChallengeState
from cities.models import Challenge
from network.core.access import can
from network.core.listings import QuotedSearchMixin


class ChallengeFilters(WagtailFilterSet):
    """Narrows the list."""

    class Meta:
        model = Challenge
        fields = ["state", "city", "themes", "cycle_year"]


class ChallengeIndexView(QuotedSearchMixin, generic.IndexView):
    """Every challenge, the last changed first."""

    def get_base_queryset(self) -> Any:
        """Read the city with the list."""
        return super().get_base_queryset().select_related("city", "author")


class DecisionForm(forms.ModelForm):
    """The secretariat's comment; it is needed to return a challenge."""

    class Meta:
        model = Challenge
        fields = ["review_comment"]
        labels = {"review_comment": _("Comment for the author")}
        help_texts = {"review_comment": _("What should be changed. Needed to return it; mailed to the author.")}
        widgets = {"review_comment": forms.Textarea(attrs={"rows": 5})}

    def clean_review_comment(self) -> str:
        """Ask for it where the challenge is returned."""
        comment = self.cleaned_data["review_comment"].strip()
        if not comment and self.data.get("decision") != "publish":
            raise forms.ValidationError(_("Say what should be changed."))
        return comment


class ChallengeDecisionView(generic.EditView):
    """A challenge as its readers will see it, and the two decisions on it."""

    template_name = "cities/challenges/admin/decide.html"

    @property
    def header_buttons(self) -> list:
        """Offer the text and the page."""
        return [
            HeaderButton(
                label=_("Change the text"),
                url=reverse("cities:challenge-edit", args=[self.object.slug]),
                icon_name="edit",
            ),
            HeaderButton(label=_("See the page"), url=self.object.get_absolute_url(), icon_name="view"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text and whether there is something to decide."""
        waits = self.object.state == ChallengeState.SUBMITTED
        return super().get_context_data(
            parts=parts_of(self.object),
            themes=[theme.name for theme in self.object.themes.all()],
            may_decide=waits and can(self.request, "decide", self.object),
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Publish or return."""
        challenge, now = Challenge.objects.get(pk=self.object.pk), timezone.now()
        again = redirect("challenges:edit", challenge.pk)
        if not can(self.request, "decide", challenge):
            messages.error(self.request, gettext("Moderators decide on challenges."))
            return again
        try:
            if self.request.POST.get("decision") == "publish":
                publish_challenge(challenge=challenge, decided_by=self.request.user, now=now)
                messages.success(self.request, gettext("The challenge is published, and its author is told."))
            else:
                comment = form.cleaned_data["review_comment"]
                return_challenge(challenge=challenge, comment=comment, decided_by=self.request.user, now=now)
                messages.success(self.request, gettext("The challenge is returned, and its author is told."))
        except WrongState as error:
            messages.warning(self.request, moved_on(error.current))
            return again
        return redirect("challenges:index")


class ChallengeViewSet(ModelViewSet):
    """Challenges with search, filters, export and decision."""

    model = Challenge
    name = "challenges"
    icon = "help"
    menu_label = _("Challenges")
    menu_order = 115
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = ChallengeIndexView
    edit_view_class = ChallengeDecisionView
    edit_template_name = ChallengeDecisionView.template_name
    filterset_class = ChallengeFilters
    search_fields = ["title", "summary", "city__name"]
    list_display = [
        TitleColumn("title", label=_("Title"), url_name="challenges:edit"),
        Column("city", label=_("City"), sort_key="city__slug"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        Column("author", label=_("Written by")),
        DateColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        DateColumn("published_at", label=_("Published"), sort_key="published_at"),
    ]
    ordering = ["-changed_at", "-pk"]
    list_export = ["title", "city", "get_state_display", "summary", "cycle_year", "changed_at", "published_at"]
    export_headings = {"get_state_display": _("State")}
    export_filename = "challenges"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Return the form of the decision."""
        return DecisionForm


class WaitingChallengesItem(SummaryItem):
    """How many challenges wait, on the first page of the editors' area."""

    order = 390
    template_name = "cities/challenges/admin/summary.html"

    def is_shown(self) -> bool:
        """Show it to those who decide."""
        return self.request.user.has_perm("cities.publish_challenge")

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and the way to them."""
        waiting = Challenge.objects.filter(state=ChallengeState.SUBMITTED).count()
        return {
            "waiting": waiting,
            "label": ngettext("challenge waits", "challenges wait", waiting),
            "url": reverse("challenges:index") + f"?state={ChallengeState.SUBMITTED}",
        }
