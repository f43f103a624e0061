"""Answering from the queue."""

import io
import uuid

import pytest
from django.contrib.auth.models import Group, Permission
from openpyxl import load_workbook

from network.home.contact.enums import EnquiryState
from network.home.models import Enquiry, EnquiryReply
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import EnquiryFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/enquiries/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    """Let staff in by a session alone; the second factor has tests of its own."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor(client, home):
    """Sign in an administrator."""
    person = UserFactory(administrator=True, name="Ed Itor")
    client.force_login(person)
    return person


def test_the_queue_lists_newest_first_and_says_what_is_new(client, editor):
    EnquiryFactory(subject="Older one")
    EnquiryFactory(subject="Newer one", received_at="2024-12-04T12:00Z")
    page = client.get(QUEUE).content.decode()
    assert page.index("Newer one") < page.index("Older one")
    assert "2 new enquiries" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Essen", ["Essen one"]),
        ("state=answered", ["Answered one"]),
        ("kind=contact&q=one", ["Essen one", "Answered one"]),
    ],
)
def test_the_queue_is_searched_and_filtered(client, editor, query, found):
    EnquiryFactory(subject="Essen one", name="Eva Essen")
    EnquiryFactory(subject="Answered one", answered=True)
    page = client.get(f"{QUEUE}?{query}").content.decode()
    assert [name for name in ("Essen one", "Answered one") if name in page] == found


def test_the_queue_fires_as_many_queries_for_twenty_as_for_one(client, editor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    EnquiryFactory(assigned_to=editor)
    client.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        client.get(QUEUE)
    EnquiryFactory.create_batch(19, assigned_to=editor)
    with django_assert_num_queries(len(one)):
        client.get(QUEUE)


def test_a_reply_is_mailed_and_recorded(client, editor, mailoutbox, django_capture_on_commit_callbacks):
    enquiry = EnquiryFactory()
    assert "We look after twelve halls." in client.get(f"{QUEUE}edit/{enquiry.pk}/").content.decode()
    assert client.get(f"{QUEUE}reply/{enquiry.pk}/").status_code == 200
    data = {"text": "Essen has done it.", "form_token": uuid.uuid4()}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{QUEUE}reply/{enquiry.pk}/", data)
        client.post(f"{QUEUE}reply/{enquiry.pk}/", data)
    [mail] = mailoutbox
    assert mail.to == ["ana@katowice.example"]
    assert mail.subject == "Re: Reusing halls"
    assert "Essen has done it." in mail.body
    assert "> We look after twelve halls." in mail.body
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assigned_to) == (EnquiryState.ANSWERED, editor)
    reply = EnquiryReply.objects.get()
    assert (reply.sent_by, reply.sent_at) == (editor, enquiry.answered_at)
    page = client.get(f"{QUEUE}edit/{enquiry.pk}/").content.decode()
    assert "Ed Itor" in page
    assert "Essen has done it." in page


def test_an_empty_reply_is_refused(client, editor, mailoutbox):
    enquiry = EnquiryFactory()
    response = client.post(f"{QUEUE}reply/{enquiry.pk}/", {"text": "", "form_token": uuid.uuid4()})
    assert "This field is required." in response.content.decode()
    assert not EnquiryReply.objects.exists()


def test_an_enquiry_is_assigned_and_closed(client, editor):
    enquiry = EnquiryFactory()
    client.post(f"{QUEUE}edit/{enquiry.pk}/", {"state": "closed", "assigned_to": editor.pk})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assigned_to) == (EnquiryState.CLOSED, editor)


def test_nothing_is_called_answered_without_an_answer(client, editor):
    enquiry = EnquiryFactory()
    response = client.post(f"{QUEUE}edit/{enquiry.pk}/", {"state": "answered", "assigned_to": ""})
    assert "Send a reply first, or close the enquiry." in response.content.decode()
    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.NEW


def test_staff_change_only_state_and_who_takes_care(client, editor):
    enquiry = EnquiryFactory()
    client.post(f"{QUEUE}edit/{enquiry.pk}/", {"state": "closed", "email": "other@example.org", "message": "x"})
    enquiry.refresh_from_db()
    assert enquiry.email == "ana@katowice.example"
    assert enquiry.message.startswith("We look after")


def test_nobody_adds_an_enquiry_in_the_queue(client, editor):
    assert client.get(f"{QUEUE}new/").status_code == 302
    assert not Enquiry.objects.exists()


def test_an_export_carries_no_formula(client, editor):
    EnquiryFactory(name="=1+1", subject="@SUM(A1)")
    csv = b"".join(client.get(f"{QUEUE}?export=csv").streaming_content).decode()
    assert "'=1+1" in csv
    assert "'@SUM(A1)" in csv
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{QUEUE}?export=xlsx").streaming_content)))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_only_those_with_the_permission_see_the_queue(client, home):
    person = UserFactory(staff=True)
    group = Group.objects.create(name="Some staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    client.force_login(person)
    enquiry = EnquiryFactory(subject="Unseen")
    for path in ("", f"edit/{enquiry.pk}/", f"reply/{enquiry.pk}/"):
        response = client.get(QUEUE + path)
        assert response.status_code == 302
    assert "enquir" not in client.get("/admin/").content.decode().lower()
    group.permissions.add(Permission.objects.get(codename="change_enquiry"))
    assert "Unseen" in client.get(QUEUE).content.decode()
