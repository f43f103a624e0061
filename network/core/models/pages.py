"""The base of every Wagtail page of the portal."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from network.core.breadcrumbs import Crumb
from network.core.page_forms import PageForm, TitlePanel
from network.core.prepared import PreparedObjects
from network.core.saving import SavedAtOnce
from network.core.visibility import opened_pages, restricted_pages, restrictions


class PortalPageQuerySet(PageQuerySet):
    """Pages that know who asks."""

    def visible_to(self, request) -> "PortalPageQuerySet":
        """Return the live pages that the sender of ``request`` may open.

        ``Page.objects.public()`` would hide restricted pages from entitled members as well, and ``live()``
        alone shows the titles of pages behind a login to everyone.
        """
        pages = self.live()
        for page in restricted_pages(request):
            pages = pages.not_descendant_of(page, inclusive=True)
        return pages

    def only_for(self, request) -> "PortalPageQuerySet":
        """Return the pages that the sender of ``request`` may open and an anonymous reader may not."""
        condition = models.Q(pk__in=[])
        for page in opened_pages(request):
            condition |= models.Q(path__startswith=page.path)
        return self.visible_to(request).filter(condition)


PortalPageManager = PageManager.from_queryset(PortalPageQuerySet)


class BasePage(SavedAtOnce, Page):
    """What all pages share: a search and sharing summary, a sharing image, breadcrumbs and JSON-LD."""

    social_image = models.ForeignKey(
        "media.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image for sharing"),
        help_text=_("Shown when the page is shared. 1200 × 630 pixels work best."),
    )

    objects = PortalPageManager()

    schema_type = "WebPage"

    base_form_class = PageForm
    content_panels = [TitlePanel("title")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Sharing")),
    ]

    class Meta:
        abstract = True

    @property
    def summary_text(self) -> str:
        """One or two plain sentences for search results and sharing."""
        return self.search_description or getattr(self, "summary", "")

    def breadcrumbs(self) -> list[Crumb]:
        """Return the way from the home page to this page; the page itself has no address in it."""
        crumbs, page = [Crumb(self.title)], self
        while page.depth > 2:
            page = page.get_parent()  # known from routing: no query
            if page.live:
                title = page.title if page.depth > 2 else gettext("Home")
                crumbs.insert(0, Crumb(title, page.get_url(getattr(self, "_asked_by", None))))
        return crumbs

    def route(self, request, path_components):
        """Return the page at the rest of the path in two queries, however deep it lies, or in one where the
        address tells its type.

        Wagtail asks twice for every level. Who asks is remembered, so that the view restrictions are read
        once a request, and so are the parents, for the breadcrumbs.
        """
        self._asked_by = request
        if not path_components:
            return super().route(request, path_components)
        paths = [self.url_path]
        for component in path_components:
            paths.append(f"{paths[-1]}{component}/")
        model = _at_fixed_address(path_components[0]) if len(path_components) == 1 else None
        if model:
            rows = _prepared(model).rows(paths[1:])
        else:
            rows = Page._default_manager.filter(slug__in=set(path_components), url_path__in=paths[1:])
        found = {page.url_path: page for page in rows}
        if model and not found:
            found = {page.url_path: page for page in Page.objects.filter(url_path=paths[1])}
        parent = self
        for path in paths[1:]:
            if path not in found:
                raise Http404
            page = found[path].specific if path == paths[-1] else found[path]
            page._cached_parent_obj, parent = parent, page
        return parent.route(request, [])

    def get_view_restrictions(self):
        """Return the restrictions of this page and of those above it, read once a request if it was routed."""
        request = getattr(self, "_asked_by", None)
        if request is None:
            return super().get_view_restrictions()
        return [
            found
            for found in restrictions(request)
            if any(self.path.startswith(closed.path) for closed in found.closed_pages)
        ]

    def sharing_image(self):
        """Return the picture that is shown where the page is shared, or none; it may ask the database once."""
        return self.social_image.get_rendition("fill-1200x630") if self.social_image_id else None

    def json_ld(self, request) -> dict:
        """Return the page as a schema.org object; subclasses add what their type knows."""
        return {
            "@type": self.schema_type,
            "name": self.title,
            "description": self.summary_text,
            "url": self.get_full_url(request),
            "inLanguage": settings.LANGUAGE_CODE,
        }

    def get_context(self, request, *args, **kwargs):
        """Add what ``base_page.html`` shows: breadcrumbs, sharing data and JSON-LD, all read here."""
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs()
        context["json_ld"] = {"@context": "https://schema.org"} | self.json_ld(request)
        context["canonical_url"] = self.get_full_url(request)  # the template would read the sites once more
        context["sharing_image"] = self.sharing_image()
        return context


@cache
def _at_fixed_address(slug: str) -> type["SingletonPage"] | None:
    """Return the type of the page that a portal has once, by its slug."""
    models = [model for model in apps.get_models() if issubclass(model, SingletonPage)]
    return next((model for model in models if model.fixed_slug == slug), None)


@cache
def _prepared(model: type["SingletonPage"]) -> PreparedObjects:
    """Return the query for a page that a portal has once, by its address."""
    slug = model.fixed_slug
    return PreparedObjects(lambda paths: model._default_manager.filter(slug=slug, url_path__in=paths))


class SingletonPage(BasePage):
    """A page that a portal has once, at an address that code and links rely on, such as ``/news/``.

    Editors may rename it; its slug stays ``fixed_slug``.
    """

    fixed_slug = ""
    max_count = 1

    promote_panels = [
        MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Search")),
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Sharing")),
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        """Put the address back before anything is checked."""
        if self.fixed_slug:
            self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)
