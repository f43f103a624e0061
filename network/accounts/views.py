"""The reader's own profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from network.accounts.forms import ProfileForm
from network.accounts.models import User
from network.accounts.services import update_profile
from network.core.facts import Fact, known
from network.core.registry import panels


@require_safe
@login_required
@never_cache
def show_profile(request):
    """Show what the portal knows of the reader, what is still missing, and where she belongs."""
    user = request.user
    facts = known(
        Fact(_("E-mail address"), user.email),
        Fact(_("Job title"), user.job_title),
        Fact(_("Languages"), ", ".join(user.language_names)),
        Fact(_("Expertise"), ", ".join(theme.name for theme in user.expertise.all()), wide=True),
        Fact(_("Time zone"), user.time_zone.replace("_", " ")),
    )
    context = {"person": user, "facts": facts, "panels": panels.gather(user, request)}
    return render(request, "accounts/profile.html", context)


@login_required
@never_cache
def edit_profile(request):
    """Change the reader's own profile; refused input comes back with its reasons and status 422."""
    # A second instance, so that refused input does not show in the frame of the page.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        update_profile(user=form.instance, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile_form.html", {"form": form}, status=422 if form.is_bound else 200)
