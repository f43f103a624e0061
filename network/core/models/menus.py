"""The menus that staff edit: the main one in the head and two in the foot."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

check_address = RegexValidator(
    r"^(/(?![/\\])|https?://)", _("Begin with / for this site or with https:// for another.")
)


class Place(models.TextChoices):
    """Where a menu stands."""

    MAIN = "main", _("Head of the page")
    NETWORK = "network", _("Foot: the network")
    SITE = "site", _("Foot: this site")


class MenuItem(models.Model):
    """A link of a menu, to a page of this site or to an address."""

    place = models.CharField(_("menu"), max_length=10, choices=Place, default=Place.MAIN)
    label = models.CharField(_("label"), max_length=40)
    page = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    address = models.CharField(
        _("address"),
        max_length=200,
        blank=True,
        validators=[check_address],
        help_text=_("Such as /cities/. Used where no page is chosen."),
    )
    position = models.PositiveSmallIntegerField(_("position"), null=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) ^ ~models.Q(address=""),
                name="menu_item_has_a_page_or_an_address",
                violation_error_message=_("Choose a page or give an address, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.label
