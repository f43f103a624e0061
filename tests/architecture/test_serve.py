"""``make run`` on this machine: real processes on loopback, with a data folder of their own."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.database import fingerprint

ROOT = Path(__file__).resolve().parent.parent.parent
READY = "Ctrl-C stops it."
PATIENCE = 90
LISTING = ["ps", "-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args="]
ELSEWHERE = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "DJANGO_SETTINGS_MODULE"}

pytestmark = [
    pytest.mark.same_on_every_database,
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="make run keeps its data in a folder"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int | str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    return kept | {"INTERURBAN_DATA": str(folder), "PORT": str(port)}


def descendants(pid: int) -> dict[int, str]:
    """Return the command line of each process that ``pid`` started, and that those started."""
    listed = subprocess.run(LISTING, capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found, parents = {}, {pid}
    while parents:
        children = {int(row[0]): row[2] for row in rows if int(row[1]) in parents}
        found |= children
        parents = set(children)
    return found


def is_alive(pid: int) -> bool:
    """Return whether the process runs; one that has ended and waits for its parent does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.strip().startswith("Z")


class Portal:
    """A started ``python -m network.serve``."""

    def __init__(self, folder: Path, port: int | str):
        self.url = f"http://localhost:{port}"
        self.log = folder / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "network.serve"],
                cwd=ROOT,
                env=environment(folder, port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.1)

    def child(self, words: str) -> int:
        """Return the child whose command line has these words, not what that child started."""
        return min(pid for pid, command in descendants(self.process.pid).items() if words in command)

    def end(self) -> int:
        """Return the status with which it ends."""
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def folder(django_db_setup, tmp_path_factory) -> Path:
    """Return a data folder with a real, empty network: starting it loads no demo."""
    folder = tmp_path_factory.mktemp("data")
    template = Path(settings.DATA_DIR) / "test-databases" / f"{fingerprint()}.sqlite3"
    shutil.copy(template, folder / "interurban.sqlite3")
    begin = [sys.executable, "manage.py", "start_network", "--no-input", "--email", "admin@example.org"]
    subprocess.run(begin, cwd=ROOT, env=environment(folder, 8000), capture_output=True, check=True)
    return folder


@pytest.fixture
def start(folder):
    """Return a way of starting the portal; whatever still runs after the test is ended."""
    started = []

    def start(port: int | str = 0, *, until: str = READY) -> Portal:
        portal = Portal(folder, port or free_port())
        started.append(portal)
        portal.wait_for(until)
        return portal

    yield start
    for portal in started:
        if portal.process.poll() is None:
            portal.process.terminate()
            portal.end()


def sign_up(url: str, email: str) -> None:
    """Open an account over HTTP, as a browser without JavaScript does."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
    page = browser.open(f"{url}/account/signup/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    password = "a long password of hers"
    fields = {"name": "Newcomer", "email": email, "password1": password, "password2": password}
    fields["csrfmiddlewaretoken"] = token
    browser.open(f"{url}/account/signup/", urllib.parse.urlencode(fields).encode())


def people(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "interurban.sqlite3") as database:
        return {email for (email,) in database.execute("SELECT email FROM accounts_user")}


def run(folder: Path, port: int | str) -> subprocess.CompletedProcess:
    """Start the portal where it cannot start, and return how it ended."""
    command = [sys.executable, "-m", "network.serve"]
    variables = environment(folder, port)
    return subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_ctrl_c_ends_everything_and_what_was_entered_is_kept(start, folder):
    portal = start()
    sign_up(portal.url, "newcomer@example.org")
    running = descendants(portal.process.pid)
    assert len(running) >= 4  # gunicorn with two workers, Celery with its schedule

    taken = run(folder, urllib.parse.urlsplit(portal.url).port)
    assert (taken.returncode, "is in use. Choose another: make run PORT=" in taken.stderr) == (1, True)
    twice = run(folder, free_port())
    assert (twice.returncode, "The portal already runs with the data in" in twice.stderr) == (1, True)

    portal.process.send_signal(signal.SIGINT)
    assert portal.end() == 0
    assert [command for pid, command in running.items() if is_alive(pid)] == []
    assert "Traceback" not in portal.said
    assert {"admin@example.org", "newcomer@example.org"} <= people(folder)


@pytest.mark.parametrize(
    ("words", "name"), [("celery", "The mail and task worker"), ("gunicorn", "The web server")]
)
def test_when_one_part_is_killed_the_other_ends_too(start, folder, words, name):
    portal = start()
    running = descendants(portal.process.pid)
    os.kill(portal.child(words), signal.SIGKILL)
    assert portal.end() == 1
    assert f"{name} ended by itself (signal SIGKILL), so everything stops." in portal.said
    assert [command for pid, command in running.items() if is_alive(pid)] == []
    assert "admin@example.org" in people(folder)


def test_ctrl_c_while_it_prepares_ends_it(start):
    portal = start(until="→")
    running = descendants(portal.process.pid)
    portal.process.send_signal(signal.SIGINT)
    assert portal.end() == 0
    assert [command for pid, command in running.items() if is_alive(pid)] == []


@pytest.mark.parametrize("port", ["eight", "0", "70000"])
def test_a_port_that_is_none_is_named(folder, port):
    result = run(folder, port)
    assert result.returncode == 1
    assert f"PORT is {port!r}" in result.stderr
