"""A form offers the themes of the spine, and keeps what is filed under a narrower one."""

import pytest
from django import forms

from network.core.models import Theme
from network.core.theme_fields import themes_field

pytestmark = pytest.mark.django_db


class AboutForm(forms.Form):
    """A form that asks for themes."""

    themes = themes_field()


@pytest.fixture
def narrow():
    return Theme.objects.create(
        name="Soil on site", slug="soil-on-site", broader=Theme.objects.get(slug="circular-economy")
    )


def test_a_new_form_offers_the_spine_only(narrow):
    page = str(AboutForm()["themes"])
    assert "Circular economy" in page and "Soil on site" not in page


@pytest.mark.parametrize("as_key", [False, True])
def test_what_is_chosen_already_is_offered_and_kept(narrow, as_key):
    opened = AboutForm(initial={"themes": [narrow.pk if as_key else narrow]})
    assert "Soil on site" in str(opened["themes"])
    sent = AboutForm({"themes": [narrow.pk]})
    assert sent.is_valid()
    assert list(sent.cleaned_data["themes"]) == [narrow]
    assert "Soil on site" in str(sent["themes"])


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "٣", "1.5"])
def test_what_is_no_theme_is_refused(key):
    assert not AboutForm({"themes": [key]}).is_valid()


def test_what_was_taken_away_is_gone(narrow):
    sent = AboutForm({}, initial={"themes": [narrow]})
    assert sent.is_valid() and list(sent.cleaned_data["themes"]) == []
