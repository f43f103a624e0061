"""No spreadsheet that staff download, ours or Wagtail's, has a cell that runs as a formula."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Workflow, WorkflowTask

from network.core.exports import FORMULA_STARTS
from network.core.models import Theme, ThemeAlias
from tests.factories.accounts import UserFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.mail import DeliveryFactory

pytestmark = pytest.mark.same_on_every_database

FORMULA = "=cmd|' /C calc'!A0"
LEFT_OUT = ("/admin/logout/", "/admin/failwhale/")  # the second one is an error on purpose
REPORTS = {
    "locked_pages",
    "workflow",
    "workflow_tasks",
    "site_history",
    "aging_pages",
    "page_types_usage",
}


def names(patterns, prefix: str = "") -> Iterator[str]:
    """Yield the names of all addresses below ``patterns``."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield prefix + pattern.name
        else:
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, space)


def addresses() -> dict[str, str]:
    """Return the address of every page of the editors' area that needs no argument, by its name."""
    found = {}
    for name in names(get_resolver().url_patterns):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/") and not address.startswith(LEFT_OUT):
            found[name] = address
    return found


@pytest.fixture
def staff(client, network, settings):
    """Sign an administrator in to a network in which every name is a formula."""
    settings.REQUIRE_SECOND_FACTOR = False
    user = UserFactory(administrator=True, name=FORMULA)
    EnquiryFactory(name=FORMULA, subject=FORMULA)
    DeliveryFactory(message_id=FORMULA)
    CityFactory(name=FORMULA)
    PartnerFactory(name=FORMULA)
    ThemeAlias.objects.create(name=FORMULA, scheme=FORMULA, theme=Theme.objects.first())
    Redirect.objects.create(old_path="/old", redirect_link=FORMULA)
    page = network.standard
    page.title = page.draft_title = FORMULA
    page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
    page.save()
    page.save_revision(user=user, log_action=True).publish(user=user)
    workflow = Workflow.objects.first()
    Workflow.objects.update(name=FORMULA)
    WorkflowTask.objects.first().task.__class__.objects.update(name=FORMULA)
    workflow.refresh_from_db()
    workflow.start(page, user)
    client.force_login(user)
    return client


def exported(staff, kind: str) -> dict[str, bytes]:
    """Return every spreadsheet of the editors' area, by the name of its address."""
    files = {}
    for name, address in addresses().items():
        response = staff.get(address, {"export": kind}, follow=True)
        if response.streaming and f".{kind}" in response.get("Content-Disposition", ""):
            files[name] = b"".join(response.streaming_content)
            for close in response._resource_closers:
                close()
    return files


def test_no_cell_of_a_csv_file_is_a_formula(staff):
    files = exported(staff, "csv")
    assert {name.removeprefix("wagtailadmin_reports:") for name in files} >= REPORTS
    assert any("redirects" in name for name in files)
    shown = set()
    for name, content in files.items():
        for row in csv.reader(io.StringIO(content.decode())):
            for cell in row:
                assert not cell.startswith(FORMULA_STARTS), (name, cell)
                if cell == f"'{FORMULA}":
                    shown.add(name)
    assert len(shown) >= 10, shown


def test_no_cell_of_an_xlsx_file_is_a_formula(staff):
    files = exported(staff, "xlsx")
    assert {name.removeprefix("wagtailadmin_reports:") for name in files} >= REPORTS
    for name, content in files.items():
        for row in load_workbook(io.BytesIO(content)).active.iter_rows():
            assert all(cell.data_type != "f" for cell in row), name
