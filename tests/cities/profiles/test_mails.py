"""How the secretariat's answers about a page read to those who wrote it."""

from pathlib import Path

import pytest
from wagtail.models import WorkflowState

from network.mail.tasks import send_due
from tests.cities.profiles.conftest import opened
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"
STORY = "/cities/here/edit/story/"


@pytest.mark.parametrize(
    ("action", "kind"), [("approve", "workflow_approved"), ("reject", "workflow_rejected")]
)
def test_how_the_answer_reads(city, as_, people, mailoutbox, action, kind):
    client = as_("official")
    client.post(STORY, opened(client, STORY, lead="A town of halls."))
    client.post("/cities/here/edit/submission/")
    state = WorkflowState.objects.get().current_task_state_id
    path = f"/admin/snippets/cities/city/workflow/action/{city.pk}/{action}/{state}/"
    as_("moderator").post(path, {"comment": "Which halls?\n<script>alert(1)</script>"})
    send_due()
    mail = next(mail for mail in mailoutbox if mail.to == [people["official"].email])
    (html, _type) = mail.alternatives[0]
    assert "<script>" not in html
    assert_snapshot(SNAPSHOTS / f"{kind}.txt", f"Subject: {mail.subject}\n\n{mail.body}")
    assert_snapshot(SNAPSHOTS / f"{kind}.html", html)
