"""A public server does not start half configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.same_on_every_database

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "".join(chr(33 + (7 * number) % 90) for number in range(64)),
    "BASE_URL": "https://exchange.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://mail.example.org",
    "DEFAULT_FROM_EMAIL": "secretariat@example.org",
}


def check(tmp_path, variables):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "INTERURBAN_DATA": str(tmp_path)}
    environment |= {"DJANGO_SETTINGS_MODULE": "network.settings.production"} | variables
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_complete_production_settings_pass_djangos_deployment_check(tmp_path):
    result = check(tmp_path, COMPLETE)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without(tmp_path, name):
    result = check(tmp_path, {key: value for key, value in COMPLETE.items() if key != name})
    assert result.returncode != 0
    assert f"{name} is not set" in result.stderr
