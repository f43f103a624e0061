"""The compose file runs everything that a public portal needs."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_each_part_of_the_portal_is_a_service():
    assert {"web", "worker", "beat", "db", "redis", "mail", "proxy"} <= set(COMPOSE["services"])


def test_nothing_but_the_proxy_is_open_to_the_world():
    published = {name: service.get("ports", []) for name, service in COMPOSE["services"].items()}
    local = "127.0.0.1:"
    outside = {name for name, ports in published.items() if not all(p.startswith(local) for p in ports)}
    assert outside == {"proxy"}


def test_each_named_volume_is_declared():
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    named = {mount.split(":")[0] for mount in mounts if not mount.startswith(".")}
    assert named == set(COMPOSE["volumes"])
