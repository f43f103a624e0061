"""Date fields of the editors’ area that keep what was typed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


class DateInput(AdminDateInput):
    """A date with a calendar beside it.

    Wagtail’s own replaces a date that does not exist by today’s, silently; here the form refuses it.
    """

    def get_config(self):
        """Return what the calendar is told."""
        return super().get_config() | {"validateOnBlur": False}


class DateTimeInput(AdminDateTimeInput):
    """A date and time with a calendar beside it, which keeps what was typed as well."""

    def get_config(self):
        """Return what the calendar is told."""
        return super().get_config() | {"validateOnBlur": False}


def keep_what_was_typed() -> None:
    """Use these in every form of the editors’ area."""
    date = {"invalid": _("Give a date that exists, such as 2026-12-03.")}
    moment = {"invalid": _("Give a date and time that exist, such as 2026-12-03 14:30.")}
    register_form_field_override(models.DateField, override={"widget": DateInput, "error_messages": date})
    register_form_field_override(
        models.DateTimeField, override={"widget": DateTimeInput, "error_messages": moment}
    )
