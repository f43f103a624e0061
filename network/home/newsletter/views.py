"""Subscribing to the newsletter without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, TemplateView

from network.core.breadcrumbs import Crumb
from network.core.public_forms.stamps import new_stamp, source_path
from network.core.public_forms.views import PublicFormMixin
from network.home.newsletter.forms import SubscribeForm
from network.home.newsletter.models import Subscriber
from network.home.newsletter.subscribing import ask, confirm, read_token


def initial_of(request: Any) -> dict[str, str]:
    """Return what a fresh form holds: its stamp, and the address of a reader who is signed in."""
    user = getattr(request, "user", None)
    email = user.email if user and user.is_authenticated else ""
    return {"stamp": new_stamp(source_path(request)), "email": email}


def crumbs(title: Any) -> list[Crumb]:
    """Return the way from the home page to a page of the newsletter."""
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Newsletter"), "/newsletter/"), Crumb(title)]


@method_decorator(never_cache, name="dispatch")
class SubscribeView(PublicFormMixin, CreateView):
    """The form, by itself: the archive shows it too, and sends it here."""

    model = Subscriber
    form_class = SubscribeForm
    template_name = "home/newsletter/subscribe.html"
    thanks = "newsletter:thanks"

    def get_initial(self) -> dict[str, Any]:
        """Stamp the form."""
        return initial_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = _("Subscribe to the newsletter")
        return super().get_context_data(**{"title": title, "breadcrumbs": crumbs(title)} | kwargs)

    def receive(self, form: Any, stamp: Any) -> None:
        """Ask the address's owner."""
        ask(email=form.cleaned_data["email"], form_token=stamp.token, now=timezone.now())


class ThanksView(TemplateView):
    """What happens next: the same for every address."""

    template_name = "home/newsletter/thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = _("Look into your mail")
        return super().get_context_data(title=title, breadcrumbs=crumbs(title), **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the address itself is the secret, and whoever comes from a mail has no cookie
@never_cache
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, which begins the subscription; a GET changes nothing, since scanners follow links."""
    subscriber = read_token(token)
    context: dict[str, Any] = {"subscriber": subscriber}
    if subscriber and request.method == "POST":
        confirm(subscriber=subscriber, now=timezone.now())
        context["is_confirmed"] = True
    status = 200 if subscriber else 404
    response = render(request, "home/newsletter/confirm.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
