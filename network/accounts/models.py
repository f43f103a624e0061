"""The person who signs in."""

import functools
import zoneinfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.core.languages import LANGUAGE_NAMES, language_name


@functools.cache
def time_zone_names() -> frozenset[str]:
    """Return the names of the IANA time zone database, which takes a walk through its files."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in time_zone_names():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


def validate_languages(codes: list) -> None:
    """Refuse anything that is not a list of known language codes, each once."""
    if not isinstance(codes, list) or len(set(map(str, codes))) != len(codes):
        raise ValidationError(_("Give each language once."))
    for code in codes:
        if code not in LANGUAGE_NAMES:
            raise ValidationError(
                _("“%(code)s” is not a language that the portal knows."), params={"code": code}
            )


def language_choices() -> list[tuple[str, str]]:
    """Return the languages that the portal speaks."""
    return settings.LANGUAGES


class UserManager(BaseUserManager):
    """Makes people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new person; without a password she can sign in by code or passkey only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new administrator."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)

    def get_by_natural_key(self, email: str) -> "User":
        """Return the person with this address, in whatever case it was typed."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: signs in by e-mail, and says of herself what others may find useful."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    biography = models.TextField(_("biography"), blank=True, max_length=2000)
    languages = models.JSONField(
        _("languages spoken"), default=list, blank=True, validators=[validate_languages]
    )
    expertise = models.ManyToManyField("core.Theme", blank=True, related_name="+", verbose_name=_("expertise"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(
        _("language of mail and pages"), max_length=12, default="en", choices=language_choices
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_address",
                violation_error_message=_("Somebody already uses this address."),
            ),
            models.CheckConstraint(condition=~models.Q(time_zone=""), name="person_has_a_time_zone"),
            models.CheckConstraint(condition=~models.Q(locale=""), name="person_has_a_locale"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args, **kwargs) -> None:
        """Save with name and job title on one line each: they stand in lists, greetings and subjects."""
        self.name, self.job_title = " ".join(self.name.split()), " ".join(self.job_title.split())
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """Return the name, or the address of somebody who has not given one."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return str(self).split()[0]

    @property
    def language_names(self) -> list[str]:
        """The names of the languages spoken, in the order of the alphabet."""
        return sorted(map(language_name, self.languages))

    @property
    def has_profile(self) -> bool:
        """Whether others could learn something from the profile beside the name."""
        return bool(self.name and (self.job_title or self.biography or self.languages))
