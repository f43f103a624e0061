"""How every form looks, allauth's among them: ``{{ form }}`` and ``{{ field.as_field_group }}`` say it all."""

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelMultipleChoiceField
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, ChoiceWidget


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


LONGEST_KEY = 18  # digits: each number of so many fits the keys of every database


class RowsField(ModelMultipleChoiceField):
    """Several rows by their keys; a key that no database could hold is no choice, and no fault of ours."""

    def clean(self, value):
        """Return the chosen rows."""
        if isinstance(value, list | tuple) and any(len(str(key)) > LONGEST_KEY for key in value):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


def form_field(column, **options):
    """Return a column's form field, as ``Meta.formfield_callback``: an address without a scheme is https."""
    if isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    return column.formfield(**options)
