"""The forms by which members submit a good practice or news."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import Challenge, City
from cities.permissions import seats_of
from knowledge.enums import NewsKind
from knowledge.models import GoodPracticePage, NewsPage
from network.core.forms import RowsField, SentOnce, form_field
from network.core.theme_fields import themes_field
from network.media.forms import UploadedPicture

MARKS = _("An empty line begins a paragraph, - an item of a list. **bold**, [words](https://address).")


def long_text(label: Any, lines: int, help_text: Any = "") -> forms.CharField:
    """Return a field for text with a few marks."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": lines}),
    )


class ChallengesField(RowsField):
    """Challenges that everybody may read, each named with its city."""

    def label_from_instance(self, obj: Challenge) -> str:
        """Return the title with the city."""
        return obj.with_city


class SubmissionForm(UploadedPicture, SentOnce, forms.ModelForm):
    """What both forms share: for which city, under which themes, with which picture."""

    rich: tuple[str, ...] = ()  # fields whose text has marks
    plain: tuple[str, ...] = ()
    listed: tuple[str, ...] = ("themes",)  # fields that hold several rows

    city = forms.ModelChoiceField(
        label=_("City"),
        queryset=City.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of your own cities.")},
    )
    themes = themes_field(help_text=_("At least one is needed to publish."))

    def __init__(self, *args: Any, person: Any, city: City | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = City.objects.members().filter(pk__in=seats_of(person).member_cities)
        self.fields["city"].queryset = City.objects.filter(pk=city.pk) if city else own.order_by("slug")
        if city:
            self.initial.setdefault("city", city)
        for name, lines in (("summary", 3), ("cost", 2), ("staff", 2), ("time_needed", 2), ("legal_basis", 2)):
            if name in self.fields:
                self.fields[name].widget = forms.Textarea(attrs={"rows": lines})

    def clean_title(self) -> str:
        """Return the title on one line."""
        return " ".join(self.cleaned_data["title"].split())

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, by the page's field; several rows as a list."""
        names = (*self.plain, *self.rich)
        rows = {name: list(self.cleaned_data[name]) for name in self.listed}
        return {name: self.cleaned_data[name] for name in names} | rows


class PracticeForm(SubmissionForm):
    """A good practice."""

    rich = ("challenge", "context", "solution", "results", "what_failed", "enabling_factors", "transferability")
    plain = (
        "title",
        "summary",
        "year_start",
        "year_end",
        "evidence_level",
        "cost",
        "staff",
        "time_needed",
        "legal_basis",
        "partners",
        "who_benefits",
        "who_pays",
        "contact",
    )
    listed = ("themes", "challenges")
    field_order = (
        "city",
        "title",
        "summary",
        "themes",
        "year_start",
        "year_end",
        "challenge",
        "challenges",
        "context",
        "solution",
        "results",
        "evidence_level",
        "what_failed",
        "enabling_factors",
        "transferability",
    )
    challenge = long_text(_("Challenge"), 4, _("What was the problem, and for whom?"))
    challenges = ChallengesField(
        label=_("Challenges in the network that it answers"),
        queryset=Challenge.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of your own city or of others. Your practice is then shown on their pages."),
    )
    context = long_text(_("Context"), 4)
    solution = long_text(_("What was done"), 8, MARKS)
    results = long_text(_("Results"), 4, _("Numbers help."))
    what_failed = long_text(_("What failed"), 4, _("Others learn most from it."))
    enabling_factors = long_text(_("What helped"), 3)
    transferability = long_text(_("What to change elsewhere"), 3)

    class Meta:
        model = GoodPracticePage
        formfield_callback = form_field
        fields = (
            "title",
            "summary",
            "year_start",
            "year_end",
            "evidence_level",
            "cost",
            "staff",
            "time_needed",
            "legal_basis",
            "partners",
            "who_benefits",
            "who_pays",
            "contact",
        )
        help_texts = {"title": ""}  # Wagtail's own speaks to editors
        error_messages = {"title": {"required": _("Give it a title.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        public = Challenge.objects.public().select_related("city")
        self.fields["challenges"].queryset = public.order_by("title", "pk")


class NewsForm(SubmissionForm):
    """News of a city."""

    rich = ("text",)
    plain = ("title", "summary", "kind", "deadline_on")
    field_order = ("city", "title", "kind", "summary", "themes", "text", "deadline_on")
    text = long_text(_("Text"), 10, MARKS)

    class Meta:
        model = NewsPage
        fields = ("title", "summary", "kind", "deadline_on")
        help_texts = {"title": ""}  # Wagtail's own speaks to editors
        error_messages = {"title": {"required": _("Give it a title.")}}
        widgets = {"deadline_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_deadline_on(self) -> Any:
        """Refuse a deadline of something that nobody applies for."""
        day = self.cleaned_data["deadline_on"]
        if day and self.data.get("kind") != NewsKind.OPPORTUNITY:
            raise ValidationError(_("Only an opportunity has a deadline."))
        return day


FORMS: dict[type, type[SubmissionForm]] = {GoodPracticePage: PracticeForm, NewsPage: NewsForm}
