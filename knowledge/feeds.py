"""Atom feeds of what everybody may read: news, products, practices, each also by theme."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from knowledge.models import GoodPracticePage, KnowledgeProductPage, NewsPage
from network.core.breadcrumbs import Crumb
from network.core.identity import read_network
from network.core.models import Theme

LENGTH = 30


class PageFeed(Feed):
    """The latest pages of a kind, all of them or those about a theme; nobody in particular asks."""

    feed_type = Atom1Feed
    model: type
    list_url = ""
    name = ""

    def get_object(self, request, theme: str = ""):
        """Return the theme of the address (or of ``?theme=``) and the network's name."""
        slug = theme or request.GET.get("theme", "")
        if "\x00" in slug:  # PostgreSQL takes none
            raise Http404
        found = get_object_or_404(Theme, slug=slug) if slug else None
        return found, read_network().name

    def title(self, obj) -> str:
        """Return the kind, the theme and the network."""
        theme, network = obj
        what = f"{self.name}: {theme.name}" if theme else self.name
        return f"{what} – {network}"

    def link(self, obj) -> str:
        """Return the list that the feed follows."""
        theme, _network = obj
        return f"{self.list_url}?theme={theme.slug}" if theme else self.list_url

    def items(self, obj) -> list:
        """Return the pages, the latest published first."""
        theme, _network = obj
        pages = self.model.objects.visible_to(None).current()
        pages = pages.about(theme) if theme else pages
        return list(pages.for_listing().with_themes().order_by("-first_published_at", "-pk")[:LENGTH])

    def item_title(self, item) -> str:
        """Return the title, unescaped: the generator escapes."""
        return item.title

    def item_description(self, item) -> str:
        """Return the summary as plain text."""
        return item.summary_text

    def item_link(self, item) -> str:
        """Return the page's path."""
        return item.get_url()

    def item_guid(self, item) -> str:
        """Return an identifier that outlives the address."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item):
        """Return the day it was published where it is known, else when it appeared here."""
        day = getattr(item, "full_date", None)
        return datetime.combine(day, time(), UTC) if day else item.first_published_at

    def item_updateddate(self, item):
        """Return when it was last published here."""
        return item.last_published_at or item.first_published_at

    def item_categories(self, item) -> list[str]:
        """Return the names of the themes."""
        return [theme.name for theme in item.themes]


class ProductFeed(PageFeed):
    """Knowledge products."""

    model, list_url, name = KnowledgeProductPage, "/knowledge/", _("Knowledge products")


class PracticeFeed(PageFeed):
    """Good practices."""

    model, list_url, name = GoodPracticePage, "/practices/", _("Good practices")


class NewsFeed(PageFeed):
    """News, stories, results and opportunities."""

    model, list_url, name = NewsPage, "/news/", _("News")


@require_safe
def list_feeds(request):
    """Show every feed, and what one does with it."""
    feeds = [(gettext("News"), "news"), (gettext("Knowledge products"), "knowledge")]
    feeds.append((gettext("Good practices"), "practices"))
    themes = list(Theme.objects.spine())
    context = {
        "breadcrumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Feeds"))],
        "feeds": [(label, f"/feeds/{slug}/") for label, slug in feeds],
        "by_theme": [
            (theme.name, [(label, f"/feeds/{slug}/{theme.slug}/") for label, slug in feeds]) for theme in themes
        ],
    }
    return render(request, "knowledge/feed_list.html", context)
