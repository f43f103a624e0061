"""Small views of the frame: the colour theme, and refused forms."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COLOURS = {"light", "dark"}
YEAR = 365 * 24 * 3600


def way_back(request, otherwise: str, name: str = "next") -> str:
    """Return the path that a form names, ``otherwise`` where it is none of this portal."""
    path = request.POST.get(name, "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours else otherwise


@csrf_exempt
@require_POST
def choose_colours(request):
    """Keep the reader's colour theme in a cookie (``light``, ``dark``; anything else follows the device).

    The form stands on every page, cached ones among them, so it carries no token: the worst that another site
    could do is to change the colours.
    """
    response = HttpResponseRedirect(way_back(request, "/"))
    chosen = request.POST.get("colours", "")
    if chosen in COLOURS:
        response.set_cookie("colours", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("colours")
    return response


def csrf_failure(request, reason=""):
    """Say in plain words that the form could not be accepted, and what to do."""
    return render(request, "403.html", {"form_expired": True}, status=403)
