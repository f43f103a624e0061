"""What every mail carries: the network's name and addresses."""

from urllib.parse import urljoin

import css_inline
from django.conf import settings
from wagtail.models import Site

from network.core.models import NetworkSettings

# Mail programs drop <style>, so its rules go to the elements; @media blocks (dark, narrow) stay.
_inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def absolute(path: str) -> str:
    """Return ``path`` at the portal's own address, which no request can forge."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def letterhead() -> dict:
    """Return the context of ``templates/mail/shell.html`` and ``shell.txt``: ``network`` and ``base_url``."""
    site = Site.objects.filter(is_default_site=True).first()
    network = NetworkSettings.for_site(site) if site else NetworkSettings()
    return {"network": network, "base_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/")}


def inline_styles(html: str) -> str:
    """Return a mail's HTML with the rules of its ``<style>`` on the elements."""
    return _inliner.inline(html)
