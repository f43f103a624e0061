"""Run the whole portal on this machine: ``python -m network.serve``, or ``make run``.

It prepares the data folder, then keeps gunicorn, a Celery worker with beat and the search index's follower
running on loopback until it is told to stop. When one of them ends, the others are ended as well, and the exit
status is not zero.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
STOP_SECONDS = 15
WEB = "The web server"
WORKER = "The mail and task worker"
FOLLOWER = "The search index"


class CannotServe(Exception):
    """The portal cannot start or go on; the message says why and what to do."""


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM or a closed terminal."""


def say(text: str) -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)  # noqa: T201


def wanted_port() -> int:
    """Return the port of the environment's ``PORT``, 8000 without one."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotServe(f"PORT is {text!r}: it has to be a number from 1 to 65535.")
    return int(text)


def loopback_addresses(port: int) -> list[str]:
    """Return the addresses to serve at: ``localhost`` is IPv4 for some browsers and IPv6 for others.

    Raise ``CannotServe`` where another program has the port.
    """
    addresses = []
    for family, host, name in ((socket.AF_INET, "127.0.0.1", "127.0.0.1"), (socket.AF_INET6, "::1", "[::1]")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except PermissionError:
            raise CannotServe(f"Port {port} is reserved. Choose one above 1023: make run PORT=8001") from None
        except OSError:
            if family == socket.AF_INET or answers(host, port):
                raise CannotServe(f"Port {port} is in use. Choose another: make run PORT={port + 1}") from None
            continue  # this machine has no IPv6
        addresses.append(f"{name}:{port}")
    return addresses


def answers(host: str, port: int) -> bool:
    """Return whether something listens there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the data folder: two schedules on one queue would work against each other."""
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotServe(
                f"The portal already runs with the data in {folder}. "
                "Stop it first, or choose another folder: make run PORT=8001 INTERURBAN_DATA=/another/folder"
            ) from None
        yield


class Children:
    """The programs this one started, each in a process group of its own."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *arguments: str) -> subprocess.Popen:
        """Start ``python …`` under ``name``."""
        child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, start_new_session=True)  # noqa: S603
        self._running[name] = child
        return child

    def run(self, name: str, *arguments: str) -> None:
        """Run ``python …`` to its end, or raise ``CannotServe`` when it fails."""
        status = self.start(name, *arguments).wait()
        del self._running[name]
        if status:
            raise CannotServe(f"{name} failed ({_ended(status)}). What it said stands above.")

    def check(self) -> None:
        """Raise ``CannotServe`` when a child has ended."""
        for name, child in self._running.items():
            if child.poll() is not None:
                raise CannotServe(f"{name} ended by itself ({_ended(child.returncode)}), so everything stops.")

    def stop(self) -> None:
        """Ask every child to end, and make those end that have not after a while."""
        for child in self._running.values():
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._running.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            _signal_group(child, signal.SIGKILL)
            child.wait()
        self._running.clear()


def _signal_group(child: subprocess.Popen, number: int) -> None:
    """Send a signal to a child and to what it started; none of them may be left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _ended(status: int) -> str:
    """Say how a process ended."""
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"


def wait_until_served(url: str, children: Children) -> None:
    """Return when the first page answers; raise ``CannotServe`` when none does in time."""
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        children.check()
        try:
            with straight.open(url, timeout=START_SECONDS):
                return
        except urllib.error.HTTPError as error:
            raise CannotServe(f"{url} answers {error.code}.") from None
        except OSError:
            time.sleep(0.2)
    raise CannotServe(f"{url} did not answer within {START_SECONDS} seconds.")


def web_arguments(addresses: list[str]) -> list[str]:
    """Return the arguments that start gunicorn at these addresses."""
    binds = [argument for address in addresses for argument in ("--bind", address)]
    return [
        *("-m", "gunicorn", "network.wsgi:application", "--worker-class", "gthread", "--workers", "2"),
        *("--threads", "4", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
        *binds,
    ]


def worker_arguments(folder: Path) -> list[str]:
    """Return the arguments that start one Celery worker with the schedule inside."""
    return [
        *(
            "-W",
            "ignore:You're running the worker",
            "-m",
            "celery",
            "--quiet",
            "--app",
            "network",
            "worker",
            "--beat",
            "--pool",
            "solo",
        ),
        *("--schedule", str(folder / "beat-schedule"), "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def serve(children: Children) -> None:
    """Prepare and run everything until a child ends (``CannotServe``) or somebody stops it (``Stopped``)."""
    port = wanted_port()
    addresses = loopback_addresses(port)
    url = f"http://localhost:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "network.settings.demo"
    os.environ.setdefault("BASE_URL", url)

    from network.settings.demo import DATA_DIR, DEMO_PASSWORD

    for name in (".", "queue", "queue-control", "media"):
        (DATA_DIR / name).mkdir(parents=True, exist_ok=True)
    with only_one(DATA_DIR):
        children.run("Preparing the data folder", "manage.py", "prepare")
        children.start(WORKER, *worker_arguments(DATA_DIR))
        children.start(FOLLOWER, "manage.py", "search_index", "--follow")
        children.start(WEB, *web_arguments(addresses))
        wait_until_served(f"http://{addresses[0]}/", children)
        say(
            f"\nInterurban runs at {url} – sign in at {url}/account/login/ as admin@interurban.example "
            f"(or moderator@, editor@, member@…) with the password {DEMO_PASSWORD}. Ctrl-C stops it."
        )
        while True:
            children.check()
            time.sleep(0.5)


def _stop(number, frame):
    """Turn a signal into the end; a second one changes nothing while children are being ended."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    raise Stopped


def main() -> int:
    """Return 0 after an asked-for end, 1 after any other."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    children = Children()
    try:
        serve(children)
    except Stopped:
        say("\nStopping…")
    except CannotServe as reason:
        children.stop()
        print(f"\n✗ {reason}", file=sys.stderr, flush=True)  # noqa: T201
        return 1
    finally:
        children.stop()
    say("Stopped. What was entered is kept; make run starts it again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
