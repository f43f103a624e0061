"""What the editor's form asks before a page is published; a draft is saved without."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet

from cities.models import Challenge
from network.core.page_forms import PageForm

NO_THEME = _("Choose at least one theme before you publish. The first one is the main theme.")
NO_CITY = _("Choose the city that did it before you publish.")
NEEDED = {
    "title": _("Give the page a title."),
    "product_type": _("Choose what kind of product it is: readers narrow the list by it."),
    "licence": _("Choose a licence. Where the publisher states none, choose “Not stated”."),
}


def undescribed(image) -> str:
    """Return what is wrong with an image that no text stands in for, or nothing."""
    if image is None or image.description.strip():
        return ""
    return gettext(
        "“%(title)s” has no description. Open the image, say in its description what it shows, and save it: "
        "people who do not see the image read that instead."
    ) % {"title": image.title}


class PublishingForm(PageForm):
    """Asks for what the page needs when it is published or submitted.

    Fields that are required by themselves need nothing here: Wagtail lets a draft do without them.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, message in NEEDED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message

    def clean(self):
        """Say beside each field what is missing."""
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name in self.instance.described_images:
                if message := undescribed(cleaned.get(name)):
                    self.add_error(name, message)
        return cleaned


class RowsFormSet(BaseChildFormSet):
    """Rows of which the editor opens the first one: left empty, it is no row."""

    def initial_form_count(self):
        """Return how many rows are known; an empty one at the end is not, though a saved draft counted it.

        A draft that saves itself tells the browser that all its rows are saved now, also those left empty.
        """
        count = super().initial_form_count()
        while self.is_bound and count and not self.data.get(f"{self.add_prefix(count - 1)}-id"):
            count -= 1
        return count

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.empty_permitted = form.instance.pk is None
        return form

    def full_clean(self):
        """Check the rows; one left empty has no position, for which Wagtail asks it when it draws the form."""
        super().full_clean()
        for form in self.forms if self.is_bound else ():
            if form.empty_permitted and not form.has_changed():
                form.cleaned_data.setdefault("ORDER", None)

    def add_fields(self, form, index):
        """Do not take a row’s position, which the browser fills in, for something typed."""
        super().add_fields(form, index)
        if "ORDER" in form.fields and form.instance.pk is None:
            form.fields["ORDER"].has_changed = lambda initial, data: False


class ThemesFormSet(RowsFormSet):
    """The themes of a page, with a plain sentence when there are none."""

    default_error_messages = BaseChildFormSet.default_error_messages | {"too_few_forms": NO_THEME}


class CitiesFormSet(RowsFormSet):
    """The cities of a practice, with a plain sentence when there are none."""

    default_error_messages = BaseChildFormSet.default_error_messages | {"too_few_forms": NO_CITY}


class ChallengesFormSet(BaseChildFormSet):
    """The challenges that a page answers: what is chosen is published, what was chosen before stays."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer each row what everybody may read, and what stands in it."""
        super().add_fields(form, index)
        chosen = Challenge.objects.filter(pk=form.instance.challenge_id)
        form.fields["challenge"].queryset = Challenge.objects.public() | chosen
