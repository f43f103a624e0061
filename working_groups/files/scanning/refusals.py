"""What is said of a file that is refused."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def encrypted() -> ValidationError:
    """Return what is said of a file that only a password opens."""
    return ValidationError(_("This file is protected by a password. Save it without one."), code="encrypted")


def active() -> ValidationError:
    """Return what is said of a file that does something when it is opened."""
    return ValidationError(
        _(
            "This file holds a script, a macro or another file, which could act when it is opened. "
            "Save it without."
        ),
        code="active",
    )


def old_office() -> ValidationError:
    """Return what is said of the office files of before 2007, which also wrap encrypted ones."""
    return ValidationError(
        _("This is an office file of the old kind, or one with a password. Save it as .docx, .xlsx or .pptx."),
        code="old",
    )


def two_in_one() -> ValidationError:
    """Return what is said of a file with another one before, behind or within it."""
    return ValidationError(
        _("Something else is hidden in this file. Save it again in the program that it comes from."), code="two"
    )


def broken() -> ValidationError:
    """Return what is said of a file that cannot be read to its end."""
    return ValidationError(
        _("This file cannot be read. Save it again in the program that it comes from."), code="broken"
    )


def too_much() -> ValidationError:
    """Return what is said of a file that unpacks to more than a reader's computer bears."""
    return ValidationError(
        _("This file unpacks to far more than its size. Share it as several smaller files."), code="bomb"
    )


def markup() -> ValidationError:
    """Return what is said of a web page or drawing under another name."""
    return ValidationError(
        _("This file holds a web page or drawing, which may run in the reader’s browser."), code="markup"
    )


def too_many_pixels(most: int) -> ValidationError:
    """Return what is said of a picture that is too large to be shown."""
    return ValidationError(
        _("This picture has more than %(most)s million pixels. Save it smaller."),
        code="pixels",
        params={"most": most // 1_000_000},
    )
