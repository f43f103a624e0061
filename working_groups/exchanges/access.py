"""How views find the exchange that an address names: what a person may not see does not exist for her."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from network.core.access import can
from network.core.break_glass import NotesOpening
from working_groups.exchanges.standing import exchanges_of
from working_groups.models import ExchangeParty, PeerExchange


@method_decorator(never_cache, name="dispatch")
class OnExchange(NotesOpening):
    """For a view about one exchange: loads it, and answers 404 where the reader may not do ``action``.

    Moderators who look at what the parties have between them leave a trace.
    """

    action = "view"
    exchange: PeerExchange
    now: datetime

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Load, ask, go on."""
        self.now = timezone.now()
        visible = PeerExchange.objects.visible_to(request).for_listing()
        self.exchange = get_object_or_404(visible, pk=kwargs["pk"])
        if not self.is_allowed(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, request: HttpRequest) -> bool:
        """Return whether the reader may do what the view does."""
        return can(request, self.action, self.exchange)

    def leaves_trace(self, request: HttpRequest) -> bool:
        """Return whether the reader sees what is inside without being a party."""
        inside = self.exchange.pk in exchanges_of(request.user).inside
        return can(request, "read inside", self.exchange) and not inside

    def opened_record(self) -> PeerExchange:
        """Return the exchange."""
        return self.exchange


class OnParty(OnExchange):
    """For a view about one party of an exchange; without the right to ``rule`` it does not exist."""

    rule = ""
    party: ExchangeParty

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep which party the address names."""
        self.party_key = kwargs["party"]
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self, request: HttpRequest) -> bool:
        """Load the party, and return whether the reader may do this with it."""
        rows = self.exchange.parties.visible_to(request).for_listing()
        self.party = get_object_or_404(rows, pk=self.party_key)
        self.party.exchange = self.exchange
        return can(request, self.rule, self.party)
