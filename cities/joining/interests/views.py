"""What membership means, and the form to join."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import CreateView, TemplateView

from cities.joining.interests.forms import InterestForm
from cities.joining.interests.services import receive_interest
from cities.models import Interest
from network.core.breadcrumbs import Crumb
from network.core.letterhead import absolute
from network.core.public_forms.stamps import Stamp
from network.core.public_forms.views import PublicFormMixin
from network.core.structured_data import described

STEPS = [
    {
        "title": _("You write to us"),
        "text": _("The form below takes five minutes and binds you to nothing."),
    },
    {
        "title": _("We talk"),
        "text": _("The secretariat answers by e-mail, at every step, and tells you what joining asks of you."),
    },
    {
        "title": _("You are in"),
        "text": _("Your contact person is invited, decides who speaks for the city here, and keeps its page."),
    },
]


@method_decorator(never_cache, name="dispatch")
class JoinView(PublicFormMixin, CreateView):
    """Says what membership means, and takes in who wants to join."""

    model = Interest
    form_class = InterestForm
    template_name = "cities/joining/join.html"
    thanks = "cities:join-thanks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = _("Join the network")
        path = reverse("cities:join")
        frame = {
            "title": title,
            "meta_title": title,
            "breadcrumbs": [Crumb(_("Home"), "/"), Crumb(title)],
            "canonical_url": absolute(path),
            "json_ld": described("WebPage", title, path),
            "steps": STEPS,
        }
        return super().get_context_data(**frame | kwargs)

    def receive(self, form: Any, stamp: Stamp) -> None:
        """Keep the interest."""
        receive_interest(interest=form.save(commit=False), form_token=stamp.token, now=timezone.now())


class ThanksView(TemplateView):
    """What happens next."""

    template_name = "cities/joining/thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        title = _("Thank you")
        crumbs = [Crumb(_("Home"), "/"), Crumb(title)]
        return super().get_context_data(title=title, breadcrumbs=crumbs, **kwargs)
