"""A city's people write its page: drafts, approval, history, and nobody's text lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from wagtail.models import WorkflowState

from cities.models import City, Commitment
from network.core.drafts import draft_of, standing_of
from network.core.models import AuditEntry, Theme
from network.mail.models import Delivery
from network.mail.tasks import send_due
from tests.access.attacks.forms import forms_of
from tests.cities.profiles.conftest import opened
from tests.factories.media import make_document

EDIT = "/cities/here/edit/"
STORY = f"{EDIT}story/"
TIMELINE = f"{EDIT}timeline/"


def small_picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (1200, 800), "#0f625b").save(buffer, "PNG")
    return buffer.getvalue()


def draft(city) -> City:
    return draft_of(City.objects.get(pk=city.pk))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 404),
        ("newcomer", 404),
        ("official there", 404),
        ("representative", 404),
        ("official", 200),
        ("coordinator", 200),
        ("editor", 200),
    ],
)
def test_who_keeps_the_page(as_, who, status):
    client = as_(who)
    for path in (EDIT, STORY, TIMELINE, f"{EDIT}preview/", "/cities/here/history/"):
        assert client.get(path).status_code == status, path


def test_a_change_is_a_draft_until_it_is_approved(city, as_, people, mailoutbox):
    client = as_("coordinator")
    response = client.post(STORY, opened(client, STORY, lead="A town of halls."), follow=True)
    assert "is saved" in response.content.decode()
    assert "A town of halls" not in as_("anonymous").get("/cities/here/").content.decode()
    assert "A town of halls" in client.get(f"{EDIT}preview/").content.decode()
    client.post(f"{EDIT}submission/")
    assert standing_of(City.objects.get(pk=city.pk))["state"] == "waiting"
    send_due()
    assert [mail.to for mail in mailoutbox] == [[people["moderator"].email]]
    state = WorkflowState.objects.get()
    moderator = as_("moderator")
    path = f"/admin/snippets/cities/city/workflow/action/{city.pk}/approve/{state.current_task_state_id}/"
    assert moderator.post(path, {"comment": "Well said."}).status_code == 302
    assert "A town of halls" in as_("anonymous").get("/cities/here/").content.decode()
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["profile.changed", "profile.sent", "profile.published"]
    published = AuditEntry.objects.get(action="profile.published")
    assert published.actor_key == people["moderator"].pk
    assert published.details == {"drafted_by": people["coordinator"].pk}
    send_due()
    mail = mailoutbox[-1]
    assert mail.to == [people["coordinator"].email]
    assert mail.subject == "Published: Here"
    assert "http://testserver/cities/here/edit/" in mail.body
    assert "/admin/" not in mail.body


def test_a_draft_whose_time_has_come_is_published_by_nobody(city, people, monkeypatch):
    now = timezone.now()
    city.lead, city.go_live_at = "A town of halls.", now + timedelta(hours=1)
    city.save_revision(user=people["coordinator"]).publish(user=people["moderator"])
    assert not AuditEntry.objects.filter(action="profile.published").exists()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=2))
    call_command("publish_scheduled")
    entry = AuditEntry.objects.get(action="profile.published")
    assert (entry.actor_key, entry.details) == (None, {"drafted_by": people["coordinator"].pk})


def test_an_accepted_citys_people_write_its_first_page_before_it_is_published(city, as_, people):
    City.objects.filter(pk=city.pk).update(live=False)
    client = as_("coordinator")
    for who, status in (("anonymous", 404), ("official there", 404), ("coordinator", 200), ("editor", 200)):
        for path in (EDIT, STORY, f"{EDIT}preview/", "/cities/here/history/"):
            assert as_(who).get(path).status_code == status, (who, path)
    page = client.post(STORY, opened(client, STORY, lead="A town of halls."), follow=True).content.decode()
    assert "The page is not public yet" in page and 'href="/cities/here/"' not in page
    client.post(f"{EDIT}submission/")
    assert client.get("/cities/here/").status_code == 404
    state = WorkflowState.objects.get()
    path = f"/admin/snippets/cities/city/workflow/action/{city.pk}/approve/{state.current_task_state_id}/"
    as_("moderator").post(path)
    assert "A town of halls" in as_("anonymous").get("/cities/here/").content.decode()
    assert 'href="/cities/here/"' in client.get(EDIT).content.decode()


def test_what_is_sent_back_comes_with_the_comment(city, as_, people, mailoutbox):
    client = as_("official")
    client.post(STORY, opened(client, STORY, lead="A town of halls."))
    client.post(f"{EDIT}submission/")
    state = WorkflowState.objects.get()
    path = f"/admin/snippets/cities/city/workflow/action/{city.pk}/reject/{state.current_task_state_id}/"
    as_("moderator").post(path, {"comment": "Which halls?"})
    page = client.get(EDIT).content.decode()
    assert "Sent back to you" in page and "Which halls?" in page
    send_due()
    mail = next(mail for mail in mailoutbox if mail.to == [people["official"].email])
    assert mail.subject == "Please look again: Here"
    assert "Which halls?" in mail.body
    client.post(STORY, opened(client, STORY, lead="A town of mill halls."))
    client.post(f"{EDIT}submission/")
    assert standing_of(City.objects.get(pk=city.pk))["state"] == "waiting"
    assert WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 1


def test_a_change_takes_back_what_staff_have_not_seen(city, as_):
    client = as_("coordinator")
    client.post(STORY, opened(client, STORY, lead="A town of halls."))
    client.post(f"{EDIT}submission/")
    client.post(STORY, opened(client, STORY, lead="Something that nobody has approved."))
    assert standing_of(City.objects.get(pk=city.pk))["state"] == "draft"
    assert not WorkflowState.objects.active().exists()
    client.post(f"{EDIT}submission/")
    client.post(f"{EDIT}withdrawal/")
    assert standing_of(City.objects.get(pk=city.pk))["state"] == "draft"


def test_sending_twice_sends_once_and_nothing_new_is_not_sent(city, as_):
    client = as_("coordinator")
    page = client.post(f"{EDIT}submission/", follow=True).content.decode()
    assert "nothing new to send" in page
    client.post(STORY, opened(client, STORY, lead="A town of halls."))
    for _ in range(2):
        client.post(f"{EDIT}submission/")
    assert WorkflowState.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_rich_text_keeps_its_fine_points_while_its_words_stay(city, as_):
    client = as_("coordinator")
    client.post(STORY, opened(client, STORY, lead="Only the lead."))
    assert draft(city).legacy == "<p>Mills <b>everywhere</b>.</p>"
    client.post(
        STORY, opened(client, STORY, legacy="Mills, then\n\n- halls\n- **homes**\n\n<script>alert(1)</script>")
    )
    assert draft(city).legacy == (
        "<p>Mills, then</p><ul><li>halls</li><li><b>homes</b></li></ul>"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_rows_are_changed_added_and_taken_away(city, as_):
    client = as_("coordinator")
    data = opened(client, TIMELINE)
    assert data["row-0-text"] == ["The first mill"]
    data |= {
        "row-0-text": "The first spinning mill",
        "row-1-DELETE": "on",
        "row-2-year": "2005",
        "row-2-text": "Reuse",
    }
    assert client.post(TIMELINE, data).status_code == 302
    assert [(one.year, one.text) for one in draft(city).milestones.all()] == [
        (1850, "The first spinning mill"),
        (2005, "Reuse"),
    ]
    assert City.objects.get(pk=city.pk).milestones.count() == 2
    assert City.objects.get(pk=city.pk).milestones.first().text == "The first mill"


def test_one_more_row_needs_no_script_and_keeps_what_was_typed(as_):
    client = as_("coordinator")
    data = opened(client, TIMELINE, **{"row-2-year": "2005", "row-2-text": "Reuse", "more": "1"})
    page = client.post(TIMELINE, data).content.decode()
    assert 'name="row-3-text"' in page
    assert "Reuse" in page


def test_bad_rows_are_refused_beside_the_field_and_nothing_is_lost(city, as_):
    client = as_("coordinator")
    data = opened(
        client, TIMELINE, **{"row-0-year": "19", "row-2-year": "2005", "row-2-month": "13", "row-2-text": "R"}
    )
    response = client.post(TIMELINE, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "This is not a year" in page and "A month is a number from 1 to 12" in page
    assert 'value="2005"' in page
    assert not draft(city).has_unpublished_changes


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other", "slug": "other", "status": "featured", "member_since": "1999", "live": ""},
        {"mail_domains-0-domain": "evil.example", "country": "FR"},
    ],
)
def test_what_is_not_the_citys_to_change_stays(city, as_, change):
    client = as_("coordinator")
    client.post(STORY, opened(client, STORY, lead="A town of halls.", **change))
    now = draft(city)
    assert (now.name, now.slug, now.status, now.member_since, now.country_id) == (
        "Here",
        "here",
        "member",
        None,
        "DE",
    )
    assert now.mail_domains.count() == 0


def test_fifty_stale_edits_lose_nothing(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    stale = opened(client, STORY)
    colleague.post(STORY, opened(colleague, STORY, legacy="What Olga wrote."))
    for number in range(50):
        response = client.post(STORY, stale | {"lead": f"Lead {number}"})
        page = response.content.decode()
        assert response.status_code == 409
        assert f"Lead {number}" in page and "What Olga wrote." in page
    assert draft(city).legacy == "<p>What Olga wrote.</p>"
    assert draft(city).lead == "A town of mills."
    # The page that she got holds both; she saves it.
    form = next(form for form in forms_of(page) if "base" in form.values)
    assert client.post(STORY, form.values).status_code == 302
    assert (draft(city).lead, draft(city).legacy) == ("Lead 49", "<p>What Olga wrote.</p>")


def test_two_people_change_different_rows(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    stale = opened(client, TIMELINE, **{"row-0-text": "Mine", "row-2-year": "2001", "row-2-text": "My new one"})
    theirs = {"row-1-text": "Theirs", "row-2-year": "2002", "row-2-text": "Their new one"}
    colleague.post(TIMELINE, opened(colleague, TIMELINE, **theirs))
    response = client.post(TIMELINE, stale)
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("Mine", "My new one", "Theirs", "Their new one"):
        assert text in page


def test_different_parts_do_not_stand_in_each_others_way(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    stale = opened(client, STORY, lead="A town of halls.")
    colleague.post(TIMELINE, opened(colleague, TIMELINE, **{"row-0-text": "Theirs"}))
    assert client.post(STORY, stale).status_code == 302
    assert draft(city).lead == "A town of halls."
    assert draft(city).milestones.all()[0].text == "Theirs"


def test_staff_and_city_do_not_overwrite_each_other(city, as_, people):
    client = as_("coordinator")
    stale = opened(client, STORY, lead="What the city writes")
    now = City.objects.get(pk=city.pk)
    now.lead = "What staff wrote"
    now.save_revision(user=people["editor"]).publish()
    response = client.post(STORY, stale)
    assert response.status_code == 409
    assert "What staff wrote" in response.content.decode()


def test_a_page_that_staff_have_locked_keeps_and_says_so(city, as_, people):
    client = as_("coordinator")
    data = opened(client, STORY, lead="A town of halls.")
    City.objects.filter(pk=city.pk).update(locked=True, locked_by=people["moderator"])
    response = client.post(STORY, data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "has locked this page" in page and "A town of halls." in page


def test_history_tells_who_and_what_and_restores(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    client.post(STORY, opened(client, STORY, lead="First"))
    colleague.post(STORY, opened(colleague, STORY, lead="Second"))
    colleague.post(TIMELINE, opened(colleague, TIMELINE, **{"row-0-DELETE": "on"}))
    page = client.get("/cities/here/history/").content.decode()
    assert "Olga" in page and "Cora" in page
    assert "Changed: Timeline" in page
    first = City.objects.get(pk=city.pk).revisions.order_by("pk").first()
    path = f"/cities/here/history/{first.pk}/restoration/"
    assert client.get(path).status_code == 405
    assert client.post(path).status_code == 302
    assert draft(city).lead == "First"
    assert draft(city).milestones.count() == 2
    assert City.objects.get(pk=city.pk).lead == "A town of mills."
    assert as_("official there").post(path).status_code == 404


def test_history_says_where_nobody_is_named(city, as_):
    city.save_revision()
    assert "nobody is named" in as_("coordinator").get("/cities/here/history/").content.decode()


def test_a_state_of_another_city_is_not_restored_here(city, as_):
    other = City.objects.get(slug="there")
    revision = other.save_revision()
    assert as_("coordinator").post(f"/cities/here/history/{revision.pk}/restoration/").status_code == 404


def test_a_commitment_brings_its_document_and_no_other(city, as_):
    secret = make_document(title="Somebody else’s paper")
    client, path = as_("coordinator"), f"{EDIT}commitments/"
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 a plan")
    row = {"row-0-title": "Neutral by 2040", "row-0-made_on": "2020-05-04", "row-0-due_year": "2040"}
    page = client.post(path, opened(client, path, **row, **{"row-0-document": str(secret.pk)}))
    assert page.status_code == 422
    assert client.post(path, opened(client, path, **row, **{"row-0-upload": paper})).status_code == 302
    (commitment,) = draft(city).commitments.all()
    assert commitment.document.title == "plan.pdf"
    assert not Commitment.objects.exists()
    assert as_("anonymous").get(commitment.document.url).status_code == 404
    bad = SimpleUploadedFile("plan.pdf", b"<html><script>alert(1)</script>")
    data = opened(client, path, **{"row-0-upload": bad})
    assert client.post(path, data).status_code == 422


def test_a_picture_needs_words_and_is_one(city, as_):
    client = as_("coordinator")
    data = opened(client, STORY, upload=SimpleUploadedFile("hall.png", small_picture()))
    assert client.post(STORY, data).status_code == 422
    data["upload"] = SimpleUploadedFile("hall.png", small_picture())
    assert client.post(STORY, data | {"upload_description": "A hall"}).status_code == 302
    assert draft(city).image.description == "A hall"
    client.post(STORY, opened(client, STORY, without_picture="on"))
    assert draft(city).image is None


def test_contacts_are_shown_to_members_only(city, as_):
    client, path = as_("coordinator"), f"{EDIT}contacts/"
    row = {"row-0-name": "Paula Person", "row-0-email": "paula@here.example"}
    assert client.post(path, opened(client, path, **row)).status_code == 422  # nobody asked her
    assert client.post(path, opened(client, path, **row, **{"row-0-agreed": "on"})).status_code == 302
    City.objects.get(pk=city.pk).get_latest_revision().publish()
    for who, sees in (("official there", True), ("moderator", True), ("newcomer", False), ("anonymous", False)):
        assert ("Paula Person" in as_(who).get("/cities/here/").content.decode()) is sees, who


def test_a_partner_keeps_its_page_alike(partner, as_):
    client, path = as_("representative"), "/partners/fund/edit/about/"
    assert client.post(path, opened(client, path, summary="It lends.", kind="research")).status_code == 302
    assert client.get("/partners/fund/edit/preview/").content.decode().count("It lends.") >= 1
    assert "It lends." not in as_("anonymous").get("/partners/fund/").content.decode()
    client.post("/partners/fund/edit/submission/")
    state = WorkflowState.objects.get()
    path = f"/admin/snippets/cities/partner/workflow/action/{partner.pk}/approve/{state.current_task_state_id}/"
    as_("moderator").post(path)
    assert "It lends." in as_("anonymous").get("/partners/fund/").content.decode()
    partner.refresh_from_db()
    assert partner.kind == "technical"
    assert as_("coordinator").get("/partners/fund/edit/").status_code == 404


def test_the_page_says_what_would_help_most(as_):
    page = as_("coordinator").get(EDIT).content.decode()
    assert "% complete" in page
    assert "Choose the themes that your city works on." in page


def test_the_city_page_leads_its_own_people_there(as_):
    for who, leads in (("coordinator", True), ("official", True), ("newcomer", False), ("anonymous", False)):
        assert (f'href="{EDIT}"' in as_(who).get("/cities/here/").content.decode()) is leads, who


@pytest.mark.parametrize("path", [EDIT, TIMELINE, f"{EDIT}preview/", "/cities/here/history/"])
def test_pages_take_as_many_queries_for_one_row_as_for_twenty(city, as_, path, django_assert_max_num_queries):
    client, counts, theme = as_("coordinator"), [], Theme.objects.get(slug="circular-economy")
    client.post(STORY, opened(client, STORY, lead="Lead"))
    for more in (1, 19):
        now = draft(city)
        rows = list(now.milestones.all())
        new = range(more)
        rows += [now.milestones.model(year=1900 + n, text=f"Moment {n} of {more}") for n in new]
        now.achievements.set([now.achievements.model(title=f"Hall {n}", theme=theme) for n in new])
        now.milestones.set(rows)
        for _ in range(more):
            now.save_revision()
        client.get(path)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
