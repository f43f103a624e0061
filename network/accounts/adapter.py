"""How allauth behaves here."""

import logging
import re
from smtplib import SMTPException
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.core.letterhead import absolute, inline_styles, letterhead

logger = logging.getLogger(__name__)
BLANK_LINES = re.compile(r"\n{3,}")
LINKS = {"activate_url", "password_reset_url", "signup_url"}


def path_of(url: str) -> str:
    """Return an address without its scheme and host."""
    return urlunsplit(("", "", *urlsplit(url)[2:]))


class AccountAdapter(DefaultAccountAdapter):
    """Our words, our mail, and no page that breaks because the mail server is away."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is switched off. Write to the secretariat."),
        "duplicate_email": gettext_lazy("This address is already one of yours."),
        "email_password_mismatch": gettext_lazy("The address or the password is not right."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy("This code is not right. Codes work once and for a short time."),
        "incorrect_password": gettext_lazy("This password is not right."),
        "max_email_addresses": gettext_lazy("You cannot have more than %d addresses."),
        "rate_limited": gettext_lazy("That was a little fast. Wait a moment, then try again."),
        "same_as_current": gettext_lazy("This is the address you gave already."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes, then try again."),
        "unverified_primary_email": gettext_lazy("Your main address must be verified first."),
    }

    def is_safe_url(self, url):
        """Return whether a person may be sent to ``url``; what is no address at all is none that she may."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def save_user(self, request, user, form, commit=True):
        """Return the new person, with the name she gave."""
        user.name = form.cleaned_data.get("name", user.name)
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix, email, context):
        """Send account mail on the network's letterhead; if the server refuses, say so on the page.

        Links lead to the portal's own address, whatever host was asked for.
        """
        links = {name: absolute(path_of(context[name])) for name in LINKS & context.keys()}
        try:
            super().send_mail(template_prefix, email, letterhead() | context | links)
        except (OSError, SMTPException):
            logger.exception("Account mail %s could not be sent", template_prefix)
            messages.error(self.request, _("The e-mail could not be sent. Try again in a few minutes."))

    def render_mail(self, template_prefix, email, context, headers=None):
        """Return the mail; its HTML part knows its subject and carries its styles on the elements."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"} | (headers or {})
        message = super().render_mail(template_prefix, email, context | {"subject": subject}, headers)
        message.body = BLANK_LINES.sub("\n\n", message.body) + "\n"
        html, mimetype = message.alternatives.pop()
        message.attach_alternative(inline_styles(html), mimetype)
        return message


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our words for the second factor, and the network's name in authenticator apps."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Wait for the next one, then try again."),
        "unverified_email": gettext_lazy("Verify your e-mail address before you set up a second factor."),
    }

    def _get_site_name(self):
        return letterhead()["network"].name

    def generate_authenticator_name(self, user, type):
        """Return a name for the next key: “Passkey”, “Passkey 2”."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return ngettext("Passkey", "Passkey %(number)d", number) % {"number": number}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in elsewhere: the name comes along, the address only if the other side has verified it."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": gettext_lazy(
            "There is an account with this address already. "
            "Sign in to it first, then connect %s under “Other sign-in”."
        ),
    }

    def pre_social_login(self, request, sociallogin):
        """Take an address as verified only where the other side says so in so many words: "false" is no yes."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True or address.verified == "true"

    def populate_user(self, request, sociallogin, data):
        """Return the person to be made, with the name that the other side knows."""
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or "")[:120]
        return user

    def get_signup_form_initial_data(self, sociallogin):
        """Return what the sign-up form starts with."""
        return super().get_signup_form_initial_data(sociallogin) | {"name": sociallogin.user.name}
