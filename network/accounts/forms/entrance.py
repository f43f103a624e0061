"""allauth's forms in our words: the same rules, plain labels, no placeholders."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as social
from django import forms
from django.utils.translation import gettext_lazy as _

ONE_TIME_CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
}


# What AUTH_PASSWORD_VALIDATORS ask, in one line.
PASSWORD_HINT = _("At least 10 characters; not a common password, nor close to your name or address.")


class PlainWords:
    """Give a form's fields the labels and hints of ``words`` and ``hints``, and take placeholders away."""

    words: dict = {}
    hints: dict = {}
    missing: dict = {
        "code": _("Enter the code."),
        "credential": _("Your browser sent no key. Sign in another way, or switch JavaScript on."),
        "email": _("Enter your e-mail address."),
        "login": _("Enter your e-mail address."),
        "name": _("Enter your name."),
        "oldpassword": _("Enter your current password."),
        "password": _("Enter your password."),
        "password1": _("Choose a password."),
        "password2": _("Enter the password once more."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label = self.words[name]
            if name in self.hints:
                field.help_text = self.hints[name]
            field.error_messages["required"] = self.missing.get(name, _("Fill this in."))


class EmailWords(PlainWords):
    """A form that asks for an address."""

    words = {"email": _("E-mail address")}


class CodeWords(PlainWords):
    """A form that asks for a code that was mailed."""

    words = {"code": _("Code from the e-mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(ONE_TIME_CODE)


class AppCodeWords(PlainWords):
    """A form that asks for a code of the authenticator app, or a recovery code."""

    words = {"code": _("Code from your authenticator app, or a recovery code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric"} | ONE_TIME_CODE)


class NewPasswordWords(PlainWords):
    """A form that sets a password."""

    words = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    hints = {"oldpassword": "", "password1": PASSWORD_HINT}


class NameMixin(forms.Form):
    """Ask a new person for her name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("First name and family name, as others should see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1", "password2")


class LoginForm(PlainWords, account.LoginForm):
    """Sign in with address and password."""

    words = {
        "login": _("E-mail address"),
        "password": _("Password"),
        "remember": _("Keep me signed in on this device"),
    }
    hints = {"password": ""}  # the way to a new password stands below the form, behind the button


class SignupForm(PlainWords, NameMixin, account.SignupForm):
    """Make an account."""

    words = {
        "email": _("E-mail address"),
        "password1": _("Password"),
        "password2": _("Password, once more"),
    }
    hints = {
        "email": _("Your work address, if you have one. We send a code to it."),
        "password1": PASSWORD_HINT,
    }


class SocialSignupForm(EmailWords, NameMixin, social.SignupForm):
    """Make an account for somebody who signed in elsewhere."""


class AddEmailForm(EmailWords, account.AddEmailForm):
    """Add an address to the account."""


class ChangeEmailForm(EmailWords, account.ChangeEmailForm):
    """Correct the address while it is being verified."""


class ResetPasswordForm(EmailWords, account.ResetPasswordForm):
    """Ask for a link to set a new password."""


class RequestLoginCodeForm(EmailWords, account.RequestLoginCodeForm):
    """Ask for a code that signs in once."""


class ConfirmEmailVerificationCodeForm(CodeWords, account.ConfirmEmailVerificationCodeForm):
    """Show that the address is one's own."""


class ConfirmLoginCodeForm(CodeWords, account.ConfirmLoginCodeForm):
    """Sign in with the mailed code."""


class ChangePasswordForm(NewPasswordWords, account.ChangePasswordForm):
    """Change the password."""


class SetPasswordForm(NewPasswordWords, account.SetPasswordForm):
    """Set a first password."""


class ResetPasswordKeyForm(NewPasswordWords, account.ResetPasswordKeyForm):
    """Set a new password from the mailed link."""


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    """Show once more, by password, that it is you."""

    words = {"password": _("Password")}
    hints = {"password": ""}


class ReauthenticateCodeForm(AppCodeWords, mfa.ReauthenticateForm):
    """Show once more, by code, that it is you."""


class AuthenticateForm(AppCodeWords, mfa.AuthenticateForm):
    """The second factor when signing in."""


class ActivateTOTPForm(AppCodeWords, totp.ActivateTOTPForm):
    """Start using an authenticator app."""

    words = {"code": _("Code that the app shows now")}


class AddWebAuthnForm(PlainWords, webauthn.AddWebAuthnForm):
    """Add a passkey or a security key."""

    words = {
        "name": _("Name of this key"),
        "passwordless": _("Sign in with this key alone, without a password"),
    }
    hints = {
        "name": _("So that you can tell your keys apart."),
        "passwordless": _("The key then asks for your fingerprint, face or PIN."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True  # what phones and computers can do


class LoginWebAuthnForm(PlainWords, webauthn.LoginWebAuthnForm):
    """Sign in with a passkey alone."""


class AuthenticateWebAuthnForm(PlainWords, webauthn.AuthenticateWebAuthnForm):
    """The second factor by key."""


class ReauthenticateWebAuthnForm(PlainWords, webauthn.ReauthenticateWebAuthnForm):
    """Show once more, by key, that it is you."""


class EditWebAuthnForm(PlainWords, webauthn.EditWebAuthnForm):
    """Rename a key."""

    words = {"name": _("Name of this key")}
