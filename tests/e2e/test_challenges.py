"""A challenge in a real browser: a city submits it, the secretariat publishes it, another city co-signs it."""

import os
import subprocess
import sys
import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.portal import ROOT, environment

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
def coordinators(portal, tmp_path_factory, worker_id):
    """Have two of the demo's people coordinate a city each."""
    base = tmp_path_factory.getbasetemp()
    data = (base if worker_id == "master" else base.parent) / "portal"
    data = os.environ.get("INTERURBAN_DATA", data) if "INTERURBAN_E2E_URL" in os.environ else data
    command = [sys.executable, "manage.py", "shell", "-c", JOIN]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def test_a_city_submits_a_challenge_that_another_one_has_too(coordinators, at_desk, open_context):
    title = f"Heat after coal {uuid.uuid4().hex[:6]}"
    city = at_desk("coordinator")
    city.goto("/challenges/")
    city.get_by_role("link", name="Describe a challenge").click()
    city.get_by_label("City", exact=True).select_option(label="Essen")
    city.get_by_label("Title").fill(title)
    city.get_by_role("button", name="Save and look at it").click()
    expect(city.get_by_text("This is how it will look.")).to_be_visible()
    address = city.url
    city.get_by_role("button", name="Submit to the secretariat").click()
    expect(city.get_by_text("This is still missing: summary, context")).to_be_visible()
    city.get_by_label("Summary").fill("The plant closes.")
    city.get_by_label("Circular economy").check()
    city.get_by_label("Context").fill("Forty thousand homes hang on its pipes.")
    city.get_by_label("What you need").fill("A plan.")
    city.get_by_role("button", name="Submit to the secretariat").click()
    expect(city.get_by_text("The secretariat has it now")).to_be_visible()
    reader = open_context(java_script_enabled=False)
    assert reader.goto(address).status == 404

    moderator = at_desk("moderator")
    moderator.goto("/admin/challenges/?state=submitted")
    moderator.get_by_role("link", name=title).first.click()
    moderator.get_by_role("button", name="Publish").click()
    expect(moderator.get_by_text("The challenge is published")).to_be_visible()

    other = at_desk("facilitator")
    other.goto(address)
    other.get_by_role("link", name="We have this too").click()
    other.get_by_label("In one sentence").fill("Our plant closes in 2030.")
    other.get_by_role("button", name="Co-sign").click()
    expect(other.get_by_role("heading", name="1 city has this too")).to_be_visible()
    other.get_by_label("Your comment").fill("We asked the operators first.")
    other.get_by_role("button", name="Send comment").click()

    assert reader.goto(address).status == 200
    expect(reader.get_by_text("Our plant closes in 2030.")).to_be_visible()
    expect(reader.get_by_text("We asked the operators first.")).to_be_visible()
    expect(reader.locator("input[name=csrfmiddlewaretoken][type=hidden]")).to_have_count(
        reader.locator("footer input[name=csrfmiddlewaretoken]").count()
    )
