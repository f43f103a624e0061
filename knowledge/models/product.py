"""A knowledge product: a report, a guide, a dataset, whoever published it."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.url_routing import RouteResult

from knowledge.blocks import message_blocks
from knowledge.citations import cite
from knowledge.dates import iso_date
from knowledge.enums import ContributorKind, Licence, ProductType
from knowledge.files import describe_files, downloadable, file_type
from knowledge.identifiers import DoiField, IsbnField
from knowledge.languages import language_choices
from knowledge.models.base import RICH_TEXT, DatedPage, KnowledgePage, date_constraint
from knowledge.models.links import AnswersChallenges, ChallengeLink, CityLink, ThemeLink
from knowledge.panels import AUTHOR_PANELS, FILE_PANELS, product_edit_handler
from knowledge.querysets import ProductManager
from knowledge.sheets import product_facts
from network.core.blocks import BodyBlock
from network.core.facts import FactLink
from network.core.fields import PortalStreamField
from network.core.models import Country, SdgTarget
from network.core.references import NotesReferences
from network.core.visibility import is_visible

SCHEMA_TYPES = {ContributorKind.PERSON: "Person", ContributorKind.ORGANISATION: "Organization"}


def label_rows(pk: int) -> list[tuple[str, str]]:
    """Return kind and name of a product’s countries, SDG targets and tags."""
    code_and_name = Concat("code", Value(" "), "name")
    parts = [
        Country.objects.filter(knowledge_products=pk).values_list(Value("country"), "name"),
        SdgTarget.objects.filter(knowledge_products=pk).values_list(Value("goal"), code_and_name),
        ProductTag.objects.filter(content_object=pk).values_list(Value("tag"), "tag__name"),
    ]
    first, *others = (part.order_by() for part in parts)
    return sorted(first.union(*others, all=True).order_by())


class ProductTag(TaggedItemBase):
    """A free word on a product, below the themes."""

    content_object = ParentalKey(
        "knowledge.KnowledgeProductPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class KnowledgeProductPage(NotesReferences, AnswersChallenges, DatedPage, KnowledgePage):
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
    kind_in_index = "product"
    listed_image = "cover"
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
        super().save(*args, **kwargs)

    @cached_property
    def author_list(self) -> list:
        """The authors, in the order of the title page."""
        return list(self.authors.all())

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
        return describe_files(self.file_facts, self.pages)

    @property
    def file_facts(self) -> list[tuple[str, int | None]]:
        """Type and size of each file that can be downloaded."""
        documents = [file.document for file in self.current_files]
        return [(file_type(document), document.file_size) for document in documents]

    @property
    def doi_url(self) -> str:
        """The address that the DOI resolves at."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def reading_url(self) -> str:
        """Where it can be read elsewhere: the publisher’s file or page, or what the DOI leads to."""
        return self.file_url or self.landing_url or self.doi_url

    @property
    def first_source_url(self) -> str:
        """The first address among the sources."""
        return next((block.value["url"] for block in self.sources if block.value["url"]), "")

    def labels(self) -> dict[str, list[str]]:
        """Return the names of countries, SDG targets and tags, in one query (as edited, in a preview)."""
        if getattr(self, "_cluster_related_objects", None) or not self.pk:
            found = [("country", country.name) for country in self.countries.all()]
            found += [("goal", str(target)) for target in self.sdg_targets.all()]
            found += [("tag", tag.name) for tag in self.tags.all()]
        else:
            found = label_rows(self.pk)
        return {kind: [label for k, label in found if k == kind] for kind in ("country", "goal", "tag")}

    def route(self, request, path_components):
        """Answer a withdrawn product’s old address."""
        self._asked_by = request
        if not self.live and not path_components and self.is_withdrawn:
            return RouteResult(self, kwargs={"gone": True})
        return super().route(request, path_components)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published once and staff say what became of it."""
        return bool(self.first_published_at and (self.superseded_by_id or self.withdrawal_note))

    def serve(self, request, *args, gone: bool = False, **kwargs):
        """Return the page, or “gone” with what took its place."""
        if gone:
            context = {"gone_title": self.title, "reason": self.withdrawal_note}
            context["successor"] = self.successor(request)
            return TemplateResponse(request, "410.html", context, status=410)
        return super().serve(request, *args, **kwargs)

    def successor(self, request) -> FactLink | None:
        """Return the link to what took this product’s place, if the reader may open it."""
        page = self.superseded_by
        if page and is_visible(page, request):
            return FactLink(page.title, page.get_url(request), "" if page.language == "en" else page.language)
        return None

    def get_context(self, request, *args, **kwargs):
        """Add the report info, files, citation and what the product came from and led to."""
        context = super().get_context(request, *args, **kwargs)
        practice = self.derived_from if self.derived_from and is_visible(self.derived_from, request) else None
        earlier = [downloadable(file) for file in self.earlier_files]
        has_text = bool(self.key_messages or self.body or self.audience or earlier or practice)
        return context | {
            "has_text": has_text,
            "facts": product_facts(self, self.labels(), self.challenges_for(request)),
            "citation": cite(self, context["address"]),
            "downloads": [downloadable(file) for file in self.current_files],
            "earlier": earlier,
            "successor": self.successor(request),
            "practice": practice,
            "large_cover": self.cover.get_rendition("max-640x900") if self.cover else None,
        }

    def json_ld(self, request) -> dict:
        """Return a schema.org Report with its authors, publishers, licence and identifiers."""
        licence = Licence(self.licence) if self.licence else None
        known = {
            "alternativeHeadline": self.subtitle,
            "inLanguage": self.language,
            "datePublished": iso_date(self.published_on, self.date_precision),
            "author": [
                {"@type": SCHEMA_TYPES[author.kind], "name": author.name} for author in self.author_list
            ],
            "publisher": [{"@type": "Organization", "name": name} for name in self.publishers],
            "isbn": self.isbn,
            "sameAs": self.doi_url,
            "numberOfPages": self.pages,
            "license": licence.deed_url if licence else "",
        }
        return super().json_ld(request) | {name: value for name, value in known.items() if value}

    def row_values(self) -> dict:
        """Add type, year, languages and what can be downloaded."""
        return super().row_values() | {
            "language": self.language,
            "type": self.product_type,
            "year": self.published_on.year if self.published_on else None,
            "languages": self.language_codes,
            "files": self.file_facts,
            "pages": self.pages,
        }


class ProductTheme(ThemeLink):
    """A theme of a product."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="theme_links")


class ProductCity(CityLink):
    """A city of a page."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="city_links")


class ProductChallenge(ChallengeLink):
    """A challenge that a product answers."""

    page = ParentalKey(KnowledgeProductPage, on_delete=models.CASCADE, related_name="challenge_links")


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
