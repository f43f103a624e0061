"""A small network to drill with: its own database and data folder, gone at the end."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from scripts.processes import ROOT, Failed, environment, run

PRODUCTS, PRACTICES, CITIES = 5_000, 100, 50


@contextmanager
def network(server: str) -> Iterator[dict[str, str]]:
    """Make a network and yield its processes' environment; ``server`` is PostgreSQL's address, or empty."""
    home = ROOT / "var" / "drill"
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=home))
    try:
        with database(server) as url:
            variables = environment(folder, **({"DATABASE_URL": url} if url else {}))
            run("manage.py", "migrate", "--verbosity", "0", variables=variables, seconds=600)
            run("manage.py", "collectstatic", "--no-input", "-v", "0", variables=variables, seconds=300)
            numbers = ("--products", str(PRODUCTS), "--practices", str(PRACTICES), "--cities", str(CITIES))
            run("manage.py", "generate_network", *numbers, variables=variables, seconds=600)
            run("manage.py", "search_index", "--rebuild", variables=variables, seconds=600)
            yield variables
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str) -> Iterator[str]:
    """Make a database beside the one that ``server`` names, yield its address, and drop it."""
    if not server:
        yield ""
        return
    if urlsplit(server).hostname not in ("localhost", "127.0.0.1", "::1"):
        raise Failed("DATABASE_URL has to name a server on this machine.")
    name = f"interurban_drill_{os.getpid()}"
    try:
        admin = psycopg.connect(server, autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise Failed(f"DATABASE_URL: PostgreSQL does not answer. {error}") from None
    with admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
