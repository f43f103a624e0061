"""Drill the search index on real processes: ``make drill``, on SQLite or on the PostgreSQL of ``DATABASE_URL``.

Changes have to be in the index within two seconds, also while it is built anew; nothing that was closed may
come back; and whatever is killed or taken away, the index has to equal the database afterwards. How long a
change may take is stretched by how long this process waits for a processor: on a machine that others use,
seconds say little.
"""

import logging
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.drill.network import network
from scripts.processes import Failed, started

LIMIT = 2.0  # seconds, on a machine that has a processor free
MOST_STRETCHED = 5.0
TIMES = 10
KILLS = 20
POLL = 0.05  # seconds between two looks for what was closed
LONGEST = 1200  # seconds, after which the drill gives up
FOLLOW = ("manage.py", "search_index", "--follow")
REBUILD = ("manage.py", "search_index", "--rebuild")


@dataclass
class Result:
    """What came of a drill; ``limit`` is ``None`` where no time was set."""

    what: str
    times: int
    slowest: float
    lost: int
    limit: float | None = LIMIT
    note: str = ""


class Drills:
    """All drills, one after the other, on one network."""

    def __init__(self, variables: dict[str, str]) -> None:
        from scripts.drill import changes

        self.do = changes
        self.variables = variables
        self.folder = Path(variables["INTERURBAN_DATA"])
        self.results: list[Result] = []
        self.waits: list[float] = []

    def say(self, result: Result) -> None:
        """Keep and print a result."""
        self.results.append(result)
        came = f"{result.times:>4} times   slowest {result.slowest:6.2f} s   lost {result.lost}"
        print(f"  {result.what:<52} {came}   {result.note}".rstrip(), flush=True)  # noqa: T201

    def stretch(self) -> float:
        """Return how much longer than its CPU time a small computation takes, in the median so far."""
        clock, cpu = time.monotonic(), time.thread_time()
        sum(number * number for number in range(200_000))
        self.waits.append((time.monotonic() - clock) / max(time.thread_time() - cpu, 1e-6))
        return min(MOST_STRETCHED, max(1.0, statistics.median(self.waits)))

    @contextmanager
    def follower(self) -> Iterator[subprocess.Popen]:
        """Run a follower, and wait until it has applied what was left."""
        with started(*FOLLOW, variables=self.variables, log=self.folder / "follower.log") as process:
            # The index may be up to date before the follower has even begun: it follows when it shows a change.
            title = self.do.word()
            self.do.publish_product(title)
            self.do.wait(lambda: self.do.finds(title), 120)
            self.settle()
            yield process

    def settle(self, seconds: float = 120) -> float:
        """Wait until every change is in the index."""
        passed = self.do.wait(self.do.is_settled, seconds, pause=0.1)
        if passed == float("inf"):
            raise Failed(f"The index was not settled. {(self.folder / 'follower.log').read_text()[-2000:]}")
        return passed

    def timed(self, what: str, steps: Callable[[], Iterator[tuple[Callable, Callable[[], bool]]]]) -> None:
        """Do each step, an action with a condition, and print how long the slowest condition took."""
        seconds = []
        for action, condition in steps():
            self.stretch()
            action()
            seconds.append(self.do.wait(condition))
        lost = seconds.count(float("inf"))
        self.say(Result(what, len(seconds), max(s for s in [0.0, *seconds] if s != float("inf")), lost))

    def single_changes(self) -> None:
        """Drill every kind of change alone."""
        do = self.do
        pages, titles = [], [do.word() for _time in range(TIMES)]
        self.timed(
            "publish",
            lambda: (
                (lambda t=t: pages.append(do.publish_practice(t)), lambda t=t: do.finds(t)) for t in titles
            ),
        )
        renamed = [do.word() for _time in range(TIMES)]
        self.timed(
            "edit: the new title is found, the old one is not",
            lambda: (
                (lambda p=p, n=n: do.rename(p, n), lambda o=o, n=n: do.finds(n) and not do.finds(o))
                for p, o, n in zip(pages, titles, renamed, strict=True)
            ),
        )
        closed = []
        self.timed(
            "restriction on the page",
            lambda: (
                (lambda p=p: closed.append(do.close(p)), lambda t=t: not do.finds(t))
                for p, t in zip(pages, renamed, strict=True)
            ),
        )
        self.timed(
            "removal of the restriction",
            lambda: (
                (restriction.delete, lambda t=t: do.finds(t))
                for restriction, t in zip(closed, renamed, strict=True)
            ),
        )
        self._parent(pages, renamed)
        self._move(pages)
        self.timed(
            "unpublish",
            lambda: ((p.unpublish, lambda t=t: not do.finds(t)) for p, t in zip(pages, renamed, strict=True)),
        )
        for page, title in zip(pages, renamed, strict=True):
            do.rename(page, title)
        do.wait(lambda: all(do.finds(title) for title in renamed))
        self.timed(
            "delete",
            lambda: ((p.delete, lambda t=t: not do.finds(t)) for p, t in zip(pages, renamed, strict=True)),
        )
        self._branch()

    def _parent(self, pages: list, titles: list[str]) -> None:
        """Close and open the list above the pages."""
        do, parent = self.do, pages[0].get_parent().specific
        closing, opening = [], []
        for _time in range(TIMES):
            self.stretch()
            restriction = do.close(parent)
            closing.append(do.wait(lambda: not any(do.finds(title) for title in titles)))
            restriction.delete()
            opening.append(do.wait(lambda: all(do.finds(title) for title in titles)))
        self.say(Result("restriction on the parent", TIMES, max(closing), closing.count(float("inf"))))
        self.say(Result("removal of that restriction", TIMES, max(opening), opening.count(float("inf"))))

    def _move(self, pages: list) -> None:
        """Move pages below another list."""
        from knowledge.models import KnowledgeIndexPage, PracticeIndexPage

        do = self.do

        def steps() -> Iterator[tuple[Callable, Callable[[], bool]]]:
            for page in pages:
                page.refresh_from_db()
                there = KnowledgeIndexPage.objects.get()
                yield (
                    lambda p=page, t=there: p.move(t, pos="last-child"),
                    lambda p=page: do.address(p).startswith("/knowledge/"),
                )

        self.timed("move: the index has the new address", steps)
        for page in pages:
            page.refresh_from_db()
            page.move(PracticeIndexPage.objects.get(), pos="last-child")
            page.refresh_from_db()
        self.settle()

    def _branch(self) -> None:
        """Close and open a branch of thousands, and change something else while it is opened."""
        from knowledge.models import KnowledgeIndexPage

        do, restrictions = self.do, []
        index = KnowledgeIndexPage.objects.get()
        inside = f"page:{index.get_children().last().pk}"
        gone, back, beside = [], [], []
        for _time in range(3):
            self.stretch()
            restrictions.append(do.close(index))
            gone.append(do.wait(lambda: inside not in do.held()))
            self.settle()
            restrictions.pop().delete()
            title = do.word()
            do.publish_practice(title)
            beside.append(do.wait(lambda t=title: do.finds(t)))
            back.append(do.wait(lambda: inside in do.held(), 120) + beside[-1])
            self.settle()
        lost = [*gone, *back, *beside].count(float("inf"))
        note = f"(the last came back after {max(back):.1f} s)"
        self.say(Result("a branch of 5,000 pages is closed", 3, max(gone), gone.count(float("inf"))))
        self.say(Result("publish while the branch comes back", 3, max(beside), lost, note=note))

    def during_rebuild(self) -> None:
        """Close, publish and edit pages while the index is built anew; nothing closed may come back."""
        do, closed, came_back, seconds, looks = self.do, set(), [], [], 0
        finished = threading.Event()

        def look() -> None:
            nonlocal looks
            while not finished.wait(POLL):
                looks += 1
                came_back.extend(title for title in list(closed) if do.finds(title))

        watcher = threading.Thread(target=look)
        watcher.start()
        rounds = 3
        try:
            for _time in range(rounds):
                with started(*REBUILD, variables=self.variables, log=self.folder / "rebuild.log") as process:
                    while process.poll() is None:
                        self.stretch()
                        self._close_one(seconds, closed)
                    if process.returncode:
                        raise Failed(f"A rebuild failed. {(self.folder / 'rebuild.log').read_text()[-2000:]}")
                time.sleep(1)
        finally:
            finished.set()
            watcher.join()
        self.settle()
        note = f"({rounds} rebuilds, {looks} looks at what was closed: {len(came_back)} came back)"
        lost = seconds.count(float("inf")) + len(came_back) + do.differences()
        slowest = max(s for s in [0.0, *seconds] if s != float("inf"))
        self.say(Result("publish, edit, close during a rebuild", len(seconds), slowest, lost, note=note))

    def _close_one(self, seconds: list[float], closed: set[str]) -> None:
        """Publish, edit and close a page, each until the index shows it."""
        do, first, second = self.do, self.do.word(), self.do.word()
        page = do.publish_product(first)
        seconds.append(do.wait(lambda: do.finds(first)))
        do.rename(page, second)
        seconds.append(do.wait(lambda: do.finds(second)))
        kind = random.choice(["close", "unpublish", "delete"])  # noqa: S311
        {"close": lambda: do.close(page), "unpublish": page.unpublish, "delete": page.delete}[kind]()
        seconds.append(do.wait(lambda: not do.finds(second)))
        closed.update({first, second})

    def kills(self) -> None:
        """Kill the follower at random moments while pages change."""
        chance = random.Random(3)  # noqa: S311
        stream, changed, slowest = self.do.stream(chance), 0, 0.0
        for _time in range(KILLS):
            with started(*FOLLOW, variables=self.variables, log=self.folder / "follower.log") as process:
                self.do.wait(self.do.is_settled, 60)
                until = time.monotonic() + chance.uniform(0.05, 2.5)
                while time.monotonic() < until:
                    next(stream)
                    changed += 1
                process.send_signal(signal.SIGKILL)
                process.wait()
            next(stream)
        begun = time.monotonic()
        with self.follower():
            slowest = time.monotonic() - begun
            lost = self.do.differences()
        note = f"({changed} changes; settled {slowest:.1f} s after the last start)"
        self.say(Result("kill -9 of the follower", KILLS, slowest, lost, None, note))

    def killed_rebuild(self) -> None:
        """Kill a rebuild in the middle; the old index goes on, and the next rebuild clears up."""
        lost, slowest = 0, 0.0
        with self.follower():
            for _time in range(3):
                before = self._folders()
                with started(*REBUILD, variables=self.variables, log=self.folder / "rebuild.log") as process:
                    self.do.wait(lambda b=before: self._folders() - b, 60)
                    time.sleep(0.3)
                    process.kill()
                    process.wait()
                title = self.do.word()
                self.do.publish_product(title)
                seconds = self.do.wait(lambda t=title: self.do.finds(t))
                lost += seconds == float("inf")
                slowest = max(slowest, seconds)
            left = len(self._folders())
            with started(*REBUILD, variables=self.variables, log=self.folder / "rebuild.log") as process:
                lost += process.wait(timeout=300) != 0
            lost += len(self._folders()) > 2  # the current one, and the one before it
            self.settle()
            lost += self.do.differences()
        note = f"({left} folders before the next rebuild, {len(self._folders())} after it)"
        self.say(Result("kill -9 of a rebuild: the old index goes on", 3, slowest, lost, LIMIT, note))

    def _folders(self) -> set[Path]:
        from network.search import store

        return {path for path in store.home().glob("*-*") if path.is_dir()}

    def two_followers(self) -> None:
        """Start two; kill the one at work, and the other takes over."""
        lost, slowest = 0, 0.0
        log = self.folder / "follower.log"
        with ExitStack() as stack:
            first, second = (
                stack.enter_context(started(*FOLLOW, variables=self.variables, log=log)) for _ in range(2)
            )
            title = self.do.word()
            self.do.publish_product(title)
            self.do.wait(lambda: self.do.finds(title), 120)
            time.sleep(4)  # the other one has started as well by then
            for killed in (None, first):
                if killed:
                    killed.kill()
                    killed.wait()
                for _time in range(5):
                    title = self.do.word()
                    self.do.publish_product(title)
                    seconds = self.do.wait(lambda t=title: self.do.finds(t))
                    lost += seconds == float("inf")
                    slowest = max(slowest, seconds)
            lost += second.poll() is not None
            self.settle()
            lost += self.do.differences()
        self.say(Result("two followers at once; the first is killed", 10, slowest, lost))

    def old_code(self) -> None:
        """Give the index another version's name: it is not read, pages say so, and a new one is built."""
        from django.test import Client
        from django.test.utils import setup_test_environment, teardown_test_environment

        from network.search import store

        version = store.code_version()
        for path in [*store.home().glob(f"*{version}*")]:
            path.rename(path.with_name(path.name.replace(version, "0123456789")))
        (pointer,) = store.home().glob("current-*")
        pointer.write_text(pointer.read_text().replace(version, "0123456789"))
        setup_test_environment()  # it lets the client read what a page was made of
        answer = Client().get("/search/?q=river", HTTP_HOST="localhost")
        teardown_test_environment()
        says_so = answer.status_code == 200 and answer.context["listing"].is_degraded
        begun = time.monotonic()
        with self.follower():
            seconds = time.monotonic() - begun
            lost = self.do.differences() + (not says_so)
        note = "(pages said so meanwhile; the old one is kept)" if says_so else "(no page said so)"
        lost += not any("0123456789-" in folder.name for folder in self._folders())
        self.say(Result("an index of other code: a new one is built", 1, seconds, lost, None, note))

    def taken_away(self) -> None:
        """Delete the folder, and break the index, while the follower works."""
        from network.search import store

        with self.follower():
            shutil.rmtree(store.home())
            seconds = self.do.wait(lambda: store.open_reader() is not None, 120)
            self.settle()
            lost = self.do.differences() + (seconds == float("inf"))
            self.say(Result("the folder is deleted: the index comes back", 1, seconds, lost, None))
            folder = store.current_folder()
            (folder / "meta.json").write_text("{")
            seconds = self.do.wait(lambda: store.open_reader() is not None, 120)
            self.settle()
            lost = self.do.differences() + (seconds == float("inf"))
            self.say(Result("the index is broken: another is built", 1, seconds, lost, None))

    def all(self) -> None:
        """Run every drill."""
        with self.follower():
            self.single_changes()
            self.during_rebuild()
        self.kills()
        self.killed_rebuild()
        self.two_followers()
        self.old_code()
        self.taken_away()

    def failures(self) -> list[str]:
        """Return what did not hold, each in a sentence."""
        stretched = self.stretch()
        found = [f"{result.what}: {result.lost} lost" for result in self.results if result.lost]
        for result in self.results:
            if result.limit is not None and result.slowest > result.limit * stretched:
                found.append(f"{result.what}: {result.slowest:.2f} s")
        return found


def give_up() -> None:
    """End a drill that hangs."""
    print(f"✗ The drill took longer than {LONGEST} seconds.", flush=True)  # noqa: T201
    os.kill(os.getpid(), signal.SIGINT)


def main() -> int:
    """Return 0 when everything held."""
    server = os.environ.get("DATABASE_URL", "")
    timer = threading.Timer(LONGEST, give_up)
    timer.daemon = True
    timer.start()
    try:
        print(f"→ Making a network on {'PostgreSQL' if server else 'SQLite'}", flush=True)  # noqa: T201
        with network(server) as variables:
            os.environ.pop("DATABASE_URL", None)
            os.environ.update(variables)
            import django

            django.setup()
            logging.disable()  # a reader says that the index is broken, which is a drill's matter
            from django.db import connection

            drills = Drills(variables)
            try:
                drills.all()
            finally:
                connection.close()
    except Failed as error:
        print(f"✗ {error}", flush=True)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)  # noqa: T201
        return 130
    failures, stretched = drills.failures(), drills.stretch()
    for failure in failures:
        print(f"✗ {failure}", flush=True)  # noqa: T201
    slow = sum(r.limit is not None and r.slowest > LIMIT for r in drills.results)
    print(  # noqa: T201
        f"\n{len(drills.results)} drills, {len(failures)} failed. Limit {LIMIT:.0f} s × {stretched:.1f} (how "
        f"long a processor was waited for); {slow} took longer than {LIMIT:.0f} s.",
        flush=True,
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
