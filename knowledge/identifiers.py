"""ISBN and DOI: checked, and stored in one form however they were typed.

Sources: ISO 2108 (ISBN check digits), ISO 26324 and the DOI Handbook (DOI syntax).
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def _check_digit_13(twelve: str) -> str:
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(twelve))
    return str(-total % 10)


def _is_isbn_10(text: str) -> bool:
    if not re.fullmatch(r"\d{9}[\dX]", text):
        return False
    digits = [10 if digit == "X" else int(digit) for digit in text]
    return sum(digit * (10 - index) for index, digit in enumerate(digits)) % 11 == 0


def normalise_isbn(text: str) -> str:
    """Return thirteen digits for a valid ISBN-10 or ISBN-13 in any spelling, else the text without spaces."""
    compact = re.sub(r"[\s\-‐–]|^(?:urn:)?isbn(?:-1[03])?:?", "", text.strip(), flags=re.IGNORECASE).upper()
    if _is_isbn_10(compact):
        twelve = "978" + compact[:9]
        return twelve + _check_digit_13(twelve)
    return compact


def validate_isbn(text: str) -> None:
    """Refuse what is not an ISBN, or whose check digit is wrong."""
    if not re.fullmatch(r"97[89]\d{10}", text):
        raise ValidationError(_("An ISBN has 10 or 13 digits, such as 978-92-1-132660-4."), code="isbn")
    if _check_digit_13(text[:12]) != text[12]:
        raise ValidationError(
            _("The check digit of this ISBN is wrong: compare it with the imprint."), code="isbn"
        )


def normalise_doi(text: str) -> str:
    """Return the bare DOI of an address or of ``doi:…``."""
    return DOI_PREFIX.sub("", text.strip())


def validate_doi(text: str) -> None:
    """Refuse what is not a DOI."""
    if not DOI.fullmatch(text):
        raise ValidationError(_("A DOI begins with 10., such as 10.1787/10ac6ae4-en."), code="doi")


class _IdentifierFormField(forms.CharField):
    """Lets people type the identifier with hyphens or as an address."""

    def __init__(self, *, normalise, **kwargs):
        super().__init__(**kwargs)
        self.normalise = normalise

    def to_python(self, value):
        """Return the stored form of what was typed."""
        return self.normalise(super().to_python(value))


class _IdentifierField(models.CharField):
    """A text that is stored in one form."""

    normalise = staticmethod(str)

    def to_python(self, value):
        """Return the stored form."""
        value = super().to_python(value)
        return self.normalise(value) if value else value

    def get_prep_value(self, value):
        """Return the stored form, whatever path the value took."""
        value = super().get_prep_value(value)
        return self.normalise(value) if value else value

    def formfield(self, **kwargs):
        """Return a form field that accepts every usual spelling."""
        return super().formfield(
            **{"form_class": _IdentifierFormField, "normalise": self.normalise, "max_length": 200} | kwargs
        )


class IsbnField(_IdentifierField):
    """An ISBN, stored as thirteen digits."""

    normalise = staticmethod(normalise_isbn)
    default_validators = [validate_isbn]


class DoiField(_IdentifierField):
    """A DOI, stored without an address before it."""

    normalise = staticmethod(normalise_doi)
    default_validators = [validate_doi]
