"""Beginning what a meeting becomes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views import View

from cities.models import City
from cities.permissions import seats_of
from network.core.access import can
from working_groups.meetings.views import OnMeeting
from working_groups.outcomes.services import draft_practice_of_meeting, draft_product_of_meeting


class MeetingOutcomeView(OnMeeting, View):
    """Begins a practice of the reader's city, or for editors a product, with the minutes of a meeting."""

    action = "read inside"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin it, and lead to where it is written."""
        if request.POST.get("kind") == "product":
            if not can(request, "draft product", self.meeting):
                raise Http404
            outcome = draft_product_of_meeting(meeting=self.meeting, author=request.user, now=self.now)
            return redirect("wagtailadmin_pages:edit", outcome.page_id)
        if not can(request, "draft practice", self.meeting):
            raise Http404
        city = City.objects.filter(pk__in=seats_of(request.user).member_cities).order_by("slug").first()
        outcome = draft_practice_of_meeting(meeting=self.meeting, city=city, author=request.user, now=self.now)
        submission = outcome.page.submission
        if not can(request, "change", submission):
            messages.info(request, gettext("Somebody from another city writes it already."))
            return redirect(self.meeting)
        messages.success(request, gettext("The draft holds what the minutes say. Go on from there."))
        return redirect("knowledge:submission-edit", submission.pk)
