"""What staff do at their desk, whatever they work on."""

from playwright.sync_api import Page, expect

WAIT = 20_000
expect.set_options(timeout=WAIT)


def press(page: Page, action: str) -> None:
    """Press the button of the foot bar that is called ``action``, in its menu or not."""
    button = page.locator("footer").get_by_role("button", name=action).first
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=action).first.click()


def upload(page: Page, chooser: str, name: str, kind: str, content: bytes, *, within=None) -> None:
    """Upload a file in the chooser that the first button ``chooser`` opens, on the page or within a part."""
    (within or page).get_by_role("button", name=chooser).first.click()
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Upload").click()
    modal.locator("input[type=file]:visible").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )
    expect(modal.locator("input[name$=title]:visible")).not_to_have_value("")  # made from the file's name
    modal.locator("button[type=submit]:visible").last.click()
    expect(modal).not_to_be_visible(timeout=WAIT)


def decide(moderator: Page, edit: str, action: str, comment: str = "") -> None:
    """Open the page at ``edit`` and decide on it, with a comment where one is given."""
    moderator.goto(edit)
    moderator.wait_for_load_state("networkidle")
    button = moderator.get_by_role("button", name=action, exact=True).first
    if not button.is_visible():
        moderator.get_by_role("button", name="More actions").click()
    button.click()
    if comment:
        moderator.locator(".modal textarea").fill(comment)
        moderator.locator(".modal button[type=submit], .modal input[type=submit]").last.click()
    moderator.wait_for_url(lambda address: "/edit/" not in address)
