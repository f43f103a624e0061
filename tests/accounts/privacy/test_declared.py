"""Nothing that holds somebody's name, address or account is left out of the list of personal data."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from network.core.personal_data import personal_data

# Columns that hold no person's data though they are called alike, and tables of keys alone.
IMPERSONAL = {
    "accounts.user_expertise": "goes with the account",
    "accounts.user_groups": "goes with the account",
    "accounts.user_user_permissions": "goes with the account",
    "cities.city": "who has locked a page is emptied with the account",
    "core.networksettings": "the network's own address",
    "wagtailimages.image": "not used: the portal has its own images",
    "wagtaildocs.document": "not used: the portal has its own documents",
    "wagtailforms.formsubmission": "not used: the portal has no such forms",
}
PERSONAL_COLUMNS = {"email", "address", "phone", "ip", "ip_address", "user_agent"}


def holds_people(model) -> bool:
    """Return whether a model points at an account, or has a column for an address."""
    for column in model._meta.local_concrete_fields:
        if isinstance(column, models.ForeignKey) and column.related_model is get_user_model():
            return True
        if isinstance(column, models.EmailField) or column.name in PERSONAL_COLUMNS:
            return True
    return False


def test_every_model_that_holds_people_is_declared():
    declared = {label for holding in personal_data.all() for label in holding.models}
    found = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if holds_people(model) and model._meta.label_lower not in IMPERSONAL
    }
    assert found - declared == {"core.menuitem"} & found
    assert declared - {model._meta.label_lower for model in apps.get_models()} == set()


@pytest.mark.parametrize("holding", personal_data.all(), ids=lambda holding: holding.key)
def test_every_holding_says_what_why_who_and_how_long(holding):
    assert holding.title and holding.why and holding.seen_by and holding.at_erasure
    assert holding.kept or holding.retention
    for label in holding.models:
        apps.get_model(label)
