"""Addresses of challenge cycles, included by those of cities before those of challenges."""

from django.urls import path

from cities.cycles import views

urlpatterns = [
    path("challenges/cycles/", views.CycleListView.as_view(), name="cycle-list"),
    path("challenges/cycles/method/", views.MethodView.as_view(), name="cycle-method"),
    path("challenges/cycles/<int:year>/", views.CycleDetailView.as_view(), name="cycle-detail"),
    path("challenges/cycles/<int:year>/enter/", views.EntryCreateView.as_view(), name="entry-create"),
    path(
        "challenges/cycles/<int:year>/entries/<int:number>/withdrawal/",
        views.EntryWithdrawView.as_view(),
        name="entry-withdraw",
    ),
    path("challenges/cycles/<int:year>/vote/", views.VoteView.as_view(), name="cycle-vote"),
    path("challenges/cycles/<int:year>/results/", views.CycleResultsView.as_view(), name="cycle-results"),
    path(
        "challenges/cycles/<int:year>/results/ballots.csv",
        views.CycleBallotsView.as_view(),
        name="cycle-ballots",
    ),
]
