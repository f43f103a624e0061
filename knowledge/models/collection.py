"""A curated collection of products and practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from knowledge.models.base import RICH_TEXT, KnowledgePage
from knowledge.models.links import ThemeLink
from knowledge.models.practice import GoodPracticePage
from knowledge.models.product import KnowledgeProductPage
from knowledge.panels import collection_edit_handler
from knowledge.querysets import CollectionManager

COLLECTED = ["knowledge.KnowledgeProductPage", "knowledge.GoodPracticePage"]


class CollectionPage(KnowledgePage):
    """Products and practices in an order that somebody chose, and why she chose them."""

    note = RichTextField(
        _("curator’s note"), blank=True, features=RICH_TEXT, help_text=_("Why these, and where to begin.")
    )
    curator = models.CharField(_("chosen by"), max_length=160, blank=True)

    objects = CollectionManager()

    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    subpage_types: list[str] = []
    described_images = ("social_image",)
    edit_handler = collection_edit_handler()
    schema_type = "CollectionPage"
    kind_in_index = "collection"
    listed_image = ""

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    @property
    def city_list(self) -> list:
        """None: a collection is about what it holds."""
        return []

    def related_entries(self, request) -> list:
        """Return nothing: a collection leads to its items."""
        return []

    def get_context(self, request, *args, **kwargs):
        """Add the items that the reader may see, in the curator’s order."""
        rows = list(self.items.all())
        ids = [row.item_id for row in rows]
        found = {
            page.pk: page.as_entry()
            for model in (KnowledgeProductPage, GoodPracticePage)
            for page in model.objects.visible_to(request).current().filter(pk__in=ids).for_listing(files=False)
        }
        items = [(found[row.item_id], row.remark) for row in rows if row.item_id in found]
        return super().get_context(request, *args, **kwargs) | {"items": items}


class CollectionTheme(ThemeLink):
    """A theme of a collection."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="theme_links")


class CollectionItem(Orderable):
    """A product or practice of a collection, with a word on why it is there."""

    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("item"))
    remark = models.CharField(_("why it is here"), max_length=300, blank=True)

    panels = [PageChooserPanel("item", COLLECTED), FieldPanel("remark")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "item"], name="an_item_once_a_collection")]
