"""The compose file runs everything that a public portal needs."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text())


def validate(path):
    """Hold a file against the published schema of compose files, a copy of which comes with the tool."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_file_is_what_docker_compose_reads():
    result = validate(FILE)
    assert result.returncode == 0, result.stdout


def test_a_mistyped_key_would_be_found(tmp_path):
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILE.read_text().replace("restart: unless-stopped", "restrat: unless-stopped"))
    result = validate(wrong)
    assert result.returncode != 0
    assert "restrat" in result.stdout


def test_each_variable_of_the_file_is_documented():
    documented = (ROOT / ".env.example").read_text()
    read = set(re.findall(r"\$\{([A-Z_]+)", FILE.read_text()))
    assert {"POSTGRES_PASSWORD", "SITE_ADDRESS"} <= read
    assert {name for name in read if not re.search(rf"^#?{name}=", documented, re.MULTILINE)} == set()


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
