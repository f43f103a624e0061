"""Staff find, edit, preview and export cities."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from cities.models import City
from network.accounts.models import User
from tests.factories.cities import CityFactory, PartnerFactory

pytestmark = pytest.mark.django_db
CITIES = "wagtailsnippets_cities_city"
LISTS = ("milestones", "achievements", "commitments", "offers", "contacts", "sources", "mail_domains")


@pytest.fixture
def staff(client, home, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(User.objects.create_superuser("editor@interurban.example", "a-long-password-1"))
    return client


@pytest.mark.parametrize("words", ['"', "'", 'Es"sen', "%", "' OR 1=1 --", "(", "\\", "Łó"])
def test_odd_characters_in_a_search_are_just_characters(staff, words):
    CityFactory(name="Łódź")
    response = staff.get(reverse(f"{CITIES}:list"), {"q": words})
    assert response.status_code == 200
    assert ("Łódź" in response.content.decode()) == (words == "Łó")


def test_the_list_is_filtered_by_region_size_and_status(staff):
    CityFactory(name="Essen", population=600_000)
    CityFactory(name="Prato", population=190_000, featured=True)
    for question, found in (
        ({"size": "metropolitan"}, {"Essen"}),
        ({"status": "featured"}, {"Prato"}),
        ({"region": "150"}, {"Essen", "Prato"}),
        ({"region": "002"}, set()),
    ):
        shown = staff.get(reverse(f"{CITIES}:list"), question).context["object_list"]
        assert {city.name for city in shown} == found


def test_exports_run_nothing_as_a_formula(staff):
    evil = '=HYPERLINK("http://evil.example";"x")'
    CityFactory(name=evil, lead="+1", admin_area="-2", website="", population=5)
    address = reverse(f"{CITIES}:list")
    text = b"".join(staff.get(address, {"export": "csv"}).streaming_content).decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert f"'{evil}" in row.values()
    assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    sheet = openpyxl.load_workbook(
        io.BytesIO(b"".join(staff.get(address, {"export": "xlsx"}).streaming_content))
    ).active
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} <= {"s", "n", "b"}


def test_the_editor_opens_with_all_children_and_shows_the_history(staff):
    city = CityFactory()
    response = staff.get(reverse(f"{CITIES}:edit", args=[city.pk]))
    assert response.status_code == 200
    for prefix in (
        "milestones",
        "achievements",
        "commitments",
        "offers",
        "contacts",
        "sources",
        "mail_domains",
    ):
        assert f"{prefix}-TOTAL_FORMS" in response.content.decode()
    assert staff.get(reverse(f"{CITIES}:history", args=[city.pk])).status_code == 200


def form_of(city, **changes):
    """Return what the editor's form sends."""
    data = {"name": city.name, "slug": city.slug, "country": city.country_id, "status": city.status}
    for prefix in (
        "milestones",
        "achievements",
        "commitments",
        "offers",
        "contacts",
        "sources",
        "mail_domains",
    ):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | {"legacy": "null", "lead": city.lead} | changes


def test_a_saved_draft_waits_and_publishing_shows_it(staff):
    city = CityFactory(name="Essen", lead="Old")
    address = reverse(f"{CITIES}:edit", args=[city.pk])
    assert staff.post(address, form_of(city, lead="New")).status_code == 302
    city.refresh_from_db()
    assert (city.lead, city.has_unpublished_changes) == ("Old", True)
    staff.post(address, form_of(city, lead="New") | {"action-publish": "1"})
    city.refresh_from_db()
    assert (city.lead, city.has_unpublished_changes) == ("New", False)


def test_half_of_a_place_is_refused_in_words(staff):
    city = CityFactory()
    address = reverse(f"{CITIES}:edit", args=[city.pk])
    response = staff.post(address, form_of(city, latitude="51.5") | {"action-publish": "1"})
    assert "Give both coordinates or neither" in response.content.decode()


def test_a_new_city_gets_its_slug_from_its_name(staff):
    new = City(name="Łódź", country_id="PL", slug="")
    response = staff.post(reverse(f"{CITIES}:add"), form_of(new) | {"action-publish": "1"})
    assert response.status_code == 302
    assert City.objects.get(name="Łódź").get_absolute_url() == "/cities/lodz/"


def test_the_preview_is_the_page_itself(staff):
    city = CityFactory(name="Essen", lead="Old")
    address = reverse(f"{CITIES}:preview_on_edit", args=[city.pk])
    assert staff.post(address, form_of(city, lead="Not yet published")).json()["is_valid"]
    page = staff.get(address, {"mode": ""}).content.decode()
    assert "Not yet published" in page
    assert 'class="titleblock"' in page


@pytest.mark.parametrize(
    "name", ["wagtailsnippets_cities_partner:list", "legacy-sectors:index", "themes:index", "theme-names:index"]
)
def test_the_other_lists_open_and_survive_quotes(staff, name):
    PartnerFactory()
    assert staff.get(reverse(name)).status_code == 200
    assert staff.get(reverse(name), {"q": "\"'"}).status_code == 200


def test_staff_see_the_way_from_the_page_to_its_editor(staff):
    city = CityFactory()
    edit = reverse(f"{CITIES}:edit", args=[city.pk])
    assert edit in staff.get(city.get_absolute_url()).content.decode()
    staff.logout()
    assert edit not in staff.get(city.get_absolute_url()).content.decode()


def test_a_name_in_quotes_is_found(staff):
    CityFactory(name="Essen")
    response = staff.get(reverse(f"{CITIES}:list"), {"q": "“Essen”"})
    assert [city.name for city in response.context["object_list"]] == ["Essen"]
