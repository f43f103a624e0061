"""Programs that a measurement or a drill starts: on loopback, counted, and ended with it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
FROM_OUTSIDE = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "INTERURBAN_INDEX", "INTERURBAN_DATA"}


class Failed(Exception):
    """What was to be measured could not be; the message says why."""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the variables of a portal whose data lies in ``folder``; nothing of the caller's leads it away."""
    kept = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    own = {"INTERURBAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "network.settings.demo"}
    return kept | own | {"PYTHONPATH": str(ROOT)} | more


@dataclass(frozen=True)
class Ended:
    """How a program ended: what it printed, and the seconds it took on the clock and of the processors."""

    output: str
    seconds: float
    cpu: float


def run(*arguments: str, variables: Mapping[str, str], seconds: int) -> Ended:
    """Run ``python …`` to its end; raise ``Failed`` when it fails or takes longer than ``seconds``."""
    before, started = os.times(), time.monotonic()
    command = [sys.executable, *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(arguments[:3])} took longer than {seconds} seconds.") from None
    after = os.times()
    if done.returncode:
        raise Failed(f"{' '.join(arguments[:3])} failed:\n{done.stderr[-3000:]}")
    cpu = sum(after[2:4]) - sum(before[2:4])
    return Ended(done.stdout, time.monotonic() - started, cpu)


@contextmanager
def started(*arguments: str, variables: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """Run ``python …`` beside this process, and end it at the end."""
    with log.open("a") as output:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments], cwd=ROOT, env=variables, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen) -> None:
    """Ask a program to end, and make it end where it does not within some seconds."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
    if process.poll() is None:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """Return the seconds that the processors have worked for a process and all that it started."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # in user mode and in the kernel
    return ticks / TICKS


def busy_seconds() -> float:
    """Return the seconds that all processors together have worked since the machine was started."""
    values = [int(value) for value in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICKS
