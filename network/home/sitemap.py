"""The addresses that search engines should know: what anyone may read."""

from collections.abc import Callable

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page, Site

from cities.models import Challenge, City
from network.core.visibility import restricted_pages
from working_groups.models import Meeting, PeerExchange, WorkingGroup

MOST_IN_ONE_FILE = 5000


class PublicSitemap(Sitemap):
    """Addresses at the host and scheme that the reader used."""

    limit = MOST_IN_ONE_FILE


class PageSitemap(PublicSitemap):
    """Pages that are live and open to everyone."""

    def items(self):
        """Return the pages below the site's home page, and that page itself."""
        home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        pages = Page.objects.live().descendant_of(home, inclusive=True).filter(alias_of__isnull=True)
        for page in restricted_pages(None):
            pages = pages.not_descendant_of(page, inclusive=True)
        changed_at = Coalesce("last_published_at", "latest_revision_created_at", "first_published_at")
        return pages.annotate(changed_at=changed_at).order_by("path")

    def location(self, item) -> str:
        """Return the page's path."""
        return item.get_url()

    def lastmod(self, item):
        """Return when the page was last published."""
        return item.changed_at

    def get_latest_lastmod(self):
        """Return when any page was last published, without reading them all for the index."""
        return self.items().aggregate(latest=Max("changed_at"))["latest"]


class CitySitemap(PublicSitemap):
    """Cities that staff have published."""

    def items(self):
        """Return the cities."""
        return City.objects.listed().order_by("slug")

    def location(self, item) -> str:
        """Return the city's path."""
        return item.get_absolute_url()

    def lastmod(self, item):
        """Return when the city's profile was last published."""
        return item.last_published_at


class RecordSitemap(PublicSitemap):
    """What everybody may read of a kind that notes when it was changed."""

    def __init__(self, records: Callable[[], QuerySet]) -> None:
        self.records = records

    def items(self):
        """Return the records."""
        return self.records().order_by("pk")

    def location(self, item) -> str:
        """Return the record's path."""
        return item.get_absolute_url()

    def lastmod(self, item):
        """Return when the record was last changed."""
        return item.changed_at


class ListSitemap(PublicSitemap):
    """Lists that are no Wagtail pages."""

    def items(self) -> list[str]:
        """Return their paths."""
        lists = (
            "challenges",
            "challenges/cycles",
            "cities",
            "exchanges",
            "meetings",
            "partners",
            "working-groups",
        )
        return [f"/{name}/" for name in lists]

    def location(self, item) -> str:
        """Return the path."""
        return item


SITEMAPS = {
    "pages": PageSitemap(),
    "cities": CitySitemap(),
    "challenges": RecordSitemap(Challenge.objects.public),
    "groups": RecordSitemap(WorkingGroup.objects.known_to_all),
    "meetings": RecordSitemap(Meeting.objects.public),
    "exchanges": RecordSitemap(PeerExchange.objects.public),
    "lists": ListSitemap(),
}
