"""What machines read."""

import json
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from network.core.models import NetworkSettings
from network.home import health
from network.home.views import security_text_expires
from network.search.models import IndexChange
from tests.factories.cities import CityFactory
from tests.factories.home import StandardPageFactory

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(response) -> list[str]:
    tree = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    return [node.text for node in tree.findall(".//s:loc", NAMESPACE)]


def test_the_sitemap_names_public_pages_and_cities_with_their_last_change(client, home):
    page = StandardPageFactory(parent=home, slug="about-us")
    page.save_revision().publish()
    CityFactory(slug="kiruna")
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    found = locations(response)
    assert "http://testserver/" in found
    assert "http://testserver/about-us/" in found
    assert "http://testserver/cities/kiruna/" in found
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    changed = {
        node.find("s:loc", NAMESPACE).text: node.findtext("s:lastmod", "", NAMESPACE)
        for node in tree.findall("s:url", NAMESPACE)
    }
    assert changed["http://testserver/about-us/"] == f"{datetime.now(UTC):%Y-%m-%d}"


def test_the_sitemap_leaves_out_what_is_not_public(client, home):
    draft = StandardPageFactory(parent=home, slug="draft", live=False)
    closed = StandardPageFactory(parent=home, slug="closed")
    child = StandardPageFactory(parent=closed, slug="child")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    text = client.get("/sitemap.xml").content.decode()
    for page in (draft, closed, child):
        assert f"/{page.slug}/" not in text


def test_a_large_sitemap_is_an_index_of_its_sections(client, home, monkeypatch):
    monkeypatch.setattr("network.home.views.MOST_IN_ONE_FILE", 2)
    sections = locations(client.get("/sitemap.xml"))
    assert "http://testserver/sitemap-pages.xml" in sections
    assert "http://testserver/" in locations(client.get("/sitemap-pages.xml"))
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_sitemap_needs_as_many_queries_for_twenty_pages_as_for_one(home, django_assert_max_num_queries):
    client = Client()
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(18) as one:
        client.get("/sitemap.xml")
    StandardPageFactory.create_batch(20, parent=home)
    with django_assert_max_num_queries(18) as many:
        client.get("/sitemap.xml")
    assert len(many) == len(one)


def test_robots_are_told_where_the_sitemap_is_and_what_to_leave(client, home):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines


def test_security_text_names_the_secretariat_and_a_day_ahead(client, home):
    site = home.get_site()
    NetworkSettings.objects.create(site=site, contact_email="office@network.example")
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert "Contact: mailto:office@network.example" in lines
    assert "Canonical: http://testserver/.well-known/security.txt" in lines
    [expires] = [line for line in lines if line.startswith("Expires: ")]
    expires_at = datetime.fromisoformat(expires.removeprefix("Expires: "))
    assert timedelta(days=30) < expires_at - datetime.now(UTC) < timedelta(days=365)


def test_security_text_leads_to_the_contact_form_where_no_address_is_set(client, home):
    assert "Contact: http://testserver/contact/" in client.get("/.well-known/security.txt").content.decode()


def test_security_text_expires_at_a_midnight():
    assert security_text_expires(datetime(2026, 1, 5, 13, 4, tzinfo=UTC)) == datetime(2026, 7, 4, tzinfo=UTC)


def test_health_is_well(db, reindex):
    reindex()
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert json.loads(response.content) == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "broker": "ok",
        "search": "ok",
        "search_lag_seconds": 0.0,
    }
    assert "no-cache" in response["Cache-Control"]


def test_health_asks_little(db, reindex, django_assert_max_num_queries):
    reindex()
    client = Client()
    client.get("/healthz")
    with django_assert_max_num_queries(2):
        client.get("/healthz")


def test_health_tells_that_there_is_no_index_and_that_one_is_behind(home, reindex):
    client = Client()
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["search"] == "failing"
    assert response.json()["search_lag_seconds"] is None
    reindex()
    StandardPageFactory(parent=home, title="Not yet found")
    IndexChange.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    response = client.get("/healthz")
    assert response.json()["search"] == "failing"
    assert 90 <= response.json()["search_lag_seconds"] < 120


@pytest.mark.parametrize("part", ["database_answers", "migrations_are_applied", "broker_answers"])
def test_health_says_what_is_not_well(client, db, monkeypatch, part):
    monkeypatch.setattr(health, part, lambda: False)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert json.loads(response.content)["status"] == "failing"


def test_a_migration_that_is_not_applied_is_noticed(db, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_migrated", set())
    MigrationRecorder.Migration.objects.filter(app="home").delete()
    assert not health.migrations_are_applied()


def test_a_broker_that_nothing_listens_at_is_noticed(monkeypatch):
    from celery import Celery

    unreachable = Celery("unreachable", broker="redis://127.0.0.1:9/0", set_as_current=False)
    monkeypatch.setattr(health, "current_app", unreachable)
    monkeypatch.setattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    assert not health.broker_answers()


def test_a_queue_folder_that_cannot_be_written_is_noticed(tmp_path, settings):
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    assert health.broker_answers()
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "no" / "such")}
    assert not health.broker_answers()


@pytest.mark.parametrize("name", ["sitemap", "robots", "security-text", "health"])
def test_machines_only_read(client, home, name):
    assert client.post(reverse(f"home:{name}")).status_code == 405
