"""The directory of cities, the page of one, and partners."""

from django.shortcuts import get_object_or_404, render
from django.views import View

from cities.directory import gather_directory
from cities.models import City, Partner
from cities.pages import partners_context, render_city, render_partner
from network.search.partials import render_list


class CityListView(View):
    """The directory: every listed city, by region."""

    def get(self, request):
        return render_list(request, "cities/city_list.html", gather_directory(request))


class CityDetailView(View):
    """The page of one city."""

    def get(self, request, slug):
        city = get_object_or_404(City.objects.visible_to(request).for_page(), slug=slug)
        return render_city(request, city)


class PartnerListView(View):
    """Everyone the network works with, by kind."""

    def get(self, request):
        return render(request, "cities/partner_list.html", partners_context(request))


class PartnerDetailView(View):
    """What one partner supports."""

    def get(self, request, slug):
        partner = get_object_or_404(Partner.objects.visible_to(request).for_listing(), slug=slug)
        return render_partner(request, partner)
