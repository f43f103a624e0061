"""A knowledge product: a report, a guide, a dataset, whoever published it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from knowledge.blocks import message_blocks
from knowledge.enums import ContributorKind, Licence, ProductType
from knowledge.files import describe_files
from knowledge.identifiers import DoiField, IsbnField
from knowledge.languages import language_choices, language_name
from knowledge.models.base import RICH_TEXT, DatedPage, KnowledgePage, date_constraint
from knowledge.models.links import CityLink, ThemeLink
from knowledge.panels import AUTHOR_PANELS, FILE_PANELS, product_edit_handler
from knowledge.querysets import ProductManager
from network.core.blocks import BodyBlock
from network.core.entries import Entry
from network.core.fields import PortalStreamField
from network.core.models import Country


class ProductTag(TaggedItemBase):
    """A free word on a product, below the themes."""

    content_object = ParentalKey(
        "knowledge.KnowledgeProductPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class KnowledgeProductPage(DatedPage, KnowledgePage):
    """A publication with everything a reader needs to judge, use and cite it."""

    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    product_type = models.CharField(_("product type"), max_length=20, choices=ProductType)
    publisher = models.CharField(
        _("publisher"),
        max_length=300,
        blank=True,
        help_text=_("Several are separated by a semicolon."),
    )
    series = models.CharField(_("series"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=language_choices, default="en", help_text=_("Of the original.")
    )
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    isbn = IsbnField(_("ISBN"), max_length=13, blank=True)
    doi = DoiField(_("DOI"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=30,
        choices=Licence,
        help_text=_("Look in the imprint. Where nothing is stated, choose “Not stated”."),
    )
    licence_note = models.CharField(
        _("terms in the publisher’s words"), max_length=300, blank=True, help_text=_("Such as “© OECD 2019”.")
    )
    countries = ParentalManyToManyField(
        "core.Country",
        blank=True,
        related_name="knowledge_products",
        verbose_name=_("countries"),
        help_text=_("The countries of the cities are added by themselves."),
    )
    sdg_targets = ParentalManyToManyField(
        "core.SdgTarget", blank=True, related_name="knowledge_products", verbose_name=_("SDG targets")
    )
    tags = ClusterTaggableManager(through=ProductTag, blank=True, verbose_name=_("tags"))
    cover = models.ForeignKey(
        "media.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("Without one, the hatch of the main theme is drawn."),
    )
    key_messages = PortalStreamField(message_blocks(), blank=True, max_num=9, verbose_name=_("key messages"))
    body = PortalStreamField(BodyBlock(), blank=True, verbose_name=_("what it covers"))
    audience = RichTextField(_("who it is for"), blank=True, features=RICH_TEXT)
    file_url = models.URLField(
        _("address of the file at the publisher"),
        max_length=500,
        blank=True,
        help_text=_("Readers are sent there where no file is uploaded."),
    )
    landing_url = models.URLField(_("page at the publisher"), max_length=500, blank=True)
    review_on = models.DateField(
        _("to be reviewed on"),
        null=True,
        blank=True,
        help_text=_("For staff: when to check that it still holds."),
    )
    superseded_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
        help_text=_("The product leaves all lists, and its page leads on to this one."),
    )
    withdrawal_note = models.CharField(
        _("why it was withdrawn"),
        max_length=300,
        blank=True,
        help_text=_("Shown at the old address when the page is unpublished."),
    )
    derived_from = models.ForeignKey(
        "knowledge.GoodPracticePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="derived_products",
        verbose_name=_("came out of the practice"),
    )

    objects = ProductManager()

    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    subpage_types: list[str] = []
    described_images = ("cover", "social_image")
    edit_handler = product_edit_handler()
    schema_type = "Report"

    class Meta:
        verbose_name = _("knowledge product")
        verbose_name_plural = _("knowledge products")
        constraints = [
            date_constraint("product_date_and_precision"),
            models.CheckConstraint(
                condition=models.Q(product_type__in=["", *ProductType.values]), name="product_type_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(licence__in=["", *Licence.values]), name="product_licence_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(pages__isnull=True) | models.Q(pages__gt=0),
                name="product_has_pages_or_none",
                violation_error_message=_("Leave the number of pages open if it is not known."),
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_by__isnull=True) | ~models.Q(superseded_by=models.F("pk")),
                name="product_does_not_supersede_itself",
                violation_error_message=_("A product cannot take its own place."),
            ),
        ]

    def save(self, *args, **kwargs):
        """Save with the countries of the cities among the countries."""
        known = list(self.countries.all())
        missing = {link.city.country_id for link in self.city_links.all()} - {country.pk for country in known}
        if missing:
            self.countries.set([*known, *Country.objects.filter(pk__in=missing)])
        return super().save(*args, **kwargs)

    @property
    def current_files(self) -> list:
        """The files to download, in the editors' order; earlier versions are left out."""
        return [file for file in self.files.all() if file.is_current]

    @property
    def earlier_files(self) -> list:
        """Versions that a newer file took the place of."""
        return [file for file in self.files.all() if not file.is_current]

    @property
    def language_codes(self) -> list[str]:
        """The original's language and those of the files, each once."""
        return list(dict.fromkeys([self.language, *(file.language for file in self.current_files)]))

    @property
    def publishers(self) -> list[str]:
        """The publishers, one by one."""
        return [name.strip() for name in self.publisher.split(";") if name.strip()]

    @property
    def files_text(self) -> str:
        """Type, size and pages of what can be downloaded."""
        return describe_files([file.document for file in self.current_files], self.pages)

    def as_entry(self) -> Entry:
        """Return the product as a row; everything is read by ``for_listing()`` before."""
        return Entry(
            title=self.title,
            url=self.get_url(),
            kind=self.get_product_type_display(),
            summary=self.summary,
            theme=self.main_theme,
            theme_url=self.main_theme.products_url if self.main_theme else "",
            facts=(
                str(self.published_on.year) if self.published_on else "",
                ", ".join(language_name(code) for code in self.language_codes),
            ),
            notes=(self.city_names, self.files_text),
            cover=self.cover.get_rendition("fill-160x226") if self.cover else None,
            key=self.pk,
            language="" if self.language == "en" else self.language,
        )


class ProductTheme(ThemeLink):
    """A theme of a product."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="theme_links")


class ProductCity(CityLink):
    """A city of a page."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="city_links")


class ProductAuthor(Orderable):
    """An author, in the order of the title page."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=200, help_text=_("As on the title page: “Brian H. Roberts”."))
    kind = models.CharField(_("kind"), max_length=12, choices=ContributorKind, default=ContributorKind.PERSON)

    panels = AUTHOR_PANELS

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ContributorKind.values), name="author_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProductFile(Orderable):
    """A file of a product in one language; an earlier version stays listed when a new one takes its place."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "media.PortalDocument", models.PROTECT, related_name="product_files", verbose_name=_("file")
    )
    language = models.CharField(_("language"), max_length=2, choices=language_choices, default="en")
    version = models.CharField(
        _("version"), max_length=40, blank=True, help_text=_("Such as 1.1 or “2nd edition”.")
    )
    is_current = models.BooleanField(
        _("current"),
        default=True,
        help_text=_("Untick when a newer file takes its place; it stays listed below."),
    )

    panels = FILE_PANELS

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "document"], name="a_file_once_a_product"),
        ]
