"""Wagtail's editor works under its policy: its pages, a page's body, the preview and the checks."""

import pytest

PAGES = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/redirects/",
]


@pytest.mark.parametrize("address", PAGES)
def test_the_editors_pages_open(staff_page, address):
    assert staff_page.goto(address).status == 200
    staff_page.wait_for_load_state("networkidle")


def test_a_page_is_edited_previewed_and_checked(staff_page):
    page = staff_page
    page.goto("/about/")
    page.goto(page.locator(".site-nav a[href*='/admin/pages/']").get_attribute("href"))
    page.locator(".Draftail-Editor").first.wait_for()
    page.locator("[data-side-panel-toggle=preview]").first.click()
    frame = page.frame_locator("iframe[src*='preview'], [data-preview-iframe]").first
    frame.locator("h1").wait_for(timeout=20_000)
    page.locator("[data-side-panel-toggle=checks]").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-side-panel=checks]").is_visible()
