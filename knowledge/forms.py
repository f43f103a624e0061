"""What the editor's form asks before a page is published; a draft is saved without."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminPageForm

NO_THEME = _("Choose at least one theme before you publish. The first one is the main theme.")
NO_CITY = _("Choose the city that did it before you publish.")


def undescribed(image) -> str:
    """Return what is wrong with an image that no text stands in for, or nothing."""
    if image is None or image.description.strip():
        return ""
    return gettext(
        "“%(title)s” has no description. Open the image, say in its description what it shows, and save it: "
        "people who do not see the image read that instead."
    ) % {"title": image.title}


class PublishingForm(WagtailAdminPageForm):
    """Asks for what the page needs when it is published or submitted.

    Fields that are required by themselves need nothing here: Wagtail lets a draft do without them.
    """

    def clean(self):
        """Say beside each field what is missing."""
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name in self.instance.described_images:
                if message := undescribed(cleaned.get(name)):
                    self.add_error(name, message)
        return cleaned


class ThemesFormSet(BaseChildFormSet):
    """The themes of a page, with a plain sentence when there are none."""

    default_error_messages = BaseChildFormSet.default_error_messages | {"too_few_forms": NO_THEME}


class CitiesFormSet(BaseChildFormSet):
    """The cities of a practice, with a plain sentence when there are none."""

    default_error_messages = BaseChildFormSet.default_error_messages | {"too_few_forms": NO_CITY}
