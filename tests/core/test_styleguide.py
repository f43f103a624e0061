"""The style guide shows every component to staff, and does not exist for others."""

import re

import pytest
from django.contrib.auth import get_user_model

from network.core.styleguide import component_docs, component_files
from tests.factories.media import make_image

PARTS = {"example", "facet_choices", "field_notes", "form_fields", "sharing_meta", "trap"}
ELSEWHERE = {"map"}


@pytest.fixture
def staff_client(home, client):
    """Return a client signed in as a member of staff."""
    user = get_user_model().objects.create_superuser(email="editor@interurban.example", password="x" * 12)
    client.force_login(user)
    return client


def test_it_does_not_exist_for_others(home, client):
    assert client.get("/styleguide/").status_code == 404
    user = get_user_model().objects.create_user(email="member@interurban.example", password="x" * 12)
    client.force_login(user)
    assert client.get("/styleguide/").status_code == 404


def test_it_shows_every_component(staff_client):
    shown = staff_client.get("/styleguide/").content.decode()
    examples = set(re.findall(r'id="c-(\w+)"', shown))
    missing = {file.stem for file in component_files()} - PARTS - ELSEWHERE - examples
    assert not missing, "add an example of each to templates/styleguide/"


def test_every_component_says_what_it_is(db):
    assert set(component_docs()) == {file.stem for file in component_files()}


def test_it_shows_the_blocks_with_an_image_where_there_is_one(staff_client):
    assert "<figure" in staff_client.get("/styleguide/").content.decode()
    assert "srcset" not in staff_client.get("/styleguide/").content.decode()
    make_image()
    assert "srcset" in staff_client.get("/styleguide/").content.decode()


def test_it_turns_round(staff_client):
    assert 'dir="rtl"' in staff_client.get("/styleguide/?dir=rtl").content.decode()
    assert 'dir="ltr"' in staff_client.get("/styleguide/").content.decode()


def test_no_page_part_has_inline_style_or_script(staff_client):
    shown = staff_client.get("/styleguide/").content.decode()
    assert " style=" not in shown
    assert not re.findall(r"<script(?![^>]*(src=|application/ld\+json))", shown)
    assert not re.findall(r"\son[a-z]+=", shown)
