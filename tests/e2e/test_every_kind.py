"""Every kind of page, in light and dark, at three widths: no barrier, no sideways scrolling, no complaint."""

import pytest

from tests.e2e.accessibility import barriers
from tests.e2e.kinds import KINDS, MEMBERS, STAFF, address_of

WIDTHS = (320, 390, 1280)
SEARCHED = (320, 1280)  # where axe looks: at 390 the page is laid out as at 320
SCHEMES = ("light", "dark")


def check(page, address: str) -> None:
    """Look at ``address`` in both schemes at each width, with its overlays opened too."""
    answer = page.goto(address)
    assert answer.status == (404 if "no/such" in address else 200), address
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            where = f"{address} at {width}, {scheme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} scrolls sideways"
            assert width not in SEARCHED or not barriers(page), where
        check_overlays(page, f"{address}, {scheme}", SEARCHED if scheme == "light" else SEARCHED[:1])


def check_overlays(page, where: str, widths: tuple[int, ...]) -> None:
    """Open each menu, filter and dialog of the page at the widths, and look at it."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        targets = page.eval_on_selector_all(
            "button[popovertarget]",
            "all => all.filter(b => b.checkVisibility()).map(b => b.popoverTargetElement.id)",
        )
        for target in dict.fromkeys(targets):
            page.evaluate("id => document.getElementById(id).showPopover()", target)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{where}: #{target} at {width}"
            )
            assert not barriers(page), f"{where}: #{target} open at {width}"
            page.evaluate("id => document.getElementById(id).hidePopover()", target)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind(kind, page):
    check(page, address_of(kind, page))


@pytest.mark.parametrize("kind", STAFF)
def test_a_page_of_each_kind_for_staff(kind, staff_page):
    check(staff_page, STAFF[kind])


@pytest.mark.parametrize("address", MEMBERS)
def test_a_page_of_each_kind_for_members(address, at_desk):
    check(at_desk("coordinator"), address)
