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
    "cities.expertprofile_regions": "goes with the entry among the experts",
    "core.menuitem": "the address of a page elsewhere",
    "core.networksettings": "the network's own address",
    "home.enquiry_themes": "goes with the enquiry",
    "wagtailimages.image": "not used: the portal has its own images",
    "wagtaildocs.document": "not used: the portal has its own documents",
}
PERSONAL_COLUMNS = {"email", "address", "phone", "ip", "ip_address", "user_agent"}


def foreign_keys(model) -> list[models.ForeignKey]:
    return [column for column in model._meta.local_concrete_fields if isinstance(column, models.ForeignKey)]


def has_address(model) -> bool:
    """Return whether a model has a column for an address, a telephone or a device."""
    return any(
        isinstance(column, models.EmailField) or column.name in PERSONAL_COLUMNS
        for column in model._meta.local_concrete_fields
    )


def goes_with(model, parents) -> bool:
    """Return whether the rows of a model go when the row of one of ``parents`` goes that they hang on."""
    return any(
        key.related_model in parents and key.remote_field.on_delete is models.CASCADE
        for key in foreign_keys(model)
    )


def models_that_hold_people(every: list) -> set:
    """Return those that point at an account, have an address, or hang on a row that is a person's."""
    person = get_user_model()
    direct = {
        model
        for model in every
        if has_address(model) or any(key.related_model is person for key in foreign_keys(model))
    }
    hers = {model for model in every if has_address(model) or goes_with(model, {person})}
    while more := {model for model in every if goes_with(model, hers)} - hers:
        hers |= more
    return direct | hers


def every_model() -> list:
    return apps.get_models(include_auto_created=True)


def label(model) -> str:
    return model._meta.label_lower


def test_every_model_that_holds_people_is_declared():
    declared = {name for holding in personal_data.all() for name in holding.models}
    found = {label(model) for model in models_that_hold_people(every_model())}
    assert found - declared - set(IMPERSONAL) == set()
    assert declared - set(map(label, apps.get_models())) == set()


def test_every_exception_is_still_one():
    declared = {name for holding in personal_data.all() for name in holding.models}
    assert set(IMPERSONAL) - {label(model) for model in models_that_hold_people(every_model())} == set()
    assert set(IMPERSONAL) & declared == set()


@pytest.mark.parametrize(
    "name", ["account.emailconfirmation", "socialaccount.socialtoken", "home.enquiryreply", "mfa.authenticator"]
)
def test_what_hangs_on_a_persons_row_is_hers_too(name):
    assert apps.get_model(name) in models_that_hold_people(every_model())


def test_what_hangs_on_a_city_is_not():
    assert apps.get_model("cities.milestone") not in models_that_hold_people(every_model())


def test_the_authors_of_publications_are_declared_though_their_names_lead_to_no_account():
    """A model that names people and has no address is found by no rule: each is written down here."""
    declared = {name for holding in personal_data.all() for name in holding.models}
    assert "knowledge.productauthor" in declared


@pytest.mark.parametrize("holding", personal_data.all(), ids=lambda holding: holding.key)
def test_every_holding_says_what_why_who_and_how_long(holding):
    assert holding.title and holding.why and holding.seen_by and holding.at_erasure
    assert holding.kept or holding.retention
    for name in holding.models:
        apps.get_model(name)
