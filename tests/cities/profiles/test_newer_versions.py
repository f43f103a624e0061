"""A form of the editors' area that was opened earlier is not saved over what a member has written since."""

import pytest
from django.urls import reverse
from wagtail.models import Revision

from knowledge.models import GoodPracticePage, PracticeIndexPage
from network.core.drafts import draft_of
from tests.access.attacks.forms import forms_of
from tests.cities.profiles.conftest import opened
from tests.factories.knowledge import PracticeFactory

MEMBERS_TEXT, STAFFS_TEXT = "What the member wrote", "What the editor wrote"
STREAMS = {"body-count": "0", "sources-count": "0"}  # which scripts write
NOTICE = "has saved a newer version"


def sent_from(text: str, **changes):
    """Return what the editor of a thing sends: every field as it was opened, with ``changes``."""
    form = next(form for form in forms_of(text) if {"name", "title"} & form.values.keys())
    data = {name: values for name, values in form.values.items() if name not in form.unticked}
    data = {name: values for name, values in data.items() if not name.startswith("action-")}
    return data | STREAMS | changes


class Desk:
    """A thing that a member and the secretariat both change: its form for staff, and how the member saves."""

    def __init__(self, thing, area, field, save) -> None:
        self.thing, self.field, self.save_as_member = thing, field, save
        self.address = reverse(f"{area}:edit", args=[thing.pk])
        self.preview = reverse(f"{area}:preview_on_edit", args=[thing.pk])

    @property
    def draft(self):
        return getattr(draft_of(type(self.thing).objects.get(pk=self.thing.pk)), self.field)


@pytest.fixture(params=["city", "partner", "practice"])
def desk(request, as_, city, partner, people):
    kind = request.param
    if kind == "practice":
        page = PracticeFactory(parent=PracticeIndexPage.objects.get(), cities=[city])

        def save():
            draft = draft_of(GoodPracticePage.objects.get(pk=page.pk))
            draft.summary = MEMBERS_TEXT
            draft.save_revision(user=people["coordinator"])

        return Desk(page, "wagtailadmin_pages", "summary", save)
    who, path, field, thing = {
        "city": ("coordinator", "/cities/here/edit/story/", "lead", city),
        "partner": ("representative", "/partners/fund/edit/about/", "summary", partner),
    }[kind]

    def save_part():
        client = as_(who)
        assert client.post(path, opened(client, path, **{field: MEMBERS_TEXT})).status_code == 302

    return Desk(thing, f"wagtailsnippets_cities_{kind}", field, save_part)


@pytest.mark.parametrize("has_revision", [True, False])
@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_the_member_s_newer_text_stays_until_the_editor_has_been_told(desk, as_, people, has_revision, action):
    if has_revision:
        desk.thing.save_revision()
    staff = as_("moderator")
    form = sent_from(staff.get(desk.address).content.decode(), **{desk.field: STAFFS_TEXT})
    desk.save_as_member()
    refused = staff.post(desk.address, form | action)
    text = refused.content.decode()
    writer = Revision.objects.order_by("-pk").first().user
    assert refused.status_code == 200
    assert f"{writer} {NOTICE}" in text and STAFFS_TEXT in text
    assert desk.draft == MEMBERS_TEXT
    assert staff.post(desk.address, sent_from(text) | action).status_code == 302  # she knows now
    assert desk.draft == STAFFS_TEXT


def test_an_editor_alone_saves_as_often_as_she_likes(desk, as_):
    staff = as_("moderator")
    for text in ("First", "Second"):
        form = sent_from(staff.get(desk.address).content.decode(), **{desk.field: text})
        assert staff.post(desk.address, form).status_code == 302
        assert desk.draft == text


def test_a_form_that_saves_itself_is_refused_too_and_its_own_saves_are_none_of_others(desk, as_):
    staff, itself = as_("moderator"), {"headers": {"accept": "application/json"}}
    desk.thing.save_revision()
    form = sent_from(staff.get(desk.address).content.decode(), **{desk.field: STAFFS_TEXT})
    saved = staff.post(desk.address, form, **itself).json()
    form |= {"overwrite_revision_id": saved["revision_id"]}
    assert staff.post(desk.address, form | {desk.field: "A little more"}).status_code == 302
    desk.save_as_member()
    assert staff.post(desk.address, form, **itself).json()["error_code"] == "invalid_revision"
    assert NOTICE in staff.post(desk.address, form).content.decode()
    assert desk.draft == MEMBERS_TEXT


def test_the_preview_goes_on_while_somebody_else_has_saved(desk, as_):
    staff = as_("moderator")
    form = sent_from(staff.get(desk.address).content.decode(), **{desk.field: STAFFS_TEXT})
    desk.save_as_member()
    assert staff.post(desk.preview, form).json()["is_valid"]
