"""What people see of their own data, take away and have erased."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cities.models import Affiliation, CityContact, ExpertRequest, Interest, Invitation
from network.accounts.models import User
from network.accounts.privacy.export import own_data
from network.core.models import AuditEntry
from network.core.personal_data import apply_retention, personal_data
from network.home.models import Enquiry
from network.mail.models import Delivery
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.affiliations import AffiliationFactory, ChallengeFactory
from tests.factories.challenges import CommentFactory
from tests.factories.cities import CityFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.joining import InterestFactory, InvitationFactory
from tests.factories.mail import DeliveryFactory

EXPORTS = ["/account/data/export.json", "/account/data/export.html"]


@pytest.fixture
def person(home):
    person = UserFactory(name="Ana Example", complete=True)
    AffiliationFactory(person=person, city__name="Katowice", message="I look after the halls.")
    CommentFactory(author=person, text="We asked the operators.")
    CommentFactory(text="Somebody else’s words.")
    return person


@pytest.fixture
def signed_in(client, person):
    return sign_in(client, person)


def sign_in(client, person):
    """Sign in, and show once more that it is she."""
    client.force_login(person)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_the_page_counts_what_is_held(signed_in):
    page = signed_in.get("/account/data/").content.decode()
    assert "Your account and profile" in page
    assert "What you said about challenges" in page
    assert "Support that you offered" not in page


def test_the_export_holds_hers_and_nobody_elses(signed_in, person):
    data = json.loads(signed_in.get(EXPORTS[0]).content)
    assert data["person"] == person.email
    text = json.dumps(data, ensure_ascii=False)
    for word in (
        "Ana Example",
        "Head of reuse",
        "I look after the halls.",
        "We asked the operators.",
        "Katowice",
    ):
        assert word in text
    assert "Somebody else" not in text
    assert {holding["key"] for holding in data["holdings"]} == {
        one.key for one in personal_data.all() if one.rows
    }
    page = signed_in.get(EXPORTS[1]).content.decode()
    assert "We asked the operators." in page and "Somebody else" not in page
    assert "<script" not in page and "http" not in page.split("</head>")[0]
    assert AuditEntry.objects.filter(action="account.exported", actor_key=person.pk).count() == 2


@pytest.mark.parametrize("path", [*EXPORTS, "/account/erasure/"])
def test_the_password_is_asked_for_again(client, person, path):
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith("/account/reauthenticate/")
    client.logout()
    assert client.get(path).url.startswith("/account/login/")


def test_markup_in_ones_own_words_runs_in_no_export(client, home):
    person = UserFactory(name="<script>alert(1)</script>")
    sign_in(client, person)
    assert "<script>" not in client.get(EXPORTS[1]).content.decode()


def test_erasing_takes_the_word_and_signs_out(signed_in, person):
    assert "What becomes of it" in signed_in.get("/account/erasure/").content.decode()
    response = signed_in.post("/account/erasure/", {"word": "yes"})
    assert response.status_code == 422
    assert User.objects.filter(pk=person.pk).exists()
    response = signed_in.post("/account/erasure/", {"word": " erase "}, follow=True)
    assert "are erased" in response.content.decode()
    assert not User.objects.filter(pk=person.pk).exists()
    assert signed_in.get("/account/").status_code == 302


def test_the_last_administrator_is_told(client, home):
    person = UserFactory(administrator=True)
    sign_in(client, person)
    response = client.post("/account/erasure/", {"word": "ERASE"})
    assert response.status_code == 422
    assert "last administrator" in response.content.decode()


def test_an_administrator_erases_by_deleting_and_sees_who_else_wrote_of_her(client, person, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    other = CommentFactory(text="Ana Example told us.")
    client.force_login(UserFactory(administrator=True))
    page = client.post(f"/admin/users/delete/{person.pk}/", follow=True).content.decode()
    assert f"cities.challengecomment:{other.pk}:text" in page
    assert not User.objects.filter(pk=person.pk).exists()
    assert AuditEntry.objects.filter(action="account.erased", subject_key=person.pk).exists()


def test_several_are_erased_at_once_as_one_is(client, person, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    other = UserFactory()
    client.force_login(UserFactory(administrator=True))
    client.post(f"/admin/bulk/accounts/user/delete/?id={person.pk}&id={other.pk}")
    assert not User.objects.filter(pk__in=[person.pk, other.pk]).exists()
    assert AuditEntry.objects.filter(action="account.erased").count() == 2


def test_the_form_sent_twice_erases_once(signed_in, person):
    User.objects.get(pk=person.pk)
    assert signed_in.post("/account/erasure/", {"word": "ERASE"}).status_code == 302
    assert signed_in.post("/account/erasure/", {"word": "ERASE"}).status_code == 302
    assert AuditEntry.objects.filter(action="account.erased").count() == 1


def test_the_privacy_page_tells_everything_that_is_declared(client, home):
    page = client.get("/privacy/data/").content.decode()
    for holding in personal_data.all():
        assert f'id="{holding.key}"' in page
    assert "180 days after it was sent or given up" in page


@pytest.mark.parametrize("path", ["/account/signup/", "/account/signup/?next=/cities/"])
def test_the_sign_up_form_links_the_privacy_page_beside_its_button(client, home, path):
    form = client.get(path).content.decode().split('<form class="form"')[1].split("</form>")[0]
    beside = form.split("</button>")[-1]
    assert 'href="/privacy/data/"' in beside
    assert client.get("/privacy/data/").status_code == 200


def test_what_is_past_its_time_goes_and_nothing_else(home):
    now = timezone.now()
    long_ago = now - timedelta(days=4 * 365)
    EnquiryFactory(received_at=long_ago, answered=True)
    EnquiryFactory(received_at=long_ago)
    EnquiryFactory(received_at=now, answered=True)
    InterestFactory(received_at=long_ago, state="declined", decided_at=long_ago)
    InterestFactory(received_at=long_ago)
    InvitationFactory(sent_at=long_ago, expires_at=long_ago)
    InvitationFactory()
    AffiliationFactory(ended=True, ended_at=long_ago)
    AffiliationFactory(ended=True, ended_at=now)
    DeliveryFactory(sent=True, ended_at=long_ago)
    DeliveryFactory()
    stale = UserFactory(email="stale@people.example", joined_at=now - timedelta(days=31), verified=False)
    fresh = UserFactory(verified=False)
    counts = apply_retention(now=now, dry_run=True)
    assert (counts["enquiries"], counts["mail"], counts["account"]) == (1, 1, 1)
    assert Enquiry.objects.count() == 3
    apply_retention(now=now)
    assert Enquiry.objects.count() == 2
    assert Interest.objects.count() == 1
    assert Invitation.objects.count() == 1
    assert Affiliation.objects.count() == 1
    assert Delivery.objects.count() == 1
    assert not User.objects.filter(pk=stale.pk).exists()
    assert User.objects.filter(pk=fresh.pk).exists()
    assert sum(apply_retention(now=now).values()) == 0


def test_the_command_counts_before_it_deletes(home, capsys):
    ExpertRequest.objects.none()
    EnquiryFactory(received_at=timezone.now() - timedelta(days=4 * 365), answered=True)
    call_command("apply_retention", "--dry-run")
    assert "Nothing was deleted." in capsys.readouterr().out
    assert Enquiry.objects.count() == 1
    call_command("apply_retention")
    assert Enquiry.objects.count() == 0


def test_what_she_did_for_her_city_stays_without_her(signed_in, person):
    challenge = ChallengeFactory(author=person, title="Heat for all")
    signed_in.post("/account/erasure/", {"word": "ERASE"})
    challenge.refresh_from_db()
    assert challenge.author is None


def test_an_account_with_somebody_elses_address_takes_nothing_of_hers_along(client, home):
    address = "victoria@people.example"
    rows = [EnquiryFactory(email=address), InterestFactory(email=address), InvitationFactory(address=address)]
    rows += [
        DeliveryFactory(address=address),
        CityContact.objects.create(city=CityFactory(), name="Victoria", email=address),
    ]
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", {"email": address, "name": "Somebody else", **passwords})
    assert not User.objects.get(email=address).emailaddress_set.get().verified
    apply_retention(now=timezone.now() + timedelta(days=31))
    assert not User.objects.filter(email=address).exists()
    for row in rows:
        row.refresh_from_db()


def test_an_address_that_is_not_verified_opens_nothing(home):
    person = UserFactory(verified=False)
    EnquiryFactory(email=person.email, message="Not yours.")
    EnquiryFactory(message="Nobody’s.")
    assert "Not yours." not in str(own_data(person, now=timezone.now()))
    assert "Nobody’s." not in str(own_data(person, now=timezone.now()))
