"""A peer exchange in a real browser: from the request to the practice, and an open call without scripts."""

import uuid
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import mailed

BEGINS = date.today() + timedelta(days=14)
OTHER = "facilitator"  # who coordinates the other city here
COORDINATES = """
from cities.models import Affiliation
Affiliation.objects.filter(person__email="facilitator@interurban.example").update(role="coordinator")
"""


@pytest.fixture
def other_city(inside):
    """Have the demo facilitator coordinate her city, Essen, from now on."""
    inside(COORDINATES)


def ask(page: Page, title: str, *, theme: str = "Circular economy") -> str:
    """Take the first step of a request on the page of a coordinator, and return the exchange's address."""
    page.goto("/exchanges/")
    page.get_by_role("link", name="Ask for an exchange").click()
    page.get_by_label("City", exact=True).select_option(label="Katowice")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Mentoring").check()
    page.get_by_label("What you would like to learn").fill("What it costs in the first two years.")
    page.get_by_label(theme, exact=True).check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Whom you ask", level=1)).to_be_visible()
    return page.url.removesuffix("partners/")


def test_two_cities_find_each_other_work_and_tell_the_network(at_desk, open_context, send_mail, other_city):
    title = f"How was the pit kept open? {uuid.uuid4().hex[:6]}"
    page, other, moderator = at_desk("coordinator"), at_desk(OTHER), at_desk("moderator")
    exchange = ask(page, title)
    expect(page.get_by_text("Deals with the same: Circular economy").first).to_be_visible()
    page.get_by_label("Another member city").select_option(label="Essen")
    page.get_by_role("button", name="Save and go on").click()
    send = page.get_by_role("button", name="Send the request")
    send.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your request is on its way.")).to_be_visible()

    other.goto("/dashboard/")
    other.get_by_role("link", name=f"Katowice asks for an exchange: {title}").click()
    expect(other.get_by_text("Demo coordinator")).to_have_count(0)
    other.get_by_label("Yes, we would like to").check()
    other.get_by_label("A word to the other side").fill("Gladly, from March on.")
    other.get_by_role("button", name="Send the answer").click()
    expect(other.get_by_text("Your answer is on its way.")).to_be_visible()
    page.goto(exchange)
    expect(page.get_by_text("Gladly, from March on.")).to_be_visible()
    expect(page.get_by_text("facilitator@interurban.example")).to_have_count(0)

    moderator.goto("/dashboard/")
    moderator.get_by_role("link", name=f"Both sides say yes: {title}").click()
    moderator.get_by_role("button", name="Confirm and introduce them").click()
    expect(moderator.get_by_text("They are introduced to each other by mail.")).to_be_visible()
    send_mail()
    text = mailed(open_context(), f"May we introduce you? {title}", "coordinator@interurban.example")
    assert "facilitator@interurban.example" in text
    page.goto(exchange)
    expect(page.get_by_role("link", name="facilitator@interurban.example")).to_be_visible()

    agree_and_begin(page, other, exchange)
    page.get_by_role("link", name="Call a meeting").click()
    page.get_by_label("Title").fill(f"First call: {title}")
    page.get_by_label("Day").fill(BEGINS.isoformat())
    page.get_by_label("Begins at").fill("10:00")
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_text("The meeting is called.")).to_be_visible()
    other.goto("/dashboard/")
    other.get_by_role("link", name=f"Say whether you come: First call: {title}").click()
    other.get_by_label("Yes", exact=True).check()
    other.get_by_role("button", name="Save my reply").click()
    expect(other.locator("#rsvp [role=status]")).to_contain_text("You are going")
    other.goto(exchange)
    other.get_by_label("What happened").fill("We walked through the pit.")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("It stands in the log.")).to_be_visible()

    report(page, exchange)
    stranger = open_context()
    stranger.goto(exchange)
    expect(stranger.get_by_text("Roofs first, tenants second.")).to_be_visible()
    expect(stranger.get_by_text("Begin with the roof.")).to_have_count(0)
    page.goto(exchange)
    page.get_by_role("button", name="Make a good practice of it").click()
    expect(page.get_by_label("Title")).to_have_value(title)
    expect(page.get_by_label("Results")).to_have_value("Begin with the roof.")
    page.goto(f"{exchange}follow-up/")
    page.get_by_label("We use some of it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Half a year later: We use some of it")).to_have_count(
        0
    )  # nothing was said about it
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("Followed up")


def agree_and_begin(page: Page, other: Page, exchange: str) -> None:
    """Write the agreement on one side, agree to it on the other, and begin."""
    page.get_by_role("link", name="Write the agreement").click()
    page.get_by_label("From", exact=True).fill((BEGINS + timedelta(days=60)).isoformat())
    page.get_by_label("Until", exact=True).fill(BEGINS.isoformat())
    page.get_by_label("Who takes part, and what each does").fill("Two from each city.")
    page.get_by_role("button", name="Save and agree").click()
    expect(page.get_by_text("This is before it begins.").first).to_be_visible()
    expect(page.get_by_label("Who takes part, and what each does")).to_have_value("Two from each city.")
    page.get_by_label("From", exact=True).fill(BEGINS.isoformat())
    page.get_by_label("Until", exact=True).fill((BEGINS + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Save and agree").click()
    expect(page.get_by_text("Essen has not agreed yet")).to_be_visible()
    other.goto(exchange)
    other.get_by_role("button", name="Agree for Essen").click()
    expect(other.locator(".stages [aria-current=step]")).to_contain_text("Agreed")
    page.goto(exchange)
    page.get_by_role("button", name="It has begun").click()
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("Under way")


def report(page: Page, exchange: str) -> None:
    """Write the report, with a summary that everybody reads."""
    page.goto(exchange)
    page.get_by_role("link", name="Write the report").click()
    page.get_by_label("What you did").fill("Two visits.")
    page.get_by_label("What you learned").fill("Begin with the roof.")
    page.get_by_label("Show the exchange").check()
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_text("Say in two or three sentences what everybody may read.").first).to_be_visible()
    page.get_by_label("Summary for everybody").fill("Roofs first, tenants second.")
    page.get_by_role("button", name="Save the report").click()
    expect(page.get_by_text("The report is saved.")).to_be_visible()


def test_an_open_call_is_answered_and_declined_without_scripts(open_context, sign_in, other_city):
    title = f"Who heats with mine water? {uuid.uuid4().hex[:6]}"
    page = open_context(storage_state=sign_in("coordinator"), java_script_enabled=False)
    exchange = ask(page, title)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("the request would reach nobody")).to_be_visible()
    page.get_by_label("Show the request as an open call").check()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Your request is on its way.")).to_be_visible()

    narrow = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
    other = open_context(storage_state=sign_in(OTHER), **narrow)
    other.goto(exchange)
    other.get_by_role("link", name="Offer to take part").click()
    other.get_by_role("button", name="Send the offer").click()
    expect(other.get_by_text("Say what you can bring.").first).to_be_visible()
    other.get_by_label("For whom you offer it").select_option(label="Essen")
    other.get_by_label("What you can bring").fill("We have done it since 2019.")
    other.get_by_role("button", name="Send the offer").click()
    expect(other.get_by_text("Your offer is on its way.")).to_be_visible()

    page.goto("/dashboard/")
    page.get_by_role("link", name=f"Essen could help: {title}").click()
    expect(page.get_by_text("We have done it since 2019.")).to_be_visible()
    page.get_by_label("No, not this time").check()
    page.get_by_label("A word to the other side").fill("You are too far away.")
    page.get_by_role("button", name="Send the answer").click()
    other.goto(exchange)
    expect(other.get_by_text("You are too far away.")).to_be_visible()
    expect(other.get_by_role("link", name="Offer to take part")).to_have_count(0)
