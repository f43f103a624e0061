"""The archive and its issues."""

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager

from knowledge.models.publishing import PublishingGate
from network.core.fields import PortalStreamField
from network.core.models import BasePage, PortalPageQuerySet, SingletonPage
from network.core.pagination import paginate
from network.home.newsletter.blocks import NewsletterBody

PER_PAGE = 12
# A mail has its styles on its elements, and may load no more than the portal's own pictures.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


class NewsletterIndexPage(SingletonPage):
    """The archive, with the form by which somebody without an account subscribes."""

    fixed_slug = "newsletter"
    lead = models.TextField(_("lead"), max_length=300, blank=True)

    content_panels = [*SingletonPage.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.NewsletterPage"]
    schema_type = "CollectionPage"
    template = "home/newsletter/archive.html"

    class Meta:
        verbose_name = _("newsletter archive")

    @property
    def summary(self) -> str:
        """The lead."""
        return self.lead

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the issues, newest first, and the form."""
        from network.home.newsletter.forms import SubscribeForm
        from network.home.newsletter.views import initial_of

        issues = NewsletterPage.objects.child_of(self).visible_to(request).newest()
        page = paginate(issues, request, PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {
            "page_obj": page,
            "issues": [(issue, issue.get_url(request)) for issue in page],
            "form": SubscribeForm(initial=initial_of(request)),
        }


class NewsletterQuerySet(PortalPageQuerySet):
    """Issues."""

    def newest(self) -> "NewsletterQuerySet":
        """Return the issues, the latest first, with what a row of the archive shows."""
        return self.defer_streamfields().order_by("-issued_on", "-pk")

    def due(self, now: Any) -> "NewsletterQuerySet":
        """Return the issues that everybody may read, whose time has come and that were not sent yet."""
        return self.visible_to(None).filter(send_at__lte=now, run__isnull=True).order_by("send_at", "pk")


NewsletterManager = PageManager.from_queryset(NewsletterQuerySet)


class NewsletterPage(PublishingGate, BasePage):
    """An issue: a page like any other, which is also mailed where it has a time to be sent."""

    issued_on = models.DateField(_("date"), default=timezone.localdate, help_text=_("Shown above the issue."))
    summary = models.TextField(
        _("introduction"),
        max_length=600,
        help_text=_("What the reader finds in it, in a few sentences."),
    )
    body = PortalStreamField(NewsletterBody(), verbose_name=_("content"))
    send_at = models.DateTimeField(
        _("send from"),
        null=True,
        blank=True,
        help_text=_(
            "Once the page is published and this time has come, it is mailed to all who asked for it, once. "
            "Left empty, it is never mailed. After that, changes appear on the page only."
        ),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("issued_on"),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("send_at")], heading=_("Mail")),
    ]
    objects = NewsletterManager()

    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types: list = []
    needed_to_publish: dict[str, str] = {}
    schema_type = "Article"
    template = "home/newsletter/issue.html"

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    preview_modes = [("", _("Page")), ("html", _("Mail")), ("text", _("Mail as plain text"))]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the body as the mail has it too: what is not public is left out."""
        from network.home.newsletter.content import parts_of

        return super().get_context(request, *args, **kwargs) | {"parts": parts_of(self.body)}

    def json_ld(self, request: Any) -> dict:
        """Add the date."""
        return super().json_ld(request) | {"headline": self.title, "datePublished": self.issued_on.isoformat()}

    def serve_preview(self, request: Any, mode_name: str) -> HttpResponse:
        """Return the page, or the mail that is sent of it, made by the code that sends it."""
        from network.home.newsletter.mail import example

        if mode_name not in ("html", "text"):
            return super().serve_preview(request, mode_name)
        message = example(self)
        if mode_name == "text":
            return HttpResponse(message.text, content_type="text/plain; charset=utf-8")
        response = HttpResponse(message.html)
        response["Content-Security-Policy"] = PREVIEW_POLICY
        return response
