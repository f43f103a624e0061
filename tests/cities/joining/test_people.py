"""Who belongs to a city or partner: seen, decided, handed over and ended by those who keep its people."""

from urllib.parse import quote

import pytest

from cities.enums import AffiliationGround, AffiliationRole, AffiliationState
from cities.joining.affiliations import AlreadyDecided, SuccessorNeeded, approve_affiliation, end_affiliation
from cities.joining.forms import EndForm
from cities.models import City
from network.core.access import can
from network.core.models import AuditEntry
from network.home.staff import EDITORS, MODERATORS, grant_staff_permissions
from network.mail.models import Delivery
from tests.factories.accounts import UserFactory
from tests.factories.affiliations import AffiliationFactory
from tests.factories.cities import CityFactory, PartnerFactory
from tests.factories.enquiries import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(home):
    return CityFactory(name="Katowice", slug="katowice")


@pytest.fixture
def coordinator(client, city):
    """Sign in the city's coordinator."""
    row = AffiliationFactory(city=city, coordinator=True, person__name="Cora")
    client.force_login(row.person)
    return row


def state_of(row):
    row.refresh_from_db()
    return row.state


def people(city):
    return f"/cities/{city.slug}/people/"


def action(row, name):
    return f"/affiliations/{row.pk}/{name}/"


def test_her_account_leads_to_the_page_that_she_keeps(client, city, coordinator):
    partner = PartnerFactory(name="Fund", slug="fund")
    AffiliationFactory(person=coordinator.person, with_partner=True, partner=partner)
    AffiliationFactory(person=coordinator.person, city=CityFactory(slug="asked"), requested=True)
    page = client.get("/account/").content.decode()
    assert 'href="/cities/katowice/edit/"' in page and 'href="/partners/fund/edit/"' in page
    assert "/cities/asked/edit/" not in page


def test_the_list_shows_what_waits_first(client, city, coordinator):
    AffiliationFactory(city=city, person__name="Approved", person__job_title="Head of reuse")
    AffiliationFactory(city=city, requested=True, person__name="Asking", message="I look after halls.")
    AffiliationFactory(city=city, ended=True, person__name="Former")
    AffiliationFactory(requested=True, person__name="Elsewhere")
    page = client.get(people(city)).content.decode().partition("<main")[2]
    assert page.index("Asking") < page.index("Approved") < page.index("Cora")
    assert "I look after halls." in page
    assert "Head of reuse" in page
    assert "Former" not in page
    assert "Elsewhere" not in page


def test_the_list_asks_as_often_for_twenty_as_for_one(client, city, coordinator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(people(city))
    with CaptureQueriesContext(connection) as one:
        client.get(people(city))
    assert len(one) <= 15
    AffiliationFactory.create_batch(9, city=city)
    AffiliationFactory.create_batch(9, city=city, requested=True)
    with django_assert_num_queries(len(one)):
        client.get(people(city))


def test_the_people_exist_for_those_who_keep_them_only(client, city, coordinator):
    grant_staff_permissions()
    partner = PartnerFactory(slug="institute")
    readers = {
        "anonymous": None,
        "signed in": UserFactory(),
        "official": AffiliationFactory(city=city).person,
        "elsewhere": AffiliationFactory(coordinator=True).person,
        "coordinator": coordinator.person,
        "representative": AffiliationFactory(with_partner=True, partner=partner).person,
        "editor": UserFactory(groups=[EDITORS]),
        "moderator": UserFactory(groups=[MODERATORS]),
    }
    allowed = {people(city): {"coordinator", "moderator"}, "/partners/institute/people/": {"representative"}}
    allowed["/partners/institute/people/"] |= {"moderator"}
    row = AffiliationFactory(city=city, requested=True)
    for name in ("decline", "end"):
        allowed[action(row, name)] = {"coordinator", "moderator"}
    for name, person in readers.items():
        client.logout()
        if person:
            client.force_login(person)
        for path, whom in allowed.items():
            response = client.get(path)
            assert response.status_code == (200 if name in whom else 404), (name, path)
            if name not in whom:
                assert (f"?next={quote(path, '')}" in response.content.decode()) == (person is None)
        if name not in ("coordinator", "moderator"):
            for act in ("approval", "decline", "role", "end"):
                assert client.post(action(row, act), {"role": "coordinator"}).status_code == 404
    assert state_of(row) == AffiliationState.REQUESTED


def test_a_coordinator_approves_and_the_person_is_mailed(
    client, city, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    row = AffiliationFactory(city=city, requested=True, person__name="Ana")
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(action(row, "approval"), follow=True).content.decode()
    assert "Ana now belongs to Katowice." in page
    row.refresh_from_db()
    assert (row.state, row.ground, row.decided_by) == (
        AffiliationState.APPROVED,
        AffiliationGround.COORDINATOR,
        coordinator.person,
    )
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([row.person.email], "You now belong to Katowice")
    page = client.post(action(row, "approval"), follow=True).content.decode()
    assert "Somebody else decided about this meanwhile." in page
    assert Delivery.objects.filter(kind="affiliation_approved").count() == 1


def test_what_staff_approve_rests_on_the_secretariat(client, city):
    client.force_login(UserFactory(administrator=True))
    row = AffiliationFactory(city=city, requested=True)
    client.post(action(row, "approval"))
    row.refresh_from_db()
    assert row.ground == AffiliationGround.STAFF


def test_a_request_is_declined_with_a_reason(
    client, city, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    row = AffiliationFactory(city=city, requested=True)
    assert client.get(action(row, "decline")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(action(row, "decline"), {"reason": "We do not know you <yet>."})
    assert state_of(row) == AffiliationState.DECLINED
    assert "We do not know you <yet>." in mailoutbox[0].body
    entry = AuditEntry.objects.of(row).get()
    assert (entry.action, entry.actor_key) == ("affiliation.declined", coordinator.person.pk)
    assert "know you" not in str(entry.details)
    page = client.post(action(row, "decline"), {"reason": "Again"}, follow=True).content.decode()
    assert "Somebody else decided about this meanwhile." in page
    row.refresh_from_db()
    assert row.reason == "We do not know you <yet>."


def test_a_role_is_changed_by_the_coordinator_and_nobody_raises_herself(client, city, coordinator):
    row = AffiliationFactory(city=city)
    client.post(action(row, "role"), {"role": "expert"})
    row.refresh_from_db()
    assert row.role == AffiliationRole.EXPERT
    assert client.post(action(row, "role"), {"role": "representative"}).status_code == 422
    client.force_login(row.person)
    assert client.post(action(row, "role"), {"role": "coordinator"}).status_code == 404
    row.refresh_from_db()
    assert row.role == AffiliationRole.EXPERT


def test_the_last_coordinator_hands_over_when_she_leaves(client, city, coordinator):
    heir = AffiliationFactory(city=city, person__name="Heir")
    assert "Heir (Official)" in client.get(action(coordinator, "end")).content.decode()
    response = client.post(action(coordinator, "end"), {})
    assert response.status_code == 422
    assert "Choose who takes over." in response.content.decode()
    assert state_of(coordinator) == AffiliationState.APPROVED
    response = client.post(action(coordinator, "end"), {"successor": heir.pk})
    assert response.url == "/account/"
    assert state_of(coordinator) == AffiliationState.ENDED
    heir.refresh_from_db()
    assert heir.role == AffiliationRole.COORDINATOR
    assert Delivery.objects.get(kind="affiliation_role").recipient == heir.person
    assert not Delivery.objects.filter(kind="affiliation_ended").exists()


@pytest.mark.parametrize("stranger", ["elsewhere", "requested", "switched off"])
def test_the_role_goes_to_nobody_from_elsewhere(client, city, coordinator, stranger):
    AffiliationFactory(city=city)
    other = {
        "elsewhere": AffiliationFactory,
        "requested": lambda: AffiliationFactory(city=city, requested=True),
        "switched off": lambda: AffiliationFactory(city=city, person__is_active=False),
    }[stranger]()
    assert client.post(action(coordinator, "end"), {"successor": other.pk}).status_code == 422
    with pytest.raises(SuccessorNeeded):
        end_affiliation(affiliation=coordinator, successor=other, actor=coordinator.person, now=NOON)
    assert state_of(coordinator) == AffiliationState.APPROVED


def test_with_another_coordinator_nobody_is_asked(client, city, coordinator):
    AffiliationFactory(city=city, coordinator=True)
    assert "Who takes over" not in client.get(action(coordinator, "end")).content.decode()
    client.post(action(coordinator, "end"))
    assert state_of(coordinator) == AffiliationState.ENDED


def test_where_nobody_can_take_over_the_secretariat_is_told_and_sees_the_city(
    client, secretariat, city, coordinator
):
    assert "The secretariat will be told" in client.get(action(coordinator, "end")).content.decode()
    client.post(action(coordinator, "end"))
    [mail] = Delivery.objects.all()
    assert (mail.kind, mail.address) == ("organisation_unkept", secretariat)
    assert list(City.objects.members().without_coordinator()) == [city]


def test_a_coordinator_steps_down_and_stays(client, city, coordinator):
    heir = AffiliationFactory(city=city)
    page = client.get(action(coordinator, "role")).content.decode()
    assert 'value="coordinator"' not in page
    assert client.post(action(coordinator, "role"), {"role": "official"}).status_code == 422
    assert client.post(action(coordinator, "role"), {"role": "coordinator"}).status_code == 422
    response = client.post(action(coordinator, "role"), {"role": "official", "successor": heir.pk})
    assert response.url == "/account/"
    coordinator.refresh_from_db()
    heir.refresh_from_db()
    assert (coordinator.role, heir.role) == ("official", "coordinator")


def test_somebody_takes_back_her_request_and_leaves_by_herself(client, home):
    for row in (AffiliationFactory(requested=True), AffiliationFactory()):
        client.force_login(row.person)
        assert action(row, "end") in client.get("/account/").content.decode()
        assert client.post(action(row, "end")).url == "/account/"
        row.refresh_from_db()
        assert (row.state, row.ended_by) == (AffiliationState.ENDED, row.person)
    assert not Delivery.objects.exists()


def test_whoever_is_put_out_is_mailed_with_the_reason(client, city, coordinator):
    row = AffiliationFactory(city=city)
    client.post(action(row, "end"), {"reason": "You work for Gliwice now."})
    row.refresh_from_db()
    assert (row.reason, row.ended_by) == ("You work for Gliwice now.", coordinator.person)
    assert Delivery.objects.get().recipient == row.person


def test_a_form_that_was_open_meanwhile_asks_for_a_successor_after_all(client, city, coordinator, monkeypatch):
    other = AffiliationFactory(city=city, coordinator=True)
    AffiliationFactory(city=city, person__name="Heir")
    left = []

    def leave_meanwhile(form):
        if not left:
            left.append(end_affiliation(affiliation=other, actor=other.person, now=NOON))
        return form.cleaned_data

    monkeypatch.setattr(EndForm, "clean", leave_meanwhile)
    response = client.post(action(coordinator, "end"))
    assert response.status_code == 422
    assert "Who takes over" in response.content.decode()
    assert state_of(coordinator) == AffiliationState.APPROVED


def test_what_is_over_is_not_decided_again(home):
    row = AffiliationFactory(ended=True)
    for act in (approve_affiliation, end_affiliation):
        with pytest.raises(AlreadyDecided):
            act(affiliation=row, actor=UserFactory(), now=NOON)


def test_representatives_keep_their_partners_people(client, home):
    partner = PartnerFactory(slug="institute", name="Institute")
    row = AffiliationFactory(with_partner=True, partner=partner)
    asking = AffiliationFactory(with_partner=True, partner=partner, requested=True, person__name="Asking")
    client.force_login(row.person)
    assert "Asking" in client.get("/partners/institute/people/").content.decode()
    assert client.post(action(asking, "approval")).url == "/partners/institute/people/"
    assert state_of(asking) == AffiliationState.APPROVED
    assert can(asking.person, "propose", partner)
