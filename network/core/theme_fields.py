"""The field by which a form asks for themes."""

from django.db.models import Q
from django.forms import BoundField, CheckboxSelectMultiple, Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.forms import LONGEST_KEY, RowsField
from network.core.models import Theme

THEMES = _("Themes")


class ThemesField(RowsField):
    """Themes of the spine, and besides those that are chosen already.

    Staff may file something under a narrower theme: a form that did not offer it would take it away unseen.
    """

    def get_bound_field(self, form: Form, field_name: str) -> BoundField:
        """Return the field as the form shows and reads it, with what it holds among its choices."""
        bound = super().get_bound_field(form, field_name)
        keys = [str(getattr(one, "pk", one)) for one in bound.value() or ()]
        held = [key for key in keys if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY]
        if held:
            self.queryset = Theme.objects.filter(Q(broader__isnull=True) | Q(pk__in=held))
        return bound


def themes_field(label: str | Promise = THEMES, help_text: str | Promise = "") -> ThemesField:
    """Return a field of boxes, one for each theme of the spine; none has to be ticked."""
    return ThemesField(
        label=label,
        help_text=help_text,
        queryset=Theme.objects.spine(),
        required=False,
        widget=CheckboxSelectMultiple,
    )
