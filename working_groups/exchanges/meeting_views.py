"""Calling a meeting of an exchange: its session."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from working_groups.exchanges import pages
from working_groups.exchanges.access import OnExchange
from working_groups.exchanges.states import WrongState
from working_groups.exchanges.views import moved_on
from working_groups.meetings.forms import NewMeetingForm
from working_groups.meetings.views import CallView


class CallExchangeMeetingView(OnExchange, CallView):
    """Calls a meeting of those who take part."""

    action = "take part"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page."""
        shown = pages.frame(self.exchange, gettext("Call a meeting"))
        return super().get_context_data(**shown | kwargs)

    def form_valid(self, form: NewMeetingForm) -> HttpResponse:
        """Call it, unless the exchange has ended meanwhile."""
        try:
            return super().form_valid(form)
        except WrongState as error:
            messages.info(self.request, moved_on(error.current))
            return redirect(self.exchange)
