"""Whom members of the network may turn to in a city."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cities.consents import CONTACT


class CityContact(Orderable):
    """A person in the city's administration; members of the network see her once she has agreed."""

    city = ParentalKey("cities.City", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("what she or he does"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    consented_on = models.DateField(
        _("has agreed on"),
        null=True,
        blank=True,
        help_text=_("When this person agreed that members see this. Without it, nobody does."),
    )
    consent_version = models.CharField(_("agreed to"), max_length=20, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        constraints = [
            models.CheckConstraint(
                condition=~Q(email="", phone=""),
                name="city_contact_can_be_reached",
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                condition=Q(consented_on__isnull=True) ^ ~Q(consent_version=""),
                name="city_contact_agreed_to_some_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Take an agreement that is entered now as one to today's words."""
        super().clean()
        self.consent_version = (self.consent_version or CONTACT.version) if self.consented_on else ""
