"""A city of the network, or one that its practices come from."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from cities.enums import CityStatus, SectorFamily, SizeClass
from cities.querysets import CityQuerySet
from cities.rows import city_row, place_name
from cities.slugs import free_slug
from network.accounts.models import validate_time_zone
from network.core.clusters import ReadAtOnce
from network.core.entries import Entry
from network.core.references import NotesReferences
from network.core.saving import SavedAtOnce


class City(
    SavedAtOnce,
    NotesReferences,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ReadAtOnce,
):
    """A member, applicant, alumnus or featured city; edits are drafts until staff publish them."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, blank=True, help_text=_("Empty: made from the name.")
    )
    status = models.CharField(_("status"), max_length=10, choices=CityStatus, default=CityStatus.MEMBER)
    member_since = models.PositiveSmallIntegerField(
        _("member since"), null=True, blank=True, help_text=_("A year.")
    )
    country = models.ForeignKey(
        "core.Country", models.PROTECT, related_name="cities", verbose_name=_("country")
    )
    admin_area = models.CharField(_("state, province or county"), max_length=120, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True, db_index=True)
    population_year = models.PositiveSmallIntegerField(_("year of that figure"), null=True, blank=True)
    population_source = models.CharField(_("source of that figure"), max_length=200, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Such as Europe/Warsaw."),
    )
    secondary_city = models.BooleanField(
        _("secondary city"), default=False, help_text=_("Not the capital or the largest city of its country.")
    )
    lead = models.TextField(_("summary"), max_length=400, blank=True)
    legacy = RichTextField(
        _("industrial legacy"), blank=True, features=["h3", "bold", "italic", "link", "ul", "ol"]
    )
    image = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    website = models.URLField(_("website"), blank=True, max_length=300)
    sectors = ParentalManyToManyField(
        "cities.LegacySector", blank=True, related_name="cities", verbose_name=_("industrial legacy sectors")
    )
    themes = ParentalManyToManyField("core.Theme", blank=True, related_name="cities", verbose_name=_("themes"))

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="city",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="city",
        for_concrete_model=False,
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]  # names in their plain letters: Łódź stands among those with L
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        indexes = [models.Index(fields=["live", "status", "slug"], name="city_listing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="city_coordinates_are_on_earth",
                violation_error_message=_(
                    "Give both coordinates or neither: latitude from −90 to 90, longitude from −180 to 180."
                ),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population__gt=0),
                name="city_population_is_positive",
                violation_error_message=_("Leave the population empty where it is not known."),
            ),
            models.CheckConstraint(
                condition=Q(population_year__isnull=True)
                | (Q(population__isnull=False) & Q(population_year__range=(1800, 2200))),
                name="city_population_year_has_a_population",
                violation_error_message=_("The year of the population needs a population, and four digits."),
            ),
            models.CheckConstraint(condition=Q(status__in=CityStatus.values), name="city_status_is_known"),
            models.CheckConstraint(
                condition=Q(member_since__isnull=True)
                | (~Q(status=CityStatus.FEATURED) & Q(member_since__range=(1800, 2200))),
                name="city_featured_is_no_member",
                violation_error_message=_("A featured city was never a member: leave “member since” empty."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="city_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Make the slug where staff gave none."""
        super().clean()
        self._fill_slug()

    def save(self, *args, **kwargs) -> None:
        """Make the slug where there is none."""
        self._fill_slug()
        super().save(*args, **kwargs)

    def _fill_slug(self) -> None:
        if not self.slug and self.name:
            self.slug = free_slug(self.name, country=self.country_id, taken=City.objects.exclude(pk=self.pk))

    def get_absolute_url(self) -> str:
        return reverse("cities:city-detail", args=[self.slug])

    def get_writer_url(self) -> str:
        """Return where the city's own people go on with its page."""
        return reverse("cities:city-edit", args=[self.slug])

    @property
    def is_member(self) -> bool:
        """Whether the city is a member now."""
        return self.status == CityStatus.MEMBER

    @property
    def is_featured(self) -> bool:
        """Whether the city only lends its name to what comes from it."""
        return self.status == CityStatus.FEATURED

    @property
    def has_place(self) -> bool:
        """Whether the coordinates are known."""
        return self.latitude is not None and self.longitude is not None

    @property
    def size_class(self) -> SizeClass | None:
        """The size class by population, or ``None`` where that is not known."""
        return SizeClass.of(self.population)

    @cached_property
    def sector_names(self) -> str:
        """The industrial legacy sectors, as a list in words."""
        return ", ".join(sector.name for sector in self.sectors.all())

    @property
    def family(self) -> SectorFamily | None:
        """The family that most of the city's sectors belong to; the first one named wins a draw."""
        families = [sector.family for sector in self.sectors.all()]
        return SectorFamily(max(families, key=families.count)) if families else None

    @property
    def place(self) -> str:
        """The city and its country, as a pin or a search result names it."""
        return place_name(self.name, self.country.name)

    def row_values(self) -> dict:
        """Return what a row shows, as the search index stores it; read the city with ``for_listing()``."""
        themes = list(self.themes.all())
        theme = (themes[0].broader or themes[0]) if themes else None
        return {
            "title": self.name,
            "url": self.get_absolute_url(),
            "summary": self.lead,
            "country": self.country.name,
            "sectors": [sector.name for sector in self.sectors.all()],
            "theme": theme.pk if theme else None,
            "key": self.pk or 0,
            "status": self.status,
        }

    def as_entry(self) -> Entry:
        """Return the city as a row of a list; read it with ``for_listing()``."""
        return city_row(self.row_values())

    def serve_preview(self, request, mode_name):
        """Return the city's page as it will be, made by the public view's own code."""
        from cities.pages import render_city

        return render_city(request, self)


class MailDomain(Orderable):
    """A domain of the city's own mail; a verified address there belongs to somebody of this city."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="mail_domains")
    domain = models.CharField(_("mail domain"), max_length=120, help_text=_("Such as katowice.eu."))

    class Meta(Orderable.Meta):
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        constraints = [
            models.UniqueConstraint(
                fields=["domain"],
                name="one_city_per_mail_domain",
                violation_error_message=_("Another city has this mail domain."),
            ),
            models.CheckConstraint(
                condition=~Q(domain__contains="@") & ~Q(domain=""),
                name="mail_domain_has_no_at",
                violation_error_message=_("Give the part behind the @ only."),
            ),
        ]

    def __str__(self) -> str:
        return self.domain

    def clean(self) -> None:
        """Keep domains in lower case."""
        self.domain = self.domain.strip().lower()


class CitySource(Orderable):
    """Where facts of the city's page come from."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("what it is"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="", url=""),
                name="city_source_says_something",
                violation_error_message=_("Give an address or say what the source is."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url
