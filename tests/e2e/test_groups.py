"""Working groups and their meetings in a real browser: the facilitator's work, and a member's way in."""

import re
import uuid
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.steps import mailed, sign_up

SOON = (date.today() + timedelta(days=20)).isoformat()


def open_group(page: Page, name: str) -> str:
    """Open a group on the page of somebody who may, and return its address."""
    page.goto("/working-groups/")
    page.get_by_role("link", name="Open a working group").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Summary").fill("What a hall costs in its first two years.")
    page.get_by_role("button", name="Open the group").click()
    expect(page.get_by_text("The group is open.")).to_be_visible()
    return page.url.removesuffix("members/")


def call(page: Page, group: str, title: str, *, rhythm: str = "", times: int = 1) -> None:
    """Call a meeting of the group, or a series of them."""
    page.goto(f"{group}meetings/")
    page.get_by_role("link", name="Call a meeting").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day").fill(SOON)
    page.get_by_label("Begins at").fill("14:00")
    if rhythm:
        page.get_by_label("How often").select_option(rhythm)
        page.get_by_label("How many times").fill(str(times))
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_text("The meeting is called.")).to_be_visible()


def test_a_facilitator_runs_a_group_from_its_opening_to_its_archive(at_desk, open_context, send_mail):
    tag = uuid.uuid4().hex[:6]
    page = at_desk("moderator")
    group = open_group(page, f"Halls {tag}")
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("E-mail addresses").fill("member@interurban.example")
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.get_by_text("on their way")).to_be_visible()
    send_mail()

    member = at_desk("member")
    member.goto("/dashboard/")
    member.get_by_role("link", name=f"You are invited to Halls {tag}").click()
    member.get_by_role("button", name="Accept the invitation").click()
    expect(member.get_by_role("heading", name=f"Halls {tag}", level=1)).to_be_visible()

    call(page, group, f"Costs {tag}", rhythm="weekly", times=3)
    first = page.url
    page.goto(f"{group}meetings/")
    expect(page.get_by_role("link", name=f"Costs {tag}")).to_have_count(3)
    page.goto(first)
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("Begins at").fill("16:30")
    page.get_by_role("button", name="Save and tell everybody").click()
    expect(page.get_by_text("everybody concerned is told")).to_be_visible()
    page.goto(f"{group}meetings/")
    page.get_by_role("link", name=f"Costs {tag}").nth(1).click()
    page.get_by_role("link", name="Call off").click()
    page.get_by_label("Reason").fill("The hall is flooded.")
    page.get_by_role("button", name="Call the meeting off").click()
    expect(page.get_by_text("The hall is flooded.")).to_be_visible()
    send_mail(minutes=11)  # a change waits ten minutes for the next
    reader = open_context()
    assert "16:30" in mailed(reader, f"Changed: Costs {tag}", "member@interurban.example")
    assert "flooded" in mailed(reader, f"Cancelled: Costs {tag}", "member@interurban.example")

    page.goto(first)
    page.get_by_role("link", name="Write the minutes").click()
    page.get_by_label("Minutes").fill("### Costs\n\nThe hall stood empty.")
    page.get_by_role("button", name="Save the minutes").click()
    expect(page.get_by_role("heading", name="Costs", exact=True)).to_be_visible()
    page.get_by_role("link", name="Note a decision").click()
    page.get_by_label("Decision").fill("We publish who pays.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Note an action").click()
    page.get_by_label("Action").fill("Ask the tenants")
    page.get_by_label("Who does it").select_option(label="Demo member")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ask the tenants", exact=True)).to_be_visible()
    member.goto("/dashboard/")
    expect(member.get_by_role("link", name="Ask the tenants", exact=True)).to_be_visible()

    page.goto(f"{group}edit/")
    page.get_by_role("button", name="Archive the group").click()
    expect(page.get_by_text("The group was archived on")).to_be_visible()
    member.goto(group)
    expect(member.get_by_text("archived").first).to_be_visible()


def test_a_newcomer_asks_to_join_is_let_in_and_answers_a_meeting_without_scripts(
    at_desk, open_context, send_mail
):
    tag = uuid.uuid4().hex[:6]
    address = f"nora.{tag}@katowice.example"
    newcomer = open_context(java_script_enabled=False)
    newcomer.goto("/account/signup/")
    sign_up(newcomer, address, f"Nora {tag}")
    newcomer.goto("/working-groups/soil-and-components/")
    newcomer.get_by_role("link", name="Ask to join").click()
    newcomer.get_by_label("What you bring").fill("I look after the quarry.")
    newcomer.get_by_role("button", name="Ask to join").click()
    expect(newcomer.get_by_text("You have asked to join.")).to_be_visible()

    facilitator = at_desk("facilitator")
    facilitator.goto("/working-groups/soil-and-components/members/")
    facilitator.get_by_role("button", name=re.compile(rf"Take in\s*: Nora {tag}")).click()
    send_mail()
    text = mailed(open_context(), "You are in: Circular reuse", address)
    newcomer.goto(re.search(r"https?://[^/\s]+(/working-groups/\S+)", text)[1])
    expect(newcomer.get_by_role("heading", name="Next meeting", exact=True)).to_be_visible()
    newcomer.get_by_label("Yes", exact=True).check()
    newcomer.get_by_role("button", name="Save my reply").click()
    expect(newcomer.get_by_text("You are going.").first).to_be_visible()
    newcomer.goto("/calendar/")
    newcomer.get_by_role("button", name="For all your meetings").click()
    feed = newcomer.locator(".copybox").first.inner_text()
    subscribed = open_context().request.get(re.search(r"/calendar/\S+", feed)[0])
    assert subscribed.status == 200
    assert "BEGIN:VTIMEZONE" in subscribed.text() and "Soil that stays on site" in subscribed.text()
    newcomer.get_by_role("button", name="Revoke this address").click()
    assert open_context().request.get(re.search(r"/calendar/\S+", feed)[0]).status == 404


def test_a_reply_saves_the_reload_where_scripts_run_and_is_given_by_keyboard(at_desk):
    page = at_desk("member")
    page.goto("/working-groups/soil-and-components/space/")
    page.get_by_role("button", name="Save my reply").click()
    expect(page.get_by_text("Say yes, maybe or no.").first).to_be_visible()
    maybe = page.get_by_label("Maybe")
    maybe.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#rsvp [role=status]")).to_contain_text("You said maybe")
    assert page.url.endswith("/space/")
