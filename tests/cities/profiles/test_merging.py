"""What two people, or one who corrects herself, change in lists and pictures is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import WorkflowContentType

from cities.models import City
from network.core.drafts import draft_of
from network.media.models import PortalDocument
from tests.access.attacks.forms import forms_of
from tests.cities.profiles.conftest import opened
from tests.cities.profiles.test_writing import EDIT, STORY, TIMELINE, draft, small_picture


def test_a_blank_row_is_no_error_where_somebody_else_has_added_one(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    stale = opened(client, TIMELINE, **{"row-0-text": "Mine"})
    theirs = {"row-2-year": "2002", "row-2-text": "Their new one"}
    colleague.post(TIMELINE, opened(colleague, TIMELINE, **theirs))
    response = client.post(TIMELINE, stale)
    assert response.status_code == 409
    form = next(form for form in forms_of(response.content.decode()) if "base" in form.values)
    data = {name: values for name, values in form.values.items() if name not in {"more", *form.unticked}}
    assert client.post(TIMELINE, data).status_code == 302
    texts = {one.text for one in draft(city).milestones.all()}
    assert texts == {"Mine", "The last mill closed", "Their new one"}


def test_a_newer_file_of_the_same_name_takes_the_older_ones_place(city, as_):
    client, path = as_("coordinator"), f"{EDIT}commitments/"
    row = {"row-0-title": "Neutral by 2040", "row-0-made_on": "2020-05-04"}
    first = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 the first plan")
    client.post(path, opened(client, path, **row, **{"row-0-upload": first}))
    newer = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 the second plan")
    changes = {"row-0-upload": newer, "row-1-document": ""}  # the blank row stays blank
    assert client.post(path, opened(client, path, **changes)).status_code == 302
    (commitment,) = draft(city).commitments.all()
    with commitment.document.file.open() as file:
        assert b"second" in file.read()


def test_what_moves_from_one_field_of_a_row_to_the_next_is_a_change(city, as_):
    client, path = as_("coordinator"), f"{EDIT}sources/"
    client.post(path, opened(client, path, **{"row-0-title": "https://archive.example/1"}))
    moved = {"row-0-title": "", "row-0-url": "https://archive.example/1"}
    client.post(path, opened(client, path, **moved))
    (source,) = draft(city).sources.all()
    assert (source.title, source.url) == ("", "https://archive.example/1")


def test_a_picture_taken_away_stays_so_through_a_conflict(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    picture = SimpleUploadedFile("hall.png", small_picture())
    client.post(STORY, opened(client, STORY, upload=picture, upload_description="A hall"))
    stale = opened(client, STORY, without_picture="on")
    colleague.post(STORY, opened(colleague, STORY, lead="What Olga wrote"))
    response = client.post(STORY, stale)
    assert response.status_code == 409
    form = next(form for form in forms_of(response.content.decode()) if "base" in form.values)
    assert "without_picture" not in form.unticked


def test_words_for_a_picture_stay_through_a_conflict(city, as_):
    client, colleague = as_("coordinator"), as_("official")
    picture = SimpleUploadedFile("hall.png", small_picture())
    stale = opened(client, STORY, upload=picture, upload_description="A hall with a roof of glass")
    colleague.post(STORY, opened(colleague, STORY, lead="What Olga wrote"))
    response = client.post(STORY, stale)
    assert response.status_code == 409
    page = response.content.decode()
    assert "A hall with a roof of glass" in page
    assert "Choose your picture or file again" in page


@pytest.mark.parametrize(
    ("change", "status"),
    [({"row-0-made_on": "soon"}, 422), ({"row-0-made_on": "2020-05-04", "more": "1"}, 200)],
)
def test_a_file_is_asked_for_again_wherever_its_form_is_shown_again(as_, change, status):
    client, path = as_("coordinator"), f"{EDIT}commitments/"
    paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 a plan")
    row = {"row-0-title": "Neutral by 2040", "row-0-upload": paper}
    response = client.post(path, opened(client, path, **row, **change))
    assert response.status_code == status
    assert "Choose your picture or file again" in response.content.decode()


def test_two_rows_that_read_alike_are_both_kept(city, as_):
    client, path = as_("coordinator"), f"{EDIT}offers/"
    for place, title in enumerate(("Tours", "Tours", "Plans")):
        no_theme = {f"row-{row}-theme": "" for row in range(4)}
        data = opened(client, path, **{f"row-{place}-title": title}) | no_theme
        assert client.post(path, data).status_code == 302
    assert sorted(one.title for one in draft(city).offers.all()) == ["Plans", "Tours", "Tours"]


def test_a_form_without_its_count_is_refused(as_):
    client = as_("coordinator")
    data = opened(client, TIMELINE)
    del data["row-TOTAL_FORMS"]
    assert client.post(TIMELINE, data).status_code == 422


def test_publishing_again_doubles_no_row(city, as_):
    client, path = as_("coordinator"), f"{EDIT}offers/"
    client.post(path, opened(client, path, **{"row-0-title": "Tours"}))
    City.objects.get(pk=city.pk).get_latest_revision().publish()
    client.post(path, opened(client, path, **{"row-1-title": "Plans"}))
    City.objects.get(pk=city.pk).get_latest_revision().publish()
    assert sorted(City.objects.get(pk=city.pk).offers.values_list("title", flat=True)) == ["Plans", "Tours"]
    assert draft_of(City.objects.get(pk=city.pk)).offers.count() == 2


def test_the_same_file_sent_twice_is_kept_once_and_another_one_is_a_conflict(city, as_):
    client, path = as_("coordinator"), f"{EDIT}commitments/"
    row = {"row-0-title": "Neutral by 2040", "row-0-made_on": "2020-05-04"}
    data = opened(client, path, **row)
    for words, status in ((b"a plan", 302), (b"a plan", 302), (b"another plan", 409)):
        paper = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 " + words)
        assert client.post(path, data | {"row-0-upload": paper}).status_code == status
    assert PortalDocument.objects.count() == 1


def test_the_same_picture_with_better_words_is_a_change(city, as_):
    client = as_("coordinator")
    for words in ("A hall", "A hall with a roof of glass"):
        picture = SimpleUploadedFile("hall.png", small_picture())
        client.post(STORY, opened(client, STORY, upload=picture, upload_description=words))
    assert draft(city).image.description == "A hall with a roof of glass"


def test_without_a_workflow_no_answer_is_promised(city, as_):
    WorkflowContentType.objects.all().delete()
    client = as_("coordinator")
    client.post(STORY, opened(client, STORY, lead="A town of halls."))
    page = client.post(f"{EDIT}submission/", follow=True).content.decode()
    assert "the secretariat sees it in its list" in page
    assert "answers you by mail" not in page
