"""How staff choose a challenge for what answers it: among those that everybody may read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cities.models import Challenge
from cities.querysets import ChallengeQuerySet


class ChallengeSearchForm(BaseFilterForm):
    """Words of the title or summary."""

    q = forms.CharField(label=_("Search"), widget=forms.TextInput({"placeholder": _("Search")}), required=False)

    def filter(self, objects: ChallengeQuerySet) -> ChallengeQuerySet:
        """Return the challenges that have the words."""
        words = self.cleaned_data["q"]
        if words:
            self.is_searching, self.search_query = True, words
        return super().filter(objects).matching(words)


class ChallengesToChoose:
    """Challenges with their cities, searched by words."""

    filter_form_class = ChallengeSearchForm
    ordering = ["title", "pk"]

    @property
    def columns(self) -> list[Column]:
        """Add the city."""
        return [*super().columns, Column("city", label=_("City"), accessor="city.name")]  # type: ignore[misc]


class ChooseChallengeView(ChallengesToChoose, ChooseView):
    """The dialogue."""


class ChooseChallengeResultsView(ChallengesToChoose, ChooseResultsView):
    """Its list, as it is searched and turned over."""


class ChallengeChooserViewSet(ChooserViewSet):
    """Chooses published challenges."""

    model = Challenge
    icon = "help"
    choose_one_text = _("Choose a challenge")
    choose_another_text = _("Choose another challenge")
    edit_item_text = _("See this challenge")
    choose_view_class = ChooseChallengeView
    choose_results_view_class = ChooseChallengeResultsView

    def get_object_list(self) -> Any:
        """Return what everybody may read."""
        return Challenge.objects.public().select_related("city")
