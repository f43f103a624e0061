"""Opening a group, changing it, its workplan, its public page and its end."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.core.merging import fingerprints
from network.mail.models import Delivery
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CoSignatureFactory
from tests.factories.cycles import CycleFactory, EntryFactory
from tests.factories.groups import GroupFactory, MembershipFactory, OutputFactory
from working_groups.enums import Admission, Visibility
from working_groups.groups import services
from working_groups.groups.forms import ChangedGroupForm, values_of
from working_groups.locks import ArchivedGroup
from working_groups.models import Output, WorkingGroup

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Halls in new use",
    "summary": "What the first two years of a reused hall cost.",
    "visibility": "public",
    "admission": "request",
}
PRIVATE = NEW | {"visibility": "private"}


def changed(group, **changes):
    """Return what the settings' form sends for the group as it is, with some changes."""
    values = values_of(group)
    signs = {"version": group.version, "base": fingerprints(values)}
    form = ChangedGroupForm(initial=values | signs, group=group)
    data = {name: form[name].value() for name in form.fields}
    data["themes"] = [theme.pk for theme in values["themes"]]
    data |= {name: value.pk for name, value in values.items() if name in ("lead_city", "challenge") and value}
    return {name: value for name, value in (data | changes).items() if value not in (None, False)}


def test_whoever_opens_a_group_runs_it_and_a_form_sent_twice_opens_one(as_, people):
    data = NEW | {"form_token": str(uuid.uuid4())}
    for _time in range(2):
        answer = as_("moderator").post("/working-groups/new/", data)
        assert answer.url == "/working-groups/halls-in-new-use/members/"
    group = WorkingGroup.objects.get()
    assert group.memberships.get().person == people["moderator"]
    assert group.memberships.get().facilitates
    assert as_("editor").get("/working-groups/new/").status_code == 404


def test_the_form_says_what_is_missing_and_what_does_not_go_together(as_):
    token = {"form_token": str(uuid.uuid4())}
    page = as_("moderator").post("/working-groups/new/", token)
    assert page.status_code == 422
    assert "Give the group a name." in page.content.decode()
    page = as_("moderator").post("/working-groups/new/", PRIVATE | token).content.decode()
    assert "A private group takes people in by invitation only." in page
    page = as_("moderator").post("/working-groups/new/", NEW | token | {"admission": "domain"}).content.decode()
    assert "Name at least one domain" in page
    domains = {"admission": "domain", "mail_domains": "city.example\n@Other.example\nno domain"}
    page = as_("moderator").post("/working-groups/new/", NEW | token | domains).content.decode()
    assert "This is no mail domain: no domain." in page
    assert not WorkingGroup.objects.exists()
    domains["mail_domains"] = "city.example\n@Other.example"
    as_("moderator").post("/working-groups/new/", NEW | token | domains)
    assert WorkingGroup.objects.get().mail_domains == ["city.example", "other.example"]


def test_the_database_itself_refuses_what_must_not_be(group):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingGroup.objects.filter(pk=group.pk).update(visibility=Visibility.PRIVATE, admission=Admission.OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(group=group, person=group.memberships.first().person)


def test_two_who_change_a_group_see_each_others_change(as_, people, group):
    stale = changed(group, name="Soil that stays")
    as_("administrator").post("/working-groups/soil/edit/", changed(group, summary="Another summary."))
    answer = as_("facilitator").post("/working-groups/soil/edit/", stale)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Another summary." in page and "Soil that stays" in page
    group.refresh_from_db()
    assert group.name == "Soil on site"
    as_("facilitator").post("/working-groups/soil/edit/", changed(group, name="Soil that stays"))
    group.refresh_from_db()
    assert (group.name, group.summary) == ("Soil that stays", "Another summary.")


def test_an_archived_group_is_read_and_not_changed(as_, people, group):
    output = OutputFactory(group=group)
    stale = changed(group, name="Too late")
    page = as_("facilitator").post("/working-groups/soil/archive/", follow=True).content.decode()
    assert "The group was archived on" in page
    assert as_("facilitator").post("/working-groups/soil/edit/", stale).status_code == 409
    assert as_("facilitator").get("/working-groups/soil/workplan/new/").status_code == 404
    assert as_("facilitator").post(f"/working-groups/soil/workplan/{output.pk}/step/").status_code == 404
    assert as_("member").get("/working-groups/soil/workplan/").status_code == 200
    assert as_("other").get("/working-groups/soil/").status_code == 200
    with pytest.raises(ArchivedGroup):
        services.mark_output(output=output, done_on=date(2026, 1, 1), now=timezone.now())
    as_("facilitator").post("/working-groups/soil/reopening/")
    group.refresh_from_db()
    assert not group.is_archived


def test_the_workplan_is_kept_by_facilitators_and_read_on_the_public_page(as_, group):
    token = {"form_token": str(uuid.uuid4())}
    data = token | {"title": "Checklist", "due_on": "2027-06-30", "web_address": "/knowledge/"}
    for _time in range(2):
        as_("facilitator").post("/working-groups/soil/workplan/new/", data)
    output = Output.objects.get()
    page = as_("anonymous").get("/working-groups/soil/").content.decode()
    assert "Checklist" in page and "By 30 June 2027" in page
    path = f"/working-groups/soil/workplan/{output.pk}"
    as_("facilitator").post(f"{path}/step/", {"step": "done"})
    assert "Done on" in as_("member").get("/working-groups/soil/workplan/").content.decode()
    as_("facilitator").post(f"{path}/edit/", token | {"title": "Longer checklist"})
    output.refresh_from_db()
    assert (output.title, output.due_on) == ("Longer checklist", None)
    as_("facilitator").post(f"{path}/step/", {"step": "delete"})
    assert not Output.objects.exists()
    assert as_("member").get("/working-groups/soil/workplan/new/").status_code == 404


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example", "elsewhere.example", "/a b"])
def test_an_output_leads_nowhere_that_runs(as_, group, address):
    data = {"form_token": str(uuid.uuid4()), "title": "Checklist", "web_address": address}
    assert as_("facilitator").post("/working-groups/soil/workplan/new/", data).status_code == 422


def test_a_restricted_group_tells_a_short_note_only(as_, group):
    group.visibility, group.aim, group.description = Visibility.RESTRICTED, "A hidden aim", "Hidden **text**"
    group.save()
    OutputFactory(group=group, title="Hidden output")
    page = as_("other").get("/working-groups/soil/").content.decode()
    assert group.summary in page and "Hidden" not in page and "hidden aim" not in page
    page = as_("member").get("/working-groups/soil/").content.decode()
    assert "A hidden aim" in page and "<b>text</b>" in page and "Hidden output" in page


def test_a_selected_challenge_gets_its_group_in_one_step(as_, people, essen, lodz):
    theo = AffiliationFactory(city=lodz, coordinator=True, person__name="Theo").person
    challenge = ChallengeFactory(city=essen, title="Soil on site", context="Much soil.", needed="A checklist.")
    CoSignatureFactory(challenge=challenge, city=lodz)
    path = f"/challenges/{challenge.slug}/"
    assert "Open its working group" not in as_("moderator").get(path).content.decode()
    EntryFactory(cycle=CycleFactory(closed=True), challenge=challenge, selected=True, place=1)
    assert "Open its working group" in as_("moderator").get(path).content.decode()
    assert "Open its working group" not in as_("coordinator").get(path).content.decode()
    for _time in range(2):
        answer = as_("moderator").post(f"{path}working-group/")
        assert answer.url == "/working-groups/soil-on-site/edit/"
    group = WorkingGroup.objects.get()
    assert (group.lead_city, group.challenge) == (essen, challenge)
    assert "A checklist." in group.description
    seats = {one.person: one.city for one in group.memberships.active()}
    assert seats == {people["moderator"]: None, people["coordinator"]: essen, theo: lodz}
    told = Delivery.objects.filter(kind="group_joined").values_list("recipient", flat=True)
    assert set(told) == {people["coordinator"].pk, theo.pk}
    page = as_("anonymous").get(path).content.decode()
    assert "/working-groups/soil-on-site/" in page
    assert "/working-groups/soil-on-site/" in as_("anonymous").get("/cities/essen/").content.decode()


def test_the_list_is_narrowed_by_theme_state_and_city(client, group, reindex, people):
    GroupFactory(name="Done works", archived=True)
    GroupFactory(name="Secret works", private=True)
    GroupFactory(name="Quiet works", restricted=True, aim="Nobody reads this")
    reindex()
    page = client.get("/working-groups/").content.decode()
    assert "3 working groups" in page and "Secret" not in page
    assert "Done works" not in client.get("/working-groups/?state=work").content.decode()
    found = client.get("/working-groups/?city=lodz").content.decode()
    assert "Soil on site" in found and "Quiet works" not in found
    assert "0 working groups" in client.get("/working-groups/?q=nobody+reads").content.decode()
    assert "/working-groups/soil/" in client.get("/search/?q=soil").content.decode()
    assert "Secret" not in client.get("/search/?q=secret").content.decode()


def test_without_an_index_the_list_comes_from_the_database(client, group):
    GroupFactory(name="Secret works", private=True)
    page = client.get("/working-groups/?q=soil").content.decode()
    assert "Soil on site" in page
    assert "Secret works" not in client.get("/working-groups/").content.decode()


def test_staff_see_which_groups_nobody_runs(as_, people, group):
    GroupFactory(name="Unled works")
    GroupFactory(name="Secret works", private=True)
    page = as_("moderator").get("/admin/working-groups/").content.decode()
    assert "Unled works" in page and "Secret works" not in page
    assert "Secret works" in as_("administrator").get("/admin/working-groups/").content.decode()
    assert "1 group without facilitator" in as_("moderator").get("/admin/").content.decode()
    assert as_("editor").get("/admin/working-groups/").status_code in (302, 404)


def test_what_is_new_since_the_last_visit_is_shown_until_it_is_marked_as_seen(as_, people, group):
    place = group.memberships.get(person=people["member"])
    assert "Since your last visit" not in as_("member").get("/working-groups/soil/space/").content.decode()
    as_("member").post("/working-groups/soil/visit/")
    place.refresh_from_db()
    assert place.seen_at
    MembershipFactory(group=group, person=people["other"], decided_at=timezone.now())
    page = as_("member").get("/working-groups/soil/space/").content.decode()
    assert "Since your last visit" in page and "Olga Other" in page
    as_("member").post("/working-groups/soil/visit/")
    assert "Since your last visit" not in as_("member").get("/working-groups/soil/space/").content.decode()
