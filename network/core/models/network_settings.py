"""What a network sets about itself: its name, its words, its addresses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField


@register_setting(icon="site", order=1)
class NetworkSettings(BaseSiteSetting):
    """The network's own name, tagline, logo, contact, imprint, funder, footer and social addresses."""

    name = models.CharField(_("name of the network"), max_length=80, default="Interurban")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("One or two sentences: footer, search results, feeds.")
    )
    logo = models.ImageField(
        _("logo"), upload_to="logo/", blank=True, help_text=_("Without one the drawn mark is shown.")
    )
    contact_email = models.EmailField(_("secretariat’s address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    imprint = RichTextField(_("imprint"), blank=True, features=["bold", "italic", "link", "ul"])
    funder_acknowledgement = models.TextField(_("funder acknowledgement"), blank=True)
    funder_logo = models.ImageField(_("funder’s logo"), upload_to="logo/", blank=True)
    footer_note = models.TextField(_("footer note"), blank=True)
    linkedin_url = models.URLField(_("LinkedIn address"), blank=True)
    mastodon_url = models.URLField(_("Mastodon address"), blank=True)
    bluesky_url = models.URLField(_("Bluesky address"), blank=True)
    youtube_url = models.URLField(_("YouTube address"), blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("description"), FieldPanel("logo")],
            heading=_("Network"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("postal_address")],
            heading=_("Secretariat"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("funder_acknowledgement"),
                FieldPanel("funder_logo"),
                FieldPanel("footer_note"),
                FieldPanel("imprint"),
            ],
            heading=_("Footer and imprint"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("linkedin_url"),
                FieldPanel("mastodon_url"),
                FieldPanel("bluesky_url"),
                FieldPanel("youtube_url"),
            ],
            heading=_("Social addresses"),
        ),
    ]

    class Meta:
        verbose_name = _("network")

    @property
    def social_links(self) -> list[tuple[str, str]]:
        """The social addresses that are set, as pairs of name and address."""
        pairs = [
            ("LinkedIn", self.linkedin_url),
            ("Mastodon", self.mastodon_url),
            ("Bluesky", self.bluesky_url),
            ("YouTube", self.youtube_url),
        ]
        return [(name, url) for name, url in pairs if url]
