"""The editor of a page: its address follows the title until the page is first published."""

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import Page

from network.core.slugs import is_made_from, slug_of


class TitlePanel(TitleFieldPanel):
    """A title that the address follows.

    Wagtail's own waits a tenth of a second after a key and does not notice a paste: a draft that saves itself
    in that moment has an address that no longer fits, and from then on it stays.
    """

    class BoundPanel(TitleFieldPanel.BoundPanel):
        apply_actions = [*TitleFieldPanel.BoundPanel.apply_actions, "input->w-sync#apply"]

        def get_attrs(self):
            """Let the address follow at once."""
            return super().get_attrs() | {"data-w-sync-debounce-value": "0"}

        def get_should_apply(self):
            """Leave the address alone once readers had it, also where the page is no longer published."""
            return super().get_should_apply() and not getattr(self.instance, "first_published_at", None)


class PageForm(WagtailAdminPageForm):
    """Makes the address from the title, where the editor wrote none of her own, until readers have it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        """Choose the address before it is looked for among the others."""
        title, slug = self.cleaned_data.get("title", ""), self.cleaned_data.get("slug")
        if slug is not None and title and self._is_ours(title, slug):
            self.cleaned_data["slug"] = self._free_slug(title)
        return super().clean()

    def _is_ours(self, title: str, slug: str) -> bool:
        """Return whether the address was left to us: it is empty, or made from this title or the last."""
        if not slug:
            return True
        if self.instance.first_published_at or (self.instance.live and self.instance.pk):
            return False
        was = {name: self.initial.get(name) or "" for name in ("title", "slug")}
        followed = slug == was["slug"] and title != was["title"] and is_made_from(was["title"], slug)
        return followed or (slug != was["slug"] and slug == slug_of(title))

    def _free_slug(self, title: str) -> str:
        """Return what the title makes, with a number where a page beside it has that already."""
        stem = slug_of(title) or self.instance._meta.model_name
        candidate, number = stem, 1
        while not Page._slug_is_available(candidate, self.parent_page, self.instance):
            number += 1
            candidate = f"{stem}-{number}"
        return candidate

    def get_field_updates_for_resave(self):
        """Tell the open form which address its draft got."""
        updates = super().get_field_updates_for_resave()
        if "slug" in self.fields and self.data.get(self.add_prefix("slug")) != self.instance.slug:
            updates.append((self.add_prefix("slug"), self.instance.slug))
        return updates
