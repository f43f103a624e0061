"""A mail server on loopback for measurements and drills: ``python -m scripts.mail.sink PORT LOG [script]``.

It takes every mail and keeps none: of each it writes a line with the Message-ID and the recipient to ``LOG``.
The options have it refuse, delay or hang as a bad day would.
"""

import argparse
import asyncio
import random
import re
import signal
from pathlib import Path
from typing import TextIO

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class Script:
    """What goes wrong: chances are of one mail, ``gone`` are addresses that do not exist."""

    def __init__(self, options: argparse.Namespace, log: TextIO) -> None:
        self.dice = random.Random(options.seed)  # noqa: S311 (no secret is made)
        self.temporary, self.hangs = options.temporary, options.hangs
        self.gone = {address.encode() for address in options.gone}
        self.log = log
        self.accepted = 0

    def accept(self, content: bytes, recipient: bytes) -> None:
        """Write down a mail; the line is on the disk before the sender hears of it, as a real server's is."""
        found = MESSAGE_ID.search(content)
        self.log.write(f"{found[1].decode() if found else '-'} {recipient.decode()}\n")
        self.log.flush()
        self.accepted += 1


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._waiting = bytearray()
        self._in_data = self._is_hanging = False
        self._recipient = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = transport
        self._say("220 sink ESMTP")

    def _say(self, line: str) -> None:
        self._transport.write(line.encode() + b"\r\n")  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Answer each command, and each mail once it is whole."""
        self._waiting += data
        while not self._is_hanging:
            if self._in_data:
                end = self._waiting.find(END)
                if end < 0:
                    return
                content = bytes(self._waiting[:end])
                del self._waiting[: end + len(END)]
                self._in_data = False
                self._take(content)
                continue
            end = self._waiting.find(b"\r\n")
            if end < 0:
                return
            line = bytes(self._waiting[:end])
            del self._waiting[: end + 2]
            self._obey(line)

    def _obey(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self._say("250-sink\r\n250-8BITMIME\r\n250 SIZE 0")
        elif verb == b"RCPT":
            self._recipient = line.partition(b"<")[2].partition(b">")[0]
            self._say("550 5.1.1 No such user" if self._recipient in self._script.gone else "250 OK")
        elif verb == b"DATA":
            self._in_data = True
            self._say("354 Go on")
        elif verb == b"QUIT":
            self._say("221 Bye")
            self._transport.close()
        else:
            self._say("250 OK")

    def _take(self, content: bytes) -> None:
        script = self._script
        if script.hangs and script.dice.random() < 0.01:
            script.hangs -= 1
            self._is_hanging = True  # the sender's time-out ends it
        elif script.dice.random() < script.temporary:
            self._say("451 4.3.0 Try again later")
        else:
            script.accept(content, self._recipient)
            self._say("250 OK")


async def serve(port: int, script: Script) -> None:
    """Serve on loopback until the end is asked for."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(script), "127.0.0.1", port)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    server.close()


def main() -> None:
    """Read the script and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("log", type=Path)
    parser.add_argument("--temporary", type=float, default=0.0, help="the part of mails refused for now")
    parser.add_argument("--hangs", type=int, default=0, help="connections that are never answered")
    parser.add_argument("--gone", nargs="*", default=[], help="addresses that do not exist")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with options.log.open("a") as log:
        asyncio.run(serve(options.port, Script(options, log)))


if __name__ == "__main__":
    main()
