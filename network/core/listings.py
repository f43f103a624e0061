"""Lists of the editors’ area."""

from wagtail.admin.views.generic import IndexView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView


class QuotedSearchMixin:
    """For a Wagtail list: words between quotes are searched for without them."""

    def search_queryset(self, queryset):
        """Search for what stands between quotes: Wagtail would look for a name that contains the quotes."""
        if self.is_searching:
            self.search_query = self.search_query.strip().strip('"“”„«»').strip() or self.search_query
        return super().search_queryset(queryset)


class QuotedSearchIndexView(QuotedSearchMixin, IndexView):
    """A viewset's list."""


class QuotedSearchSnippetIndexView(QuotedSearchMixin, SnippetIndexView):
    """A snippet viewset's list."""
