"""What the pages of a city and of a partner show, gathered before the template is rendered."""

from django.shortcuts import render

from cities.models import City, Partner
from network.core.registry import panels


def render_city(request, city: City):
    """Return the response with the city's page."""
    return render(request, "cities/city_detail.html", {"city": city, "panels": panels.gather(city, request)})


def partner_context(request, partner: Partner) -> dict:
    """Return what the partner's page shows."""
    return {"partner": partner}
