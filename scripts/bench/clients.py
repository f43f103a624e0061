"""Asks a server over one kept connection, and measures what its processes worked meanwhile."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from scripts.processes import Failed, cpu_seconds

LONG_ENOUGH = 0.4  # seconds of CPU time in a round, so that the clock's hundredths do not matter
FEWEST, MOST = 8, 400  # requests in a round
SEVERAL = 48  # requests at least in a round of a page that is asked different things
WARM_UP = 12  # requests: each of a worker's threads is met


@dataclass
class Page:
    """A page of a server; ``rounds`` holds the CPU milliseconds of a request, one number for each round.

    It is asked at each of its addresses in turn; ``size`` is that of the first.
    """

    name: str
    port: int
    pid: int
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    status: int = 0
    size: int = 0
    rounds: list[float] = field(default_factory=list)
    following: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.following = cycle(self.paths)

    def ask(self, times: int) -> None:
        """Fetch the page ``times`` times over one connection; raise ``Failed`` when an answer is an error."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            for _time in range(times):
                path = next(self.following)
                connection.request("GET", path, headers=self.headers)
                answer = connection.getresponse()
                body = answer.read()
                self.status = answer.status
                if path == self.paths[0]:
                    self.size = len(body)
                if answer.status != 200:
                    raise Failed(f"{self.name}: {path} answers {answer.status}.")
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"{self.name}: {self.paths[0]}: {error!r}") from None
        finally:
            connection.close()

    def warm_up(self) -> None:
        """Fill every memory, and find out how many requests make a round."""
        self.ask(WARM_UP)
        before = cpu_seconds(self.pid)
        self.ask(FEWEST)
        one = max(cpu_seconds(self.pid) - before, 0.01) / FEWEST
        fewest = SEVERAL if len(self.paths) > 1 else FEWEST
        self.requests = max(fewest, min(MOST, round(LONG_ENOUGH / one)))

    def measure(self) -> None:
        """Measure one round."""
        before = cpu_seconds(self.pid)
        self.ask(self.requests)
        self.rounds.append((cpu_seconds(self.pid) - before) * 1000 / self.requests)
