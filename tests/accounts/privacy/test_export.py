"""A person is told how she signs in, where she is signed in and what was written to her: without a secret."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken

from cities.models import ExpertRequest, InterestAnswer
from network.accounts.privacy.export import as_read, own_data
from network.home.models import EnquiryReply
from tests.factories.accounts import PASSWORD, TOTP_SECRET, UserFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.experts import ExpertFactory
from tests.factories.joining import InterestFactory

NOW = timezone.now()


def held_of(person, key: str) -> list[dict]:
    """Return the rows of one kind in the person's own data, as the JSON file holds them."""
    data = json.loads(json.dumps(own_data(person, now=NOW)))
    return next(holding["rows"] for holding in data["holdings"] if holding["key"] == key)


@pytest.fixture
def person(home):
    return UserFactory(name="Ana Example", with_totp=True)


def test_second_factors_and_passkeys_are_named_with_their_times(person):
    Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key on my desk", "credential": {"id": "credential-of-ana"}},
        last_used_at=NOW,
    )
    UserFactory(with_totp=True)
    rows = held_of(person, "second-factors")
    kinds = {row["kind"] for row in rows}
    assert kinds == {"Authenticator app", "Recovery codes", "Passkey or security key"}
    key = next(row for row in rows if row["name"])
    assert key["name"] == "Key on my desk"
    assert key["last used"] == NOW.isoformat()
    assert all(set(row) == {"kind", "name", "created", "last used"} for row in rows)


def test_no_secret_stands_in_the_export(person):
    Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key", "credential": {"id": "credential-of-ana"}},
    )
    account = SocialAccount.objects.create(user=person, provider="city", uid="ana-4711")
    SocialToken.objects.create(account=account, token="token-of-ana", token_secret="other-of-ana")
    APIToken.objects.create(user=person, name="Sheets", key_hash="hash-of-ana", prefix="wagtail_pre")
    Client().login(username=person.email, password=PASSWORD)
    data = own_data(person, now=NOW)
    text = json.dumps(data) + json.dumps(as_read(data))
    assert "ana-4711" in text and "Sheets" in text
    secrets = [TOTP_SECRET, "credential-of-ana", "token-of-ana", "other-of-ana", "hash-of-ana", "wagtail_pre"]
    secrets += [Session.objects.get().session_key, person.password]
    secrets += [str(one.data["seed"]) for one in Authenticator.objects.filter(type="recovery_codes")]
    secrets += [one.data["secret"] for one in Authenticator.objects.filter(type="totp")]
    assert all(secrets)
    assert [secret for secret in secrets if secret in text] == []


def test_she_sees_where_she_is_signed_in_and_nobody_elses_sessions(home):
    person, other = UserFactory(), UserFactory()
    for one in (person, person, other):
        Client().post("/account/login/", {"login": one.email, "password": PASSWORD})
    rows = held_of(person, "sessions")
    assert len(rows) == 2 and len(held_of(other, "sessions")) == 1
    assert Session.objects.count() == 3
    for row in rows:
        assert set(row) == {"signed in", "by", "ends"}
        assert row["by"] == ["password"]
        assert row["signed in"][:4] == str(NOW.year)
        assert row["ends"] > row["signed in"]


def test_a_session_that_was_not_begun_by_signing_in_is_told_too(person, client):
    client.force_login(person)
    assert [row["by"] for row in held_of(person, "sessions")] == [[]]


def test_what_was_written_to_her_is_hers_too(person):
    expert = ExpertFactory(person=person)
    sender = UserFactory(name="Bela Sender")
    for one, message in ((expert, "How deep is it?"), (ExpertFactory(), "How wide is it?")):
        ExpertRequest.objects.create(expert=one, sender=sender, subject="Mine", message=message, sent_at=NOW)
    EnquiryReply.objects.create(enquiry=EnquiryFactory(email=person.email), text="Ask Katowice.", sent_at=NOW)
    EnquiryReply.objects.create(enquiry=EnquiryFactory(), text="Not for you.", sent_at=NOW)
    for interest, text in ((InterestFactory(email=person.email), "Welcome."), (InterestFactory(), "No.")):
        InterestAnswer.objects.create(interest=interest, state="accepted", text=text, sent_at=NOW)
    (received,) = held_of(person, "expert-requests-received")
    assert (received["sender"], received["message"]) == ("Bela Sender", "How deep is it?")
    assert [row["reply"] for row in held_of(person, "enquiry-replies")] == ["Ask Katowice."]
    assert [row["text"] for row in held_of(person, "interest-answers")] == ["Welcome."]
    assert [row["message"] for row in held_of(sender, "expert-requests")] == [
        "How deep is it?",
        "How wide is it?",
    ]
