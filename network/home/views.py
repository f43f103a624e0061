"""What machines read: sitemap, robots.txt, security.txt and the health of this process."""

from datetime import datetime, timedelta

from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.core.identity import read_network
from network.core.letterhead import absolute
from network.home.health import check_health, search_lag
from network.home.sitemap import MOST_IN_ONE_FILE, SITEMAPS

PERSONAL = ("/admin/", "/account/", "/dashboard/", "/preferences/", "/styleguide/", "/submissions/")
SECURITY_TEXT_LASTS = timedelta(days=180)


@require_safe
def sitemap(request):
    """Return all addresses in one file, or an index of several files where they are too many for one."""
    if sum(section.paginator.count for section in SITEMAPS.values()) <= MOST_IN_ONE_FILE:
        return sitemap_views.sitemap(request, SITEMAPS)
    return sitemap_views.index(request, SITEMAPS, sitemap_url_name="home:sitemap-section")


@require_safe
def sitemap_section(request, section: str):
    """Return one section's addresses, as pages of ``?p=``."""
    return sitemap_views.sitemap(request, SITEMAPS, section=section)


@require_safe
def robots(request):
    """Return which addresses robots leave alone, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in PERSONAL),
        "",
        f"Sitemap: {absolute(reverse('home:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_text(request):
    """Return whom to tell about a weakness (RFC 9116)."""
    address = read_network().contact_email
    contact = f"mailto:{address}" if address else absolute("/contact/")
    lines = [
        f"Contact: {contact}",
        f"Expires: {security_text_expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security_text_expires(now: datetime) -> datetime:
    """Return the midnight half a year after ``now``: the same all day, and well within the year advised."""
    return (now + SECURITY_TEXT_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)


@never_cache
@require_safe
def health(request):
    """Return 200 when database, migrations and broker are well, else 503 with which of them is not.

    The state of the search index is told as well; pages are served without one.
    """
    checks = check_health()
    well = all(checks.values())
    body = {"status": "ok" if well else "failing"} | {
        name: "ok" if passed else "failing" for name, passed in checks.items()
    }
    follows, lag = search_lag() if checks["migrations"] else (False, None)
    body |= {"search": "ok" if follows else "failing", "search_lag_seconds": lag}
    return JsonResponse(body, status=200 if well else 503)
