"""Pages of home."""

import wagtail_factories
from factory import LazyFunction, Sequence

from network.core.models import Theme
from network.home.models import PriorityIndexPage, PriorityKind, PriorityPage, StandardPage


class PriorityIndexPageFactory(wagtail_factories.PageFactory):
    """The list of priorities."""

    title = "Priorities"

    class Meta:
        model = PriorityIndexPage


class PriorityPageFactory(wagtail_factories.PageFactory):
    """A priority about the first theme of the spine."""

    title = Sequence(lambda n: f"Priority {n}")
    kind = PriorityKind.PRIORITY
    theme = LazyFunction(lambda: Theme.objects.get(slug="circular-economy"))
    statement = "What the network aims at."

    class Meta:
        model = PriorityPage


class StandardPageFactory(wagtail_factories.PageFactory):
    """A page of text."""

    title = Sequence(lambda n: f"Page {n}")

    class Meta:
        model = StandardPage
