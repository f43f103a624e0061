"""Members submit practices and news, and see what becomes of them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Revision, WorkflowState

from cities.enums import ChallengeState
from cities.models import Challenge
from knowledge.models import GoodPracticePage, NewsPage, Submission
from network.core.drafts import draft_of
from network.core.models import AuditEntry, Theme
from network.home.staff import MODERATORS
from network.mail.tasks import send_due
from network.media.models import PortalImage
from tests.access.attacks.forms import forms_of
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.cities import CityFactory

NEW = "/practices/new/"
AGAIN = "Choose your picture or file again"


@pytest.fixture
def city(staffed):
    return CityFactory(name="Here", slug="here")


@pytest.fixture
def people(city):
    there = CityFactory(name="There", slug="there")
    return {
        "newcomer": UserFactory(),
        "author": AffiliationFactory(city=city, person__name="Ana").person,
        "colleague": AffiliationFactory(city=city).person,
        "coordinator": AffiliationFactory(city=city, coordinator=True).person,
        "official there": AffiliationFactory(city=there).person,
        "moderator": UserFactory(groups=[MODERATORS], is_staff=True),
    }


def filled(client, path, **changes):
    form = next(form for form in forms_of(client.get(path).content.decode()) if "title" in form.values)
    data = form.untouched()
    data.pop("action", None)
    return data | changes


def written(client, path=NEW, **changes):
    theme = Theme.objects.get(slug="circular-economy").pk
    text = {"title": "A hall reused", "summary": "What we did.", "themes": [theme]}
    return filled(client, path, **text | {"solution" if path == NEW else "text": "We **opened** it."} | changes)


def only_page(model=GoodPracticePage):
    return draft_of(model.objects.get())


@pytest.mark.parametrize(("who", "status"), [("anonymous", 404), ("newcomer", 404), ("author", 200)])
def test_who_submits(as_, who, status):
    for path in (NEW, "/news/new/", "/submissions/"):
        assert as_(who).get(path).status_code == status, path


def test_what_is_submitted_is_a_draft_in_the_workflow_until_it_is_published(as_, people, mailoutbox):
    client = as_("author")
    response = client.post(NEW, written(client, action="submit"), follow=True)
    assert "answers you by mail" in response.content.decode()
    page = only_page()
    assert (page.live, page.owner, str(page.solution)) == (
        False,
        people["author"],
        "<p>We <b>opened</b> it.</p>",
    )
    assert [link.city.name for link in page.city_links.all()] == ["Here"]
    assert page.get_parent().slug == "practices"
    assert "Waits for the secretariat" in client.get("/submissions/").content.decode()
    assert "A hall reused" not in as_("anonymous").get("/practices/").content.decode()
    send_due()
    assert [mail.to for mail in mailoutbox] == [[people["moderator"].email]]
    state = WorkflowState.objects.get()
    path = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/"
    as_("moderator").post(path, {"comment": "Thank you."})
    assert GoodPracticePage.objects.get().live
    assert "Published" in client.get("/submissions/").content.decode()
    send_due()
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == ([people["author"].email], "Published: A hall reused")
    assert "/admin/" not in mail.body and "/submissions/" in mail.body
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["submission.created", "submission.sent"]


def test_what_is_sent_back_shows_the_comment_and_goes_again(as_):
    client = as_("author")
    client.post(NEW, written(client, action="submit"))
    state, page = WorkflowState.objects.get(), only_page()
    path = f"/admin/pages/workflow/action/{page.pk}/reject/{state.current_task_state_id}/"
    as_("moderator").post(path, {"comment": "What did it cost?"})
    edit = Submission.objects.get().get_absolute_url()
    for address in ("/submissions/", edit):
        assert "What did it cost?" in client.get(address).content.decode()
    client.post(edit, filled(client, edit, cost="Two million", action="submit"))
    assert only_page().cost == "Two million"
    assert WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).count() == 1


def test_a_change_takes_back_what_staff_have_not_seen(as_):
    client = as_("author")
    client.post(NEW, written(client, action="submit"))
    edit = Submission.objects.get().get_absolute_url()
    client.post(edit, filled(client, edit, title="Something else"))
    assert not WorkflowState.objects.active().exists()


@pytest.mark.parametrize(("path", "more"), [(NEW, {}), ("/news/new/", {"kind": "story"})])
def test_what_is_saved_unchanged_stays_with_the_secretariat(as_, path, more):
    client = as_("author")
    client.post(path, written(client, path, action="submit", **more))
    edit, revisions = Submission.objects.get().get_absolute_url(), Revision.objects.count()
    response = client.post(edit, filled(client, edit), follow=True)
    assert "Your draft is as it was." in response.content.decode()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert Revision.objects.count() == revisions
    assert not AuditEntry.objects.filter(action="submission.changed").exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 404),
        ("newcomer", 404),
        ("colleague", 404),
        ("official there", 404),
        ("author", 200),
        ("coordinator", 200),
        ("moderator", 200),
    ],
)
def test_who_sees_and_changes_a_draft(as_, who, status):
    author = as_("author")
    author.post(NEW, written(author))
    edit = Submission.objects.get().get_absolute_url()
    client = as_(who)
    assert client.get(edit).status_code == status
    assert client.get(edit.removesuffix("edit/")).status_code == status
    assert client.post(edit, {"title": ""}).status_code == (422 if status == 200 else 404)


def test_news_is_submitted_alike(as_):
    client = as_("author")
    client.post("/news/new/", written(client, "/news/new/", kind="story", action="submit"))
    page = only_page(NewsPage)
    assert (page.live, page.kind, page.body[0].value.source) == (False, "story", "<p>We <b>opened</b> it.</p>")
    bad = written(client, "/news/new/", kind="story", deadline_on="2030-01-01")
    response = client.post("/news/new/", bad)
    assert response.status_code == 422
    assert "Only an opportunity has a deadline." in response.content.decode()


@pytest.mark.parametrize(
    ("path", "more", "kind"), [(NEW, {}, "Good practice"), ("/news/new/", {"kind": "story"}, "News item")]
)
def test_the_pages_speak_to_members(as_, path, more, kind):
    client = as_("author")
    assert "page title" not in client.get(path).content.decode()
    client.post(path, written(client, path, **more))
    assert f"<span>{kind}</span>" in client.get("/submissions/").content.decode()


def test_fifty_stale_edits_lose_nothing(as_):
    client, coordinator = as_("author"), as_("coordinator")
    client.post(NEW, written(client))
    edit = Submission.objects.get().get_absolute_url()
    stale = filled(client, edit)
    coordinator.post(edit, filled(coordinator, edit, results="What the coordinator wrote"))
    for number in range(50):
        response = client.post(edit, stale | {"cost": f"Cost {number}"})
        page = response.content.decode()
        assert response.status_code == 409
        assert f"Cost {number}" in page and "What the coordinator wrote" in page
    assert (only_page().cost, only_page().results) == ("", "<p>What the coordinator wrote</p>")


def test_what_staff_have_added_stays_when_the_text_is_changed(as_):
    client = as_("author")
    client.post("/news/new/", written(client, "/news/new/", kind="story"))
    page = only_page(NewsPage)
    page.body.append(("quote", {"quote": "Well done", "source": "A reader", "url": ""}))
    page.save_revision()
    edit = Submission.objects.get().get_absolute_url()
    client.post(edit, filled(client, edit, text="Another text"))
    assert [block.block_type for block in only_page(NewsPage).body] == ["text", "quote"]


def test_a_practice_names_the_published_challenges_that_it_answers(as_, city):
    heat = ChallengeFactory(title="Heat after coal", city__name="Essen")
    draft = ChallengeFactory(title="Not yet", city=city, draft=True)
    client = as_("author")
    form = client.get(NEW).content.decode()
    assert "Heat after coal (Essen)" in form and "Not yet" not in form
    assert client.post(NEW, written(client, challenges=[draft.pk])).status_code == 422
    client.post(NEW, written(client, challenges=[heat.pk]))
    assert [link.challenge for link in only_page().challenge_links.all()] == [heat]
    edit = Submission.objects.get().get_absolute_url()
    assert filled(client, edit)["challenges"] == [str(heat.pk)]
    client.post(edit, filled(client, edit, challenges=[]))
    assert not only_page().challenge_links.all()
    assert "challenges" not in filled(client, "/news/new/")


def test_a_challenge_that_was_withdrawn_stays_where_staff_or_members_named_it(as_):
    gone, heat = ChallengeFactory(), ChallengeFactory()
    client = as_("author")
    client.post(NEW, written(client, challenges=[gone.pk]))
    edit = Submission.objects.get().get_absolute_url()
    Challenge.objects.filter(pk=gone.pk).update(state=ChallengeState.WITHDRAWN)
    assert client.post(edit, filled(client, edit, challenges=[heat.pk])).status_code == 302
    assert [link.challenge for link in only_page().challenge_links.all()] == [heat, gone]


def test_two_who_choose_challenges_at_once_see_each_others_choice(as_):
    heat, trams = ChallengeFactory(title="Heat after coal"), ChallengeFactory(title="Trams")
    client, coordinator = as_("author"), as_("coordinator")
    client.post(NEW, written(client))
    edit = Submission.objects.get().get_absolute_url()
    stale = filled(client, edit, challenges=[heat.pk])
    coordinator.post(edit, filled(coordinator, edit, challenges=[trams.pk]))
    response = client.post(edit, stale)
    assert response.status_code == 409
    [theirs] = response.context["differences"]
    assert (theirs.text, theirs.is_taken) == ("Trams", False)
    assert response.context["form"]["challenges"].value() == [heat.pk]
    assert [link.challenge for link in only_page().challenge_links.all()] == [trams]


def test_somebody_elses_form_token_sends_nothing_of_hers(as_):
    client, other = as_("author"), as_("official there")
    data = written(client)
    client.post(NEW, data)
    other.post(NEW, written(other, form_token=data["form_token"], action="submit"))
    assert Submission.objects.count() == 2
    hers = Submission.objects.get(author__name="Ana").page
    assert not WorkflowState.objects.active().for_instance(hers).exists()


def test_another_city_and_extra_keys_change_nothing(as_, city):
    client = as_("author")
    other = CityFactory(name="Other")
    assert client.post(NEW, written(client, city=[other.pk])).status_code == 422
    client.post(NEW, written(client, live="on", owner="1", slug="taken", city_links="9", depth="1"))
    page = only_page()
    assert not page.live
    assert page.slug.startswith("a-hall-reused-")
    edit = Submission.objects.get().get_absolute_url()
    client.post(edit, filled(client, edit, city=[other.pk], title="New"))
    assert [link.city for link in only_page().city_links.all()] == [city]


def picture():
    buffer = BytesIO()
    Image.new("RGB", (1200, 800), "#0f625b").save(buffer, "PNG")
    return SimpleUploadedFile("hall.png", buffer.getvalue())


def test_a_picture_needs_words(as_):
    client = as_("author")
    data = written(client, upload=picture())
    response = client.post(NEW, data)
    assert response.status_code == 422
    assert AGAIN in response.content.decode()
    assert client.post(NEW, data | {"upload": picture(), "upload_description": "A hall"}).status_code == 302
    assert only_page().image.description == "A hall"


@pytest.mark.parametrize("theirs", [{"cost": "Two million"}, {"summary": "What we both wrote."}])
def test_a_picture_chosen_in_a_stale_form_is_asked_for_again(as_, theirs):
    client, coordinator = as_("author"), as_("coordinator")
    client.post(NEW, written(client))
    edit = Submission.objects.get().get_absolute_url()
    stale = filled(client, edit, summary="What we both wrote.")
    coordinator.post(edit, filled(coordinator, edit, **theirs))
    response = client.post(edit, stale | {"upload": picture(), "upload_description": "A hall of glass"})
    page = response.content.decode()
    assert response.status_code == 409
    assert AGAIN in page and "A hall of glass" in page
    assert only_page().image is None
    form = next(form for form in forms_of(page) if "base" in form.values)
    assert client.post(edit, form.untouched() | {"upload": picture()}).status_code == 302
    assert only_page().image.description == "A hall of glass"


@pytest.mark.parametrize("change", [{}, {"cost": "Two million"}])
def test_a_form_with_a_picture_that_is_sent_twice_is_kept_once(as_, change):
    client = as_("author")
    client.post(NEW, written(client))
    edit = Submission.objects.get().get_absolute_url()
    data = filled(client, edit, upload_description="A hall", **change)
    for _ in range(2):
        assert client.post(edit, data | {"upload": picture()}).status_code == 302
    assert PortalImage.objects.count() == 1
    assert AuditEntry.objects.filter(action="submission.changed").count() == 1


def test_what_is_published_leads_to_its_page_and_is_not_changed_here(as_):
    client = as_("author")
    client.post(NEW, written(client))
    submission = Submission.objects.get()
    edit = submission.get_absolute_url()
    data = filled(client, edit)
    only_page().get_latest_revision().publish()
    assert client.get(edit).url.startswith("/practices/a-hall-reused-")
    response = client.post(edit, data | {"title": "Other"})
    assert response.status_code == 409
    assert "nothing is saved" in response.content.decode()


def test_the_lists_lead_members_there(as_):
    for who, leads in (("author", True), ("newcomer", False), ("anonymous", False)):
        client = as_(who)
        assert ('href="/practices/new/"' in client.get("/practices/").content.decode()) is leads
        assert ('href="/news/new/"' in client.get("/news/").content.decode()) is leads


def test_the_list_takes_as_many_queries_for_one_row_as_for_twenty(as_, django_assert_max_num_queries):
    client, counts = as_("coordinator"), []
    author = as_("author")
    for more in (1, 4):
        for _ in range(more):
            author.post(NEW, written(author, action="submit"))
        client.get("/submissions/")
        with django_assert_max_num_queries(30) as asked:
            client.get("/submissions/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
