"""The demo's mailbox. In production these addresses do not exist."""

import re
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.core.breadcrumbs import Crumb
from network.core.middleware import PUBLIC_POLICY
from network.core.pagination import paginate
from network.mail.mailbox import StoredMail, read_mail, stored_names

# A mail is somebody else's HTML: it may have inline styles, and no more. Its links open in the whole window.
MAIL_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


def demo_only(view):
    """Answer 404 wherever the demo's mailbox is not switched on."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO_MAILBOX:
            raise Http404
        return never_cache(require_safe(view))(request, *args, **kwargs)

    return guarded


def _mail_or_404(name: str) -> StoredMail:
    mail = read_mail(name)
    if mail is None:
        raise Http404
    return mail


@demo_only
def mailbox(request):
    """List the mails, newest first."""
    page = paginate(stored_names(), request)
    context = {
        "title": _("Demo mailbox"),
        "breadcrumbs": [Crumb(_("Home"), "/"), Crumb(_("Demo mailbox"))],
        "page_obj": page,
        "mails": [mail for mail in map(read_mail, page.object_list) if mail],
    }
    return render(request, "mail/mailbox.html", context)


@demo_only
def mail(request, name: str):
    """Show one mail: headers, text part, and the HTML part in a frame that can do nothing."""
    found = _mail_or_404(name)
    context = {
        "title": found.subject,
        "breadcrumbs": [
            Crumb(_("Home"), "/"),
            Crumb(_("Demo mailbox"), reverse("mail:mailbox")),
            Crumb(found.subject),
        ],
        "mail": found,
        "text": found.part("plain"),
        "has_html": bool(found.part("html")),
    }
    response = render(request, "mail/mailbox_mail.html", context)
    response.headers["Content-Security-Policy"] = f"{PUBLIC_POLICY}; frame-src 'self'"
    return response


@demo_only
def mail_html(request, name: str):
    """Return the HTML part alone, under a policy that lets no script run and nothing load."""
    html = _mail_or_404(name).part("html")
    if not html:
        raise Http404
    response = HttpResponse(HEAD.sub(r'\g<0><base target="_top">', html, count=1))
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response
