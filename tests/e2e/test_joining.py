"""People come to a city in a real browser: by their address, by a decision, by an invitation."""

import re
import uuid

from playwright.sync_api import expect

from tests.e2e.desk import press
from tests.e2e.steps import follow_invitation, sign_up


def test_a_newcomer_is_in_by_her_address_and_another_waits_for_the_coordinator(open_context, at_desk):
    tag = uuid.uuid4().hex[:6]
    newcomer = open_context()
    newcomer.goto("/account/signup/")
    sign_up(newcomer, f"ana.{tag}@katowice.example", "Ana Kowalska")
    # The page that the code leads to says so already: nothing else is to be done.
    expect(newcomer.get_by_text("you now belong to the city")).to_be_visible()
    assert newcomer.url.endswith("/dashboard/")
    newcomer.get_by_role("link", name="Edit the page: Katowice").click()
    expect(newcomer.get_by_role("heading", name="The page of Katowice")).to_be_visible()
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
    assert other.goto("/cities/katowice/edit/").status == 404  # she is not in yet

    moderator = at_desk("moderator")
    moderator.goto("/admin/affiliations/?state=requested")
    expect(moderator.get_by_role("row").filter(has_text=f"Bo {tag}")).to_contain_text("Katowice")
    coordinator = at_desk("coordinator")
    coordinator.goto("/account/")
    coordinator.get_by_role("link", name=re.compile(r"People of the city\s*: Katowice")).click()
    coordinator.get_by_role("button", name=re.compile(rf"Approve\s*: Bo {tag}")).click()
    expect(coordinator.get_by_text(f"Bo {tag} now belongs to Katowice.")).to_be_visible()
    other.goto("/account/")
    expect(other.get_by_text("Approved by a coordinator")).to_be_visible()
    assert other.goto("/cities/katowice/edit/").status == 200
    moderator.reload()
    expect(moderator.get_by_role("row").filter(has_text=f"Bo {tag}")).to_have_count(0)


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
    follow_invitation(invited, address, f"Cora {tag}", "Essen")
    invited.get_by_role("link", name="People of the city").click()
    expect(invited.get_by_text("I advise house owners")).to_be_visible()
    moderator.goto(f"/admin/invitations/?q={address}")
    expect(moderator.get_by_role("row").filter(has_text=address)).to_contain_text("Accepted")
