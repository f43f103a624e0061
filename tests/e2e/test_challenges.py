"""A challenge in a real browser: a city submits it, the secretariat publishes it, another city co-signs it."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import co_sign, draft_challenge, publish_challenge, submit_challenge

JOIN = """
from django.utils import timezone
from cities.models import Affiliation, City
from network.accounts.models import User
now = timezone.now()
for name, city in (("coordinator", "essen"), ("facilitator", "turku")):
    person = User.objects.get(email=f"{name}@interurban.example")
    Affiliation.objects.filter(person=person, city__slug=city).exclude(role="coordinator").delete()
    Affiliation.objects.get_or_create(
        person=person, city=City.objects.get(slug=city), role="coordinator", state="approved",
        defaults={"ground": "staff", "requested_at": now, "decided_at": now},
    )
"""


@pytest.fixture
def coordinators(inside):
    """Have two of the demo's people coordinate a city each."""
    inside(JOIN)


def test_a_city_submits_a_challenge_that_another_one_has_too(coordinators, at_desk, open_context):
    title = f"Heat after coal {uuid.uuid4().hex[:6]}"
    city = at_desk("coordinator")
    address = draft_challenge(city, "Essen", title)
    submit_challenge(city)
    reader = open_context(java_script_enabled=False)
    assert reader.goto(address).status == 404

    publish_challenge(at_desk("moderator"), title)

    other = at_desk("facilitator")
    co_sign(other, address, "Our plant closes in 2030.")
    expect(other.get_by_role("heading", name="1 city has this too")).to_be_visible()
    other.get_by_label("Your comment").fill("We asked the operators first.")
    other.get_by_role("button", name="Send comment").click()

    assert reader.goto(address).status == 200
    expect(reader.get_by_text("Our plant closes in 2030.")).to_be_visible()
    expect(reader.get_by_text("We asked the operators first.")).to_be_visible()
    expect(reader.locator("input[name=csrfmiddlewaretoken][type=hidden]")).to_have_count(
        reader.locator("footer input[name=csrfmiddlewaretoken]").count()
    )
