"""A sheet of contacts: looked at row by row, then mailed, once."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from cities.joining.invitations.plans import plan_rows
from cities.joining.invitations.sheets import read_sheet
from cities.models import Invitation
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.joining import InvitationFactory

pytestmark = pytest.mark.django_db
SHEET = "/admin/invitations/sheet/"
HEAD = "city,country,person,address,role"


def upload(text, name="contacts.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile(name, content, "text/csv")


def workbook(*lines):
    book, content = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(content)
    return upload(content.getvalue(), "contacts.xlsx")


@pytest.fixture
def desk(client, home):
    """Sign in an administrator before two cities and a partner."""
    CityFactory(name="Łódź", country_id="PL")
    CityFactory(name="Essen", country_id="DE")
    PartnerFactory(name="Institute")
    client.force_login(UserFactory(administrator=True))


def confirm(client, page):
    """Send the preview's form."""
    rows = re.search(r'name="rows" value="([^"]+)"', page)[1]
    return client.post(f"{SHEET}confirmation/", {"rows": rows}, follow=True).content.decode()


def test_a_sheet_is_shown_first_and_mailed_when_it_is_confirmed(client, desk):
    text = (
        f"{HEAD}\nLodz,Poland,Ana  Kowalska,Ana@lodz.example,Coordinator\nInstitute,,Bo,bo@i.example,expert\n"
    )
    page = client.post(SHEET, {"sheet": upload(text)}).content.decode()
    assert "2 invitations would be mailed." in page
    assert not Invitation.objects.exists()
    assert not Delivery.objects.exists()
    assert "2 invitations are on their way." in confirm(client, page)
    ana, bo = Invitation.objects.order_by("address")
    assert (ana.address, ana.name, ana.city.name, ana.role) == (
        "ana@lodz.example",
        "Ana Kowalska",
        "Łódź",
        "coordinator",
    )
    assert (bo.partner.name, bo.role) == ("Institute", "expert")
    assert "0 invitations are on their way." in confirm(client, page)  # the same form again
    page = client.post(SHEET, {"sheet": upload(text)}).content.decode()  # the same sheet again
    assert page.count("Is invited already") == 2
    assert Invitation.objects.count() == Delivery.objects.count() == 2


def test_each_row_says_what_is_wrong_with_it(home):
    here = CityFactory(name="Here")
    CityFactory(name="Twin", country_id="DE")
    CityFactory(name="Twin", country_id="PL")
    CityFactory(name="Lender", featured=True)
    PartnerFactory(name="Institute")
    AffiliationFactory(city=here, person=UserFactory(email="in@here.example"))
    InvitationFactory(city=here, address="invited@here.example")
    cells = [
        ("Here", "", "ana@here.example", "official", ""),
        ("HERE", "Germany", "ANA@here.example", "expert", "Stands in row 2 already."),
        ("Nowhere", "", "a@b.example", "official", "There is no such city or partner. Add it first."),
        ("Twin", "", "a@b.example", "official", "Several cities have this name: give the country."),
        ("Twin", "PL", "a@b.example", "official", ""),
        ("Twin", "Atlantis", "a@b.example", "official", "There is no country “Atlantis”."),
        ("Here", "Poland", "a@b.example", "official", "There is no such city or partner. Add it first."),
        ("Here", "", "no address", "official", "This is no e-mail address."),
        ("Here", "", "a@b.example\nBcc: c@d.example", "official", "This is no e-mail address."),
        ("Here", "", "a@b.example", "mayor", "The role must be"),
        ("Here", "", "a@b.example", "representative", "This role does not fit"),
        ("Institute", "", "a@b.example", "coordinator", "This role does not fit"),
        ("Lender", "", "a@b.example", "official", "This city is no member and no applicant."),
        ("Here", "", "in@here.example", "official", "Belongs there already."),
        ("Here", "", "invited@here.example", "official", "Is invited already"),
    ]
    rows = [
        {"place": place, "country": country, "name": "", "address": address, "role": role}
        for place, country, address, role, _said in cells
    ]
    for plan, (*_row, said) in zip(plan_rows(rows), cells, strict=True):
        assert plan.invites == (not said), plan
        assert (plan.problem or plan.needless).startswith(said), plan


def test_a_workbook_and_a_semicolon_are_read_alike(db):
    line = ["Łódź", "PL", "Ana", "ana@lodz.example", "official"]
    book = read_sheet(workbook(["City", "Country", "Person", "E-mail", "Role"], line, [], [None]))
    text = read_sheet(upload("\ufeff" + HEAD.replace(",", ";") + "\r\n" + ";".join(line) + "\r\n;;;;\r\n"))
    assert book == text == [dict(zip(("place", "country", "name", "address", "role"), line, strict=True))]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload("city;role\nx;y"), "The first row must name the columns"),
        (upload(""), "The first row must name the columns"),
        (upload(HEAD), "no rows below"),
        (upload(f"{HEAD}\n\xe9,,,,".encode("latin-1")), "CSV UTF-8"),
        (upload(f'{HEAD}\n"Essen,,,,'), "quotation mark"),
        (upload(HEAD + "\nEssen,,,a@b.example,official" * 501), "more than 500 rows"),
        (upload(f"{HEAD}\n{'x' * 301},,,,"), "longer than 300"),
        (upload("x" * (2**20 + 1)), "larger than 1 MB"),
        (upload("x", "contacts.pdf"), "CSV or XLSX"),
        (upload("x", "contacts.xlsx"), "the file is something else"),
        (upload(b"PK\x03\x04 nothing", "contacts.xlsx"), "the file is something else"),
        (upload(f"{HEAD}\n\x00,,,,"), "the file is something else"),
        (upload(f"<script>{HEAD}"), "web page"),
    ],
)
def test_what_is_no_sheet_of_contacts_is_refused_in_plain_words(db, file, said):
    with pytest.raises(ValidationError, match=said):
        read_sheet(file)


def test_a_refused_sheet_is_said_beside_the_field(client, desk):
    response = client.post(SHEET, {"sheet": upload("nothing")})
    assert response.status_code == 422
    assert "The first row must name the columns" in response.content.decode()


def test_a_name_is_one_line_without_what_cannot_be_seen(db):
    [row] = read_sheet(upload(f'{HEAD}\nEssen,DE,"Ana\r\nBcc: x\u202e@\u200by",a@b.example,official'))
    assert row["name"] == "Ana Bcc: x @ y"


def test_a_forged_preview_is_refused(client, desk):
    page = client.post(f"{SHEET}confirmation/", {"rows": "forged"}, follow=True).content.decode()
    assert "Upload the sheet again." in page
    assert not Invitation.objects.exists()


def test_planning_asks_as_often_for_a_hundred_rows_as_for_one(home):
    row = {"place": "Essen", "country": "DE", "name": "", "address": "a@b.example", "role": "official"}
    CityFactory(name="Essen", country_id="DE")
    counts = []
    for number in (1, 100):
        rows = [row | {"address": f"a{n}@b.example"} for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            plan_rows(rows)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
