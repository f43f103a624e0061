"""How every form looks, allauth's among them: ``{{ form }}`` and ``{{ field.as_field_group }}`` say it all.

And the fields that many forms have: a line, a text of several lines, and the sign of a form that is sent once.
"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelMultipleChoiceField
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.forms.widgets import CheckboxInput, ChoiceWidget
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class PortalBoundField(BoundField):
    """A field of a form, with what ``components/field.html`` asks about it."""

    @property
    def is_tick(self) -> bool:
        """Whether it is one checkbox, whose label stands behind it."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_choice(self) -> bool:
        """Whether it is a set of checkboxes or radio buttons."""
        return isinstance(self.field.widget, ChoiceWidget) and self.use_fieldset

    @property
    def is_marked_optional(self) -> bool:
        """Whether the label says "optional"; a form says ``marks_optional = False`` where all fields are."""
        return not self.field.required and not self.is_tick and getattr(self.form, "marks_optional", True)

    @property
    def first_id(self) -> str:
        """The id of the control that an error leads to: the first one where there are several."""
        return self.id_for_label or f"{self.auto_id}_0"


class PortalRenderer(TemplatesSetting):
    """Renders forms with the design system's components."""

    form_template_name = "components/form_fields.html"
    field_template_name = "components/field.html"
    bound_field_class = PortalBoundField


def long_text(rows: int) -> forms.Textarea:
    """Return a control for several lines."""
    return forms.Textarea(attrs={"rows": rows})


def same_lines(text: str) -> str:
    """Return ``text`` with the line ends that the database has, whatever the browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class LongSelect(forms.Select):
    """A select of hundreds of options: Django's own renders two templates for each of them."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        widget = context["widget"]
        options = [option for _name, group, _index in widget["optgroups"] for option in group]
        listed = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            ((option["value"], flatatt(option["attrs"]), option["label"]) for option in options),
        )
        return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), listed)


class LineField(forms.CharField):
    """Words on one line, with one space between them, wherever they were pasted from."""

    def to_python(self, value: Any) -> str:
        """Return the line."""
        return " ".join((super().to_python(value) or "").split())


class LinesField(forms.CharField):
    """A text of several lines; its line ends count as one character, as browsers count them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with the line ends that the database has."""
        return same_lines(super().to_python(value) or "")


class SentOnce(forms.Form):
    """For a form that, sent twice, acts once: its token is kept with what it made."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_token", uuid.uuid4())


class Versioned(forms.Form):
    """A form of what several people write: it knows the version that it was opened on, 0 for nothing yet.

    ``base`` is each value's sign at that moment (``network.core.merging.fingerprints``).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)


LONGEST_KEY = 18  # digits: each number of so many fits the keys of every database


class RowsField(ModelMultipleChoiceField):
    """Several rows by their keys; a key that no database could hold is no choice, and no fault of ours."""

    def clean(self, value: Any) -> Any:
        """Return the chosen rows."""
        if isinstance(value, list | tuple) and any(len(str(key)) > LONGEST_KEY for key in value):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


def form_field(column: models.Field, **options: Any) -> forms.Field | None:
    """Return a column's form field, as ``Meta.formfield_callback``: an address without a scheme is https."""
    if isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    return column.formfield(**options)
