"""Steps that several journeys take: an account, an invitation, a challenge, a co-signature."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.portal import PASSWORD

INVITATION = re.compile(r"/join/invitations/[0-9a-f]{64}/")


def mailed(page: Page, subject: str, address: str) -> str:
    """Return the text of the newest mail to ``address`` in the demo's mailbox whose subject has ``subject``."""
    for _try in range(40):
        page.goto("/demo/mail/")
        mails = page.get_by_role("listitem").filter(has_text=address)
        found = mails.get_by_role("link", name=re.compile(re.escape(subject)))
        if found.count():
            found.first.click()
            return page.locator("main").inner_text()
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail about {subject}")


def sign_up(page: Page, address: str, name: str) -> None:
    """Make an account on the page that is open, and confirm its address."""
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    page.fill("[name=password1]", PASSWORD + " x")
    page.fill("[name=password2]", PASSWORD + " x")
    page.get_by_role("button", name="Make an account").click()
    page.wait_for_url("**/confirm-email/")
    confirm, other = page.url, page.context.new_page()
    text = mailed(other, "code", address)
    other.close()
    code = re.search(r"^\s{4}(\S+)\s*$", text, re.MULTILINE)
    page.goto(confirm)
    page.fill("[name=code]", code[1])
    page.locator("[name=code]").press("Enter")


def follow_invitation(page: Page, address: str, name: str, place: str) -> None:
    """Open the invitation to ``place`` that was mailed, make an account, come back to it and accept."""
    path = INVITATION.search(mailed(page, f"you are invited to speak for {place}", address))[0]
    page.goto(path)
    page.get_by_role("link", name="Make an account").click()
    sign_up(page, address, name)
    page.wait_for_url(f"**{path}")
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page.get_by_text(f"You belong to {place}. Your role: Coordinator.")).to_be_visible()


def draft_challenge(page: Page, city: str, title: str) -> str:
    """Begin a challenge of ``city`` with nothing but its title, and return its address."""
    page.goto("/challenges/")
    page.get_by_role("link", name="Describe a challenge").click()
    page.get_by_label("City", exact=True).select_option(label=city)
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_text("This is how it will look.")).to_be_visible()
    return page.url


def submit_challenge(page: Page) -> None:
    """Submit the draft that is open, be told what is missing, write it and submit again."""
    page.get_by_role("button", name="Submit to the secretariat").click()
    expect(page.get_by_text("This is still missing: summary, context")).to_be_visible()
    page.get_by_label("Summary").fill("The plant closes.")
    page.get_by_label("Circular economy").check()
    page.get_by_label("Context").fill("Forty thousand homes hang on its pipes.")
    page.get_by_label("What you need").fill("A plan.")
    page.get_by_role("button", name="Submit to the secretariat").click()
    expect(page.get_by_text("The secretariat has it now")).to_be_visible()


def publish_challenge(moderator: Page, title: str) -> None:
    """Publish what waits for the secretariat."""
    moderator.goto("/admin/challenges/?state=submitted")
    moderator.get_by_role("link", name=title).first.click()
    moderator.get_by_role("button", name="Publish").click()
    expect(moderator.get_by_text("The challenge is published")).to_be_visible()


def co_sign(page: Page, challenge: str, sentence: str) -> None:
    """Say for one's city that it has the challenge at this address too."""
    page.goto(challenge)
    page.get_by_role("link", name="We have this too").click()
    page.get_by_label("In one sentence").fill(sentence)
    page.get_by_role("button", name="Co-sign").click()
    expect(page.get_by_text("stands on the page now.")).to_be_visible()
