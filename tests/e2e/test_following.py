"""Following in a real browser: by keyboard with scripts, without them, and from a stranger's page."""

from playwright.sync_api import expect

from tests.e2e.portal import PASSWORD

CITY = "/cities/katowice/"


def test_the_button_keeps_the_keyboard_and_says_what_has_become_of_it(at_desk):
    page = at_desk("expert")
    page.goto(CITY)
    button, said = page.locator("#follow-button"), page.locator("#follow-said")
    expect(said).to_have_attribute("role", "status")
    for _time in range(2):  # and so it is left as it was
        follow = "Follow Katowice" in button.inner_text()
        button.focus()
        page.keyboard.press("Enter")
        expect(said).to_contain_text("You follow Katowice." if follow else "You no longer follow Katowice.")
        expect(button).to_have_text("Stop following Katowice" if follow else "Follow Katowice")
        expect(button).to_be_focused()
        assert page.url.endswith(CITY)


def test_without_scripts_a_theme_is_followed_and_stopped_in_the_account(open_context, sign_in):
    page = open_context(storage_state=sign_in("expert"), java_script_enabled=False)
    page.goto("/priorities/resilience/")
    page.get_by_role("button", name="Follow Resilience").click()
    expect(page.locator(".messages")).to_contain_text("You follow Resilience.")
    assert page.url.endswith("/priorities/resilience/")
    page.goto("/account/following/")
    expect(page.get_by_role("link", name="Resilience")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Resilience").get_by_role("button").click()
    expect(page.locator(".messages")).to_contain_text("You no longer follow Resilience.")
    expect(page.get_by_role("link", name="Resilience")).to_have_count(0)


def test_a_stranger_signs_in_and_comes_back(page):
    page.goto(CITY)
    page.get_by_role("link", name="Sign in to follow Katowice").click()
    page.fill("[name=login]", "applicant@interurban.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{CITY}")
    expect(page.locator("#follow-button")).to_be_visible()
