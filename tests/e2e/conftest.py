"""A browser before the running portal. Everything that goes wrong in it is written down."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.e2e.desk import WAIT
from tests.e2e.portal import PASSWORD, prepare, run_inside, send_due_mail, served

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    f"--{flag}"
    for flag in (
        "no-sandbox",
        "disable-gpu",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-dev-shm-usage",
    )
]


@dataclass
class Log:
    """What a page complained about, and every request that left for another host."""

    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, page: Page, host: str) -> None:
        """Write down what happens on ``page``."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._request(request.url, host))

    def _console(self, message) -> None:
        # That a page was refused or is missing is what some of the tests are about.
        expected = "Failed to load resource" in message.text and (
            "(Not Found)" in message.text or "422" in message.text or "400 (Bad Request)" in message.text
        )
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, url: str, host: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != host:
            self.foreign.append(url)


@pytest.fixture(scope="session")
def portal_data(tmp_path_factory, worker_id) -> Path | None:
    """Return the folder of the portal's data, filled; none where a portal runs already."""
    if os.environ.get("INTERURBAN_E2E_URL"):
        return None
    base = tmp_path_factory.getbasetemp()
    data: Path = (base if worker_id == "master" else base.parent) / "portal"
    prepare(data)
    return data


@pytest.fixture(scope="session")
def portal(portal_data):
    """Return the address of the running portal (``INTERURBAN_E2E_URL`` names one that runs already)."""
    if portal_data is None:
        yield os.environ["INTERURBAN_E2E_URL"]
        return
    with served(portal_data) as address:
        yield address


@pytest.fixture
def send_mail(portal_data):
    """Return a function that sends what is due, as the worker does; a portal that runs already has its own.

    ``minutes`` are how far its clock is ahead: some mails wait for further changes.
    """
    return lambda minutes=0: portal_data and send_due_mail(portal_data, minutes)


@pytest.fixture
def inside(portal, portal_data):
    """Return a function that runs code in the portal (``INTERURBAN_DATA`` names the data of a running one)."""
    return lambda code: run_inside(portal_data or Path(os.environ["INTERURBAN_DATA"]), code)


@pytest.fixture(scope="session")
def playwright():
    """Return the driver of browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright):
    """Return this machine's Chromium."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def log(portal):
    """Return the list of complaints; the test fails where there is one at its end."""
    log = Log()
    yield log
    assert not log.complaints
    assert not log.foreign


@pytest.fixture
def open_context(browser, portal, log):
    """Return a function that opens a page with the given options, such as ``java_script_enabled=False``."""
    contexts = []

    def open_page(**options) -> Page:
        defaults = {"viewport": {"width": 1280, "height": 900}, "base_url": portal, "reduced_motion": "reduce"}
        context = browser.new_context(**(defaults | options))
        contexts.append(context)
        page = context.new_page()
        log.watch(page, urlsplit(portal).netloc)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context):
    """Return a page 1280 pixels wide."""
    return open_context()


@pytest.fixture(scope="session")
def staff_state(browser, portal):
    """Return the cookies of the demo administrator, signed in once: sign-ins are counted."""
    context = browser.new_context(base_url=portal)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", "admin@interurban.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/dashboard/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def staff_page(open_context, staff_state):
    """Return a page on which the demo administrator is signed in."""
    return open_context(storage_state=staff_state)


@pytest.fixture
def large_text_page(playwright, portal):
    """Return a page in a browser whose reader chose text of twice the usual size."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
    yield browser.new_page(viewport={"width": 1280, "height": 900}, base_url=portal)
    browser.close()


@pytest.fixture(scope="session")
def sign_in(browser, portal):
    """Return a function that signs a demo user in once, and returns the cookies."""
    states = {}

    def state(name: str) -> dict:
        if name not in states:
            context = browser.new_context(base_url=portal)
            page = context.new_page()
            page.goto("/account/login/")
            page.fill("[name=login]", f"{name}@interurban.example")
            page.fill("[name=password]", PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url("**/dashboard/")
            states[name] = context.storage_state()
            context.close()
        return states[name]

    return state


@pytest.fixture
def at_desk(open_context, sign_in):
    """Return a function that opens a page on which a demo user is signed in."""

    def open_page(name: str) -> Page:
        page = open_context(storage_state=sign_in(name))
        page.set_default_timeout(WAIT)
        return page

    return open_page
