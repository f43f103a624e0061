"""People come to a city in a real browser: by their address, by a decision, by an invitation."""

import re
import uuid

from playwright.sync_api import Page, expect

from tests.e2e.desk import press
from tests.e2e.portal import PASSWORD

LINK = re.compile(r"/join/invitations/[0-9a-f]{64}/")


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


def test_a_newcomer_is_in_by_her_address_and_another_waits_for_the_coordinator(open_context, at_desk):
    tag = uuid.uuid4().hex[:6]
    newcomer = open_context()
    newcomer.goto("/account/signup/")
    sign_up(newcomer, f"ana.{tag}@katowice.example", "Ana Kowalska")
    expect(newcomer.get_by_text("you now belong to the city")).to_be_visible()
    newcomer.goto("/account/")
    expect(newcomer.get_by_text("Verified address of the city")).to_be_visible()

    other = open_context(java_script_enabled=False)
    other.goto("/account/signup/")
    sign_up(other, f"bo.{tag}@post.example", f"Bo {tag}")
    other.get_by_role("link", name="Pick your city").click()
    other.get_by_label("Your city").select_option("katowice")
    other.get_by_label("What you do there").fill("I look after the halls.")
    other.get_by_role("button", name="Ask to join").click()
    expect(other.get_by_text("waits for a decision").first).to_be_visible()

    coordinator = at_desk("coordinator")
    coordinator.goto("/account/")
    coordinator.get_by_role("link", name=re.compile(r"People of the city\s*: Katowice")).click()
    coordinator.get_by_role("button", name=re.compile(rf"Approve\s*: Bo {tag}")).click()
    expect(coordinator.get_by_text(f"Bo {tag} now belongs to Katowice.")).to_be_visible()
    other.goto("/account/")
    expect(other.get_by_text("Approved by a coordinator")).to_be_visible()


def test_a_sheet_is_looked_at_mailed_and_the_invitation_accepted(open_context, at_desk, send_mail):
    tag = uuid.uuid4().hex[:6]
    address = f"cora.{tag}@essen.example"
    sheet = (
        f"city,country,person,address,role\nEssen,DE,Cora {tag},{address},coordinator\nNowhere,,,x,official\n"
    )
    moderator = at_desk("moderator")
    moderator.goto("/admin/invitations/")
    moderator.get_by_role("link", name="Invite by a sheet").first.click()
    moderator.locator("[name=sheet]").set_input_files(
        {"name": "contacts.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    press(moderator, "Show what it would do")
    expect(moderator.get_by_text("This is no e-mail address.")).to_be_visible()
    press(moderator, "Mail 1 invitation")
    expect(moderator.get_by_text("1 invitation is on its way.")).to_be_visible()

    send_mail()
    invited = open_context()
    path = LINK.search(mailed(invited, "you are invited to speak for Essen", address))[0]
    invited.goto(path)
    invited.get_by_role("link", name="Make an account").click()
    sign_up(invited, address, f"Cora {tag}")
    invited.wait_for_url(f"**{path}")
    invited.get_by_role("button", name="Accept the invitation").click()
    expect(invited.get_by_text("You belong to Essen. Your role: Coordinator.")).to_be_visible()
    invited.get_by_role("link", name="People of the city").click()
    expect(invited.get_by_text("I advise house owners")).to_be_visible()
