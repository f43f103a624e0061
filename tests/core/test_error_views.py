"""Whatever goes wrong, the reader gets a plain sentence and a way on."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.test import Client
from django.urls import path

from network.core.error_views import gone, unprocessable
from network.core.facts import FactLink
from network.urls import handler400, handler403, handler404, handler500  # noqa: F401
from network.urls import urlpatterns as portal

PROBLEMS = {
    "suspicious": SuspiciousOperation(),
    "denied": PermissionDenied(),
    "missing": Http404(),
    "broken": RuntimeError("secret detail"),
    "down": OperationalError("connection refused"),
    "lost": InterfaceError("connection already closed"),
}


def fail(request, name):
    """Raise what the address names."""
    raise PROBLEMS[name]


def withdrawn(request):
    """Answer as a withdrawn product does."""
    return gone(request, title="Old <guide>", successor=FactLink("New guide", "/knowledge/new/"))


def refused(request):
    """Answer as a service does that cannot work with what it got."""
    return unprocessable(request, reason="The file is empty.")


urlpatterns = [
    path("fail/<name>/", fail),
    path("withdrawn/", withdrawn),
    path("refused/", refused),
    *portal,
]


@pytest.fixture(autouse=True)
def with_failing_views(settings):
    settings.ROOT_URLCONF = "tests.core.test_error_views"


@pytest.fixture
def reader(home):
    """Return a client that sees error pages as a browser does."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("suspicious", 400, "We could not read this request"),
        ("denied", 403, "You cannot open this page"),
        ("missing", 404, "There is no page at this address"),
        ("broken", 500, "Something went wrong on our side"),
        ("down", 503, "We will be back in a moment"),
        ("lost", 503, "We will be back in a moment"),
    ],
)
def test_each_fault_has_its_page(reader, name, status, sentence):
    response = reader.get(f"/fail/{name}/")
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{sentence}</h1>" in page
    assert "secret detail" not in page
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("name", ["broken", "down", "suspicious"])
def test_the_pages_for_faults_need_no_database(reader, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        reader.get(f"/fail/{name}/")


def test_a_reader_is_told_when_to_come_back(reader):
    assert reader.get("/fail/down/").headers["Retry-After"] == "60"


def test_a_database_that_is_down_is_said_even_where_the_reader_is_looked_up(reader, monkeypatch):
    def down(*_args):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", down)
    response = reader.get("/")
    assert response.status_code == 503


def test_a_missing_page_offers_sign_in_and_the_way_back(reader):
    page = reader.get("/no/such/page/?a=1&b=2").content.decode()
    assert "/account/login/?next=%2Fno%2Fsuch%2Fpage%2F%3Fa%3D1%26b%3D2" in page


def test_a_missing_page_offers_no_sign_in_to_someone_signed_in(reader):
    user = get_user_model().objects.create_user(email="member@interurban.example", password="x" * 12)
    reader.force_login(user)
    response = reader.get("/no/such/page/")
    assert response.status_code == 404
    assert "If you are one, sign in" not in response.content.decode()


def test_a_withdrawn_page_leads_on(reader):
    response = reader.get("/withdrawn/")
    assert response.status_code == 410
    assert "“Old &lt;guide&gt;” is no longer published." in response.content.decode()
    assert '<a href="/knowledge/new/">New guide</a>' in response.content.decode()


def test_what_cannot_be_worked_with_is_explained(reader):
    response = reader.get("/refused/")
    assert response.status_code == 422
    assert "The file is empty." in response.content.decode()


def test_a_form_without_its_token_is_refused_in_plain_words(home):
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "We could not accept this form" in response.content.decode()


def test_too_many_tries_get_the_page_for_it(reader, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [reader.post("/account/login/", {"login": "a@b.example", "password": "x"}) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()
