"""People to test with."""

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP

from network.accounts.models import User

PASSWORD = "red lead over verdigris"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified address and ``PASSWORD``; traits say what she may do and how she signs in."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        staff = factory.Trait(is_staff=True)
        administrator = factory.Trait(is_staff=True, is_superuser=True)
        complete = factory.Trait(
            job_title="Head of reuse", biography="Keeps halls standing.", languages=["pl", "en"]
        )

    email = factory.Sequence(lambda number: f"person{number}@city.example")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, value, **kwargs):
        """Verify the address, unless ``verified=False``."""
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=value is not False)

    @factory.post_generation
    def with_totp(self, create, value, **kwargs):
        """Have an authenticator app with ``TOTP_SECRET``, and recovery codes."""
        if value:
            UserFactory.add_totp(self)

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        """Belong to the named groups."""
        from django.contrib.auth.models import Group

        for name in names or ():
            self.groups.add(Group.objects.get_or_create(name=name)[0])

    @staticmethod
    def add_totp(user):
        """Give ``user`` an authenticator app with ``TOTP_SECRET``, and recovery codes."""
        TOTP.activate(user, TOTP_SECRET)
        RecoveryCodes.activate(user)

    @staticmethod
    def forget_second_factor(user):
        """Take every second factor away."""
        Authenticator.objects.filter(user=user).delete()


def totp_code(secret: str) -> str:
    """Return the code that an authenticator app with ``secret`` shows now."""
    _before, now, _after = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(secret, now))
