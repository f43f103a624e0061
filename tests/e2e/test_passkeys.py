"""Passkeys in a real browser with a virtual authenticator: add one, sign in with it, no word in the console."""

import os

import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.factories.accounts import PASSWORD, UserFactory

TROUBLE = {"error", "warning"}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        connections.close_all()  # those beside a running loop, which no fresh database reaches


@pytest.fixture
def page(browser):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in TROUBLE else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.devtools = context.new_cdp_session(page)
    page.devtools.send("WebAuthn.enable")
    return page


@pytest.fixture
def base(live_server, home):
    return live_server.url.replace("127.0.0.1", "localhost")  # a key belongs to a name, not to a number


def sign_in_with_password(page, base, user):
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/dashboard/")


def test_a_passkey_is_added_and_signs_in(page, base):
    user = UserFactory()
    page.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_with_password(page, base, user)
    page.goto(f"{base}/account/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"{base}/account/2fa/recovery-codes/")
    page.goto(f"{base}/account/logout/")
    page.click("main button.btn")
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/account/login/?next=/account/email/")
    page.click("#passkey_login")
    page.wait_for_url(f"{base}/account/email/")
    assert page.inner_text("main h1") == "Your e-mail addresses"
    assert page.said == []


def test_a_passkey_that_fails_is_told_on_the_page(page, base):
    page.goto(f"{base}/account/login/")
    page.devtools.send(
        "WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | {"isUserVerified": False}}
    )
    page.click("#passkey_login")
    page.wait_for_selector("#passkey-failed:not([hidden])", timeout=90_000)
    assert "Nothing was changed" in page.inner_text("#passkey-failed")
    assert page.said == []


def test_without_javascript_the_key_buttons_are_not_offered(browser, base):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{base}/account/login/")
    assert not page.is_visible("#passkey_login")
    assert page.is_visible("text=Send me a code by e-mail")
