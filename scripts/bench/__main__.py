"""Measure lists and search with much content: ``make bench``, ``python -m scripts.bench --sizes 1000 10000``.

For each size a network is made once and kept in ``var/bench/``. Its index is built anew, which is timed; then
the portal is served beside a bare Django view, and both are asked in turns. What counts is the CPU time of a
page as a ratio to that view's, taken inside each round: seconds differ from machine to machine, ratios hardly
do.
"""

import argparse
import json
import shutil
import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bench.clients import Page
from scripts.processes import ROOT, Ended, Failed, busy_seconds, environment, free_port, run, started

SIZES = [1_000, 10_000, 100_000]
ROUNDS = 5
CITIES = 200
PRACTICES = 1_000  # at least: with fewer, some filters would have fewer values to show
SEARCH, SUGGESTIONS = "knowledge, words and filters", "suggestions"
ROWS_OF_FLOOR = "20-row view"
MOST_SEARCH, MOST_SUGGESTIONS = 6.0, 2.0  # times the 20-row view
MOST_SECONDS = 60  # for an index of the largest network
SIZE_TOLERANCE = 0.05
GUNICORN = (
    *("-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--keep-alive", "30"),
    *("--log-level", "warning", "--no-control-socket", "--graceful-timeout", "5"),
)


@dataclass
class Measured:
    """What was found at one size."""

    products: int
    built: Ended
    others: float
    documents: int
    index_bytes: int
    database_bytes: int
    pages: dict[str, Page] = field(default_factory=dict)
    queries: dict[str, dict] = field(default_factory=dict)

    def ratio(self, name: str) -> float:
        """Return the median over the rounds of a page's CPU time to the 20-row view's."""
        pairs = zip(self.pages[name].rounds, self.pages[ROWS_OF_FLOOR].rounds, strict=True)
        return statistics.median(own / floor for own, floor in pairs)


def say(text: str = "") -> None:
    """Print a line at once."""
    print(text, flush=True)  # noqa: T201


def make_network(folder: Path, products: int) -> None:
    """Make the network of a size where it was not made before, and bring its tables up to date."""
    done = folder / "generated"
    if folder.exists() and not done.exists():
        shutil.rmtree(folder)  # it was interrupted
    folder.mkdir(parents=True, exist_ok=True)
    variables = environment(folder)
    run("manage.py", "migrate", "--verbosity", "0", variables=variables, seconds=300)
    if not done.exists():
        say(f"  making {products:,} products (once: it is kept in {folder.relative_to(ROOT)})")
        practices = max(PRACTICES, products // 10)
        numbers = ("--products", str(products), "--practices", str(practices), "--cities", str(CITIES))
        run("manage.py", "generate_network", *numbers, "--seed", "1", variables=variables, seconds=1800)
        done.touch()
    run("manage.py", "collectstatic", "--no-input", "--verbosity", "0", variables=variables, seconds=300)


def build_index(folder: Path, products: int) -> Measured:
    """Build the index anew and time it."""
    before, began = busy_seconds(), time.monotonic()
    built = run("manage.py", "search_index", "--rebuild", variables=environment(folder), seconds=1200)
    passed = time.monotonic() - began
    others = max(0.0, busy_seconds() - before - built.cpu) / passed
    pointer = max((folder / "index").glob("current-*"), key=lambda path: path.stat().st_mtime)
    files = (folder / "index" / pointer.read_text()).rglob("*")
    index_bytes = sum(file.stat().st_size for file in files if file.is_file())
    database_bytes = (folder / "interurban.sqlite3").stat().st_size
    count = int(built.output.split()[0])
    return Measured(products, built, others, count, index_bytes, database_bytes)


def serve_and_ask(folder: Path, measured: Measured, rounds: int) -> None:
    """Serve portal and floor, and measure all pages in turns, forwards and backwards."""
    floor = folder.parent / "floor.sqlite3"
    floor_variables = environment(folder, FLOOR_DATABASE=str(floor), DJANGO_SETTINGS_MODULE="")
    run("scripts/bench/floor.py", variables=floor_variables, seconds=60)
    asked = run("-m", "scripts.bench.questions", variables=environment(folder), seconds=300)
    measured.queries = json.loads(asked.output)
    with ExitStack() as stack:
        servers = {}
        for name, application, variables in (
            ("portal", "network.wsgi:application", environment(folder)),
            ("floor", "scripts.bench.floor:application", floor_variables),
        ):
            port = free_port()
            arguments = (*GUNICORN, "--bind", f"127.0.0.1:{port}", application)
            log = folder / f"{name}.log"
            server = stack.enter_context(started(*arguments, variables=variables, log=log))
            servers[name] = (port, server.pid)
        pages = [
            Page("hello", *servers["floor"], ["/hello/"]),
            Page(ROWS_OF_FLOOR, *servers["floor"], ["/rows/"]),
        ]
        for name, row in measured.queries.items():
            headers = {key.removeprefix("HTTP_").replace("_", "-"): v for key, v in row["headers"].items()}
            pages.append(Page(name, *servers["portal"], row["paths"], headers))
        wait_for(pages[0], pages[2])
        for page in pages:
            page.warm_up()
        for number in range(rounds):
            for page in pages if number % 2 == 0 else reversed(pages):
                page.measure()
    measured.pages = {page.name: page for page in pages}


def wait_for(*pages: Page) -> None:
    """Return when the servers answer; raise ``Failed`` when they do not in time."""
    deadline = time.monotonic() + 60
    for page in pages:
        while True:
            try:
                page.ask(1)
                break
            except Failed as error:
                if time.monotonic() > deadline or " answers " in str(error):
                    raise
                time.sleep(0.2)


def show(measured: Measured) -> None:
    """Print what was found at one size."""
    built, mib = measured.built, 1024 * 1024
    say(
        f"\n{measured.products:,} products: {measured.documents:,} documents indexed in {built.seconds:.1f} s "
        f"({built.cpu:.1f} s of CPU time, start included; {measured.documents / built.seconds:,.0f} a second; "
        f"others used {measured.others:.1f} processors meanwhile). "
        f"Index {measured.index_bytes / mib:.1f} MiB, database {measured.database_bytes / mib:.1f} MiB "
        f"({measured.index_bytes / measured.database_bytes:.2f})"
    )
    say(f"\n| {'page':30} | status | CPU ms | ratio | (min–max) | SQL cold | warm | bytes |")
    say(f"|{'-' * 32}|---|---|---|---|---|---|---|")
    floor = measured.pages[ROWS_OF_FLOOR].rounds
    for name, page in measured.pages.items():
        ratios = [own / other for own, other in zip(page.rounds, floor, strict=True)]
        queries = measured.queries.get(name, {})
        say(
            f"| {name:30} | {page.status} | {statistics.median(page.rounds):.2f} | {measured.ratio(name):.2f} "
            f"| {min(ratios):.2f}–{max(ratios):.2f} | {queries.get('cold', '')} | {queries.get('warm', '')} "
            f"| {page.size} |"
        )


def judge(found: list[Measured]) -> list[tuple[bool, str]]:
    """Return whether each target holds, with what was found."""
    largest = found[-1]
    names = list(largest.queries)
    search, suggestion = largest.ratio(SEARCH), largest.ratio(SUGGESTIONS)
    verdicts = [
        (
            search <= MOST_SEARCH,
            f"words and filters: {search:.1f} × the 20-row view (at most {MOST_SEARCH:.0f})",
        ),
        (suggestion <= MOST_SUGGESTIONS, f"suggestions: {suggestion:.1f} × (at most {MOST_SUGGESTIONS:.0f})"),
    ]
    grown = [n for n in names if len({(m.queries[n]["cold"], m.queries[n]["warm"]) for m in found}) > 1]
    verdicts.append((not grown, f"SQL count equal at all sizes: {', '.join(grown) or 'every page'}"))
    for name in names:
        sizes = [measured.pages[name].size for measured in found]
        if max(sizes) > min(sizes) * (1 + SIZE_TOLERANCE):
            verdicts.append((False, f"page size constant: {name} has {min(sizes)} to {max(sizes)} bytes"))
    if all(holds for holds, text in verdicts if text.startswith("page size")):
        verdicts.append((True, f"page size constant within {SIZE_TOLERANCE:.0%}: every page"))
    built = largest.built
    seconds, of = built.seconds, "on the clock"
    if largest.others > 0.25 and seconds >= MOST_SECONDS:
        # Others had the processors: the time that the build itself took of them is all that can be said.
        seconds, of = (
            built.cpu,
            f"of CPU time, on a machine that others used ({built.seconds:.0f} s on the clock)",
        )
    text = f"index of {largest.products:,} products: {seconds:.0f} s {of} (under {MOST_SECONDS})"
    verdicts.append((seconds < MOST_SECONDS, text))
    return verdicts


def main() -> int:
    """Return 0 when every target holds."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="products")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    found = []
    try:
        for size in sorted(options.sizes):
            folder = ROOT / "var" / "bench" / str(size)
            say(f"→ {size:,} products")
            make_network(folder, size)
            measured = build_index(folder, size)
            serve_and_ask(folder, measured, options.rounds)
            show(measured)
            found.append(measured)
    except Failed as error:
        say(f"✗ {error}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    say(f"\nAt {found[-1].products:,} products, {options.rounds} rounds, CPU time of the server's processes:")
    verdicts = judge(found)
    for holds, text in verdicts:
        say(f"{'✓' if holds else '✗'} {text}")
    missed = sum(not holds for holds, _text in verdicts)
    say(f"\n{len(verdicts) - missed} of {len(verdicts)} targets hold.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
