"""The field by which a form asks for themes."""

from django.forms import CheckboxSelectMultiple
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.forms import RowsField
from network.core.models import Theme

THEMES = _("Themes")


def themes_field(label: str | Promise = THEMES, help_text: str | Promise = "") -> RowsField:
    """Return a field of boxes, one for each theme of the spine; none has to be ticked."""
    return RowsField(
        label=label,
        help_text=help_text,
        queryset=Theme.objects.spine(),
        required=False,
        widget=CheckboxSelectMultiple,
    )
