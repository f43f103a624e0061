"""Reports of mail providers, as they really come: to an address behind a secret."""

import base64
import json

import pytest
from django.urls import include, path

from network import urls as portal
from network.mail.enums import Frequency, SuppressionReason
from network.mail.models import Preference, Suppression
from network.mail.models.suppression import address_hash
from tests.factories.accounts import UserFactory
from tests.factories.mail import DeliveryFactory

pytestmark = pytest.mark.django_db

urlpatterns = [path("mail/reports/", include("anymail.urls")), *portal.urlpatterns]

ADDRESS = "/mail/reports/postmark/tracking/"
SECRET = "provider:secret"
BOUNCE = {
    "RecordType": "Bounce",
    "MessageID": "901542550-4",
    "Type": "HardBounce",
    "TypeCode": 1,
    "Email": "gone@example.org",
    "BouncedAt": "2024-12-03T12:00:00Z",
    "Description": "The server was unable to deliver your message",
    "Details": "550 5.1.1 No such user",
}


@pytest.fixture(autouse=True)
def provider(settings, home):
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def report(client, event, secret=SECRET):
    login = base64.b64encode(secret.encode()).decode()
    return client.post(
        ADDRESS,
        json.dumps(event),
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Basic {login}",
    )


def test_an_address_that_bounces_gets_no_more_mail(client):
    delivery = DeliveryFactory(address="gone@example.org", sent=True, message_id="<901542550-4>")
    assert report(client, BOUNCE).status_code == 200
    found = Suppression.objects.get()
    assert found.address_hash == address_hash("gone@example.org")
    assert found.reason == SuppressionReason.BOUNCED
    delivery.refresh_from_db()
    assert "550 5.1.1 No such user" in delivery.error
    assert delivery.state == "sent"


def test_a_mailbox_that_is_full_is_no_reason_to_stop(client):
    report(client, BOUNCE | {"Type": "SoftBounce", "TypeCode": 4096, "Details": "452 4.2.2 Full"})
    assert not Suppression.objects.exists()


def test_who_complains_gets_no_more_mail(client):
    event = BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512}
    report(client, event)
    assert Suppression.objects.get().reason == SuppressionReason.COMPLAINED


def test_who_unsubscribes_at_the_provider_gets_no_more_digests(client):
    person = UserFactory(email="ana@example.org")
    event = {
        "RecordType": "SubscriptionChange",
        "MessageID": "1",
        "Recipient": "Ana@example.org",
        "ChangedAt": "2024-12-03T12:00:00Z",
        "SuppressSending": True,
        "SuppressionReason": "ManualSuppression",
        "Origin": "Recipient",
    }
    assert report(client, event).status_code == 200
    assert Preference.objects.get().frequency == Frequency.NEVER
    assert Preference.objects.get().person == person


@pytest.mark.parametrize("secret", ["provider:wrong", "", ":"])
def test_nobody_reports_without_the_secret(client, secret):
    assert report(client, BOUNCE, secret).status_code == 400
    assert not Suppression.objects.exists()


def test_without_a_secret_there_is_no_such_address(client, settings):
    settings.ROOT_URLCONF = "network.urls"
    assert report(client, BOUNCE).status_code == 404
