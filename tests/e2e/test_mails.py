"""Mails, as they were kept, in a browser: axe finds nothing, light or dark, wide or narrow."""

from pathlib import Path

import pytest

from tests.e2e.accessibility import axe

TESTS = Path(__file__).resolve().parent.parent
FILES = [*TESTS.glob("**/digests/snapshots/*.html"), *TESTS.glob("mail/snapshots/*.html")]
MAILS = sorted(file for file in FILES if "<!DOCTYPE" in file.read_text())  # some are parts of mails
# A mail is shown inside a page of the reader's mail program, which has its own landmarks.
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_mail_has_a_barrier(browser, scheme):
    assert len(MAILS) >= 6
    found = {}
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for file in MAILS:
        page.set_content(file.read_text())
        violations = axe.run(page, options=OPTIONS).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if violations or wide > 390:
            found[file.name] = ([rule["id"] for rule in violations], wide)
    context.close()
    assert found == {}
