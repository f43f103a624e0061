"""Following a theme or a city, and the page of everything that one follows."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from cities.following.button import FollowButton, address, how_often
from cities.following.services import follow, stop_following
from cities.models import City, Follow
from network.core.access import can
from network.core.models import Theme
from network.core.views import way_back


@require_safe
@login_required
@never_cache
def own_follows(request: HttpRequest) -> HttpResponse:
    """Show the reader what she follows, with a button to stop each."""
    rows = Follow.objects.visible_to(request).shown().select_related("theme", "city__country")
    followed = sorted((row.followed for row in rows), key=lambda one: one.name.casefold())
    with_addresses = [(one, address(one)) for one in followed]
    context = {
        "themes": [pair for pair in with_addresses if isinstance(pair[0], Theme)],
        "cities": [pair for pair in with_addresses if isinstance(pair[0], City)],
        "how_often": how_often(request.user),
    }
    return render(request, "cities/following/own.html", context)


@method_decorator(never_cache, name="dispatch")
class FollowView(View):
    """Has the reader follow what the address names, or no longer, and leads back to where the button was."""

    http_method_names = ["post"]
    model: type[Theme | City]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Note it; whoever is signed out meanwhile is led to sign in, and back."""
        back = way_back(request, reverse("following:own"))
        if not request.user.is_authenticated:
            sign_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
            return HttpResponseClientRedirect(sign_in) if request.htmx else redirect(sign_in)
        followed = get_object_or_404(self.found(request), slug=slug)
        if not can(request, "follow", followed):
            raise Http404
        follows = request.POST.get("follows") == "yes"
        said = self.note(request, followed, follows)
        if request.htmx:
            button = FollowButton(followed.name, back, address(followed), follows, said)
            return render(request, "cities/following/_swapped.html", {"follow": button})
        messages.success(request, said)
        return redirect(back)

    def found(self, request: HttpRequest) -> Any:
        """Return what the reader may see of the kind."""
        return self.model.objects.all()

    @staticmethod
    def note(request: HttpRequest, followed: Any, follows: bool) -> str:
        """Follow or stop, and return what has become of it."""
        if not follows:
            stop_following(person=request.user, followed=followed)
            return gettext("You no longer follow %(name)s.") % {"name": followed.name}
        follow(person=request.user, followed=followed, now=timezone.now())
        said = gettext("You follow %(name)s.") % {"name": followed.name}
        return f"{said} {how_often(request.user)}"


class FollowThemeView(FollowView):
    """Follows a theme."""

    model = Theme


class FollowCityView(FollowView):
    """Follows a city that has a page."""

    model = City

    def found(self, request: HttpRequest) -> Any:
        """Return the cities with a page."""
        return City.objects.visible_to(request)
