"""Asks a server over one kept connection, and measures what its processes worked meanwhile."""

import http.client
from dataclasses import dataclass, field

from scripts.processes import Failed, cpu_seconds

LONG_ENOUGH = 0.4  # seconds of CPU time in a round, so that the clock's hundredths do not matter
FEWEST, MOST = 8, 400  # requests in a round
WARM_UP = 12  # requests: each of a worker's threads is met


@dataclass
class Page:
    """A page of a server; ``rounds`` holds the CPU milliseconds of a request, one number for each round."""

    name: str
    port: int
    pid: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    status: int = 0
    size: int = 0
    rounds: list[float] = field(default_factory=list)

    def ask(self, times: int) -> None:
        """Fetch the page ``times`` times over one connection; raise ``Failed`` when an answer is an error."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            for _time in range(times):
                connection.request("GET", self.path, headers=self.headers)
                answer = connection.getresponse()
                body = answer.read()
                self.status, self.size = answer.status, len(body)
                if answer.status != 200:
                    raise Failed(f"{self.name}: {self.path} answers {answer.status}.")
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"{self.name}: {self.path}: {error!r}") from None
        finally:
            connection.close()

    def warm_up(self) -> None:
        """Fill every memory, and find out how many requests make a round."""
        self.ask(WARM_UP)
        before = cpu_seconds(self.pid)
        self.ask(FEWEST)
        one = max(cpu_seconds(self.pid) - before, 0.01) / FEWEST
        self.requests = max(FEWEST, min(MOST, round(LONG_ENOUGH / one)))

    def measure(self) -> None:
        """Measure one round."""
        before = cpu_seconds(self.pid)
        self.ask(self.requests)
        self.rounds.append((cpu_seconds(self.pid) - before) * 1000 / self.requests)
