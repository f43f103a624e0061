"""The portal as ``make run`` serves it: demo network, index, hashed static files, gunicorn, its own folder."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "interurban-demo"
START_SECONDS = 60


def environment(data: Path) -> dict[str, str]:
    """Return the environment in which the portal runs on ``data``."""
    return os.environ | {"INTERURBAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "network.settings.demo"}


def prepare(data: Path) -> None:
    """Fill the folder once, whichever worker comes first."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (data / "prepared").exists():
            return
        steps = (["migrate"], ["load_vocabularies"], ["load_demo"], ["search_index", "--rebuild"])
        for command in (*steps, ["collectstatic", "--noinput"]):
            run = [sys.executable, "manage.py", *command, "--verbosity=0"]
            subprocess.run(run, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)
        (data / "prepared").touch()


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Yield the address of the portal on ``data`` while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [
        "network.wsgi",
        "-k",
        "gthread",
        "--threads",
        "4",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level=error",
    ]
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *options], cwd=ROOT, env=environment(data))
    # Each worker of the tests has a follower on the one folder they share: the first keeps it, the others wait.
    follow = [sys.executable, "manage.py", "search_index", "--follow"]
    follower = subprocess.Popen(follow, cwd=ROOT, env=environment(data))
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process)
        yield address
    finally:
        for child in (process, follower):
            child.terminate()
            child.wait(timeout=30)


def run_inside(data: Path, code: str) -> None:
    """Run ``code`` as a program of the portal on ``data``."""
    run = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    subprocess.run(run, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def send_due_mail(data: Path, minutes: int = 0) -> None:
    """Send what is due, or will be in so many minutes, as the worker does every minute."""
    run_inside(
        data,
        "from datetime import timedelta; from django.utils import timezone; "
        "from network.mail.sending import sweep; "
        f"sweep(clock=lambda: timezone.now() + timedelta(minutes={minutes}))",
    )


def wait_for(address: str, process: subprocess.Popen) -> None:
    """Return once ``address`` is answered, whatever it says."""
    for _try in range(START_SECONDS * 5):
        assert process.poll() is None, "gunicorn ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            time.sleep(0.2)
            continue
        return
    raise AssertionError(f"nothing answered at {address}")
