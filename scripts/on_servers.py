"""Run Python with PostgreSQL and Redis: ``on_servers.py -m pytest …``.

``DATABASE_URL`` and ``REDIS_URL`` name them; without these, the usual local ones are tried. The suite makes
databases of its own beside the named one, and empties the named Redis database and those after it.
"""

import os
import subprocess
import sys

import psycopg
import redis

DATABASE_URL = "postgres://postgres@127.0.0.1:5432/interurban"
REDIS_URL = "redis://127.0.0.1:6379/8"
MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def problems() -> list[str]:
    """Return a sentence for each server that cannot be used."""
    found = []
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/postgres"
    try:
        with psycopg.connect(server, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            if not row.fetchone()[0]:
                found.append("The user that DATABASE_URL names may not create databases.")
    except psycopg.Error as error:
        found.append(f"DATABASE_URL: PostgreSQL does not answer. {str(error).strip().splitlines()[-1]}")
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        found.append(f"REDIS_URL: Redis does not answer. {error}")
    if not os.environ["REDIS_URL"].rstrip("/").rsplit("/", 1)[-1].isdigit():
        found.append("REDIS_URL has to end in the number of a database that may be emptied, such as /8.")
    return found


def main() -> int:
    """Return the status of what was run, or 1 with a message when a server is missing."""
    for name, usual in (("DATABASE_URL", DATABASE_URL), ("REDIS_URL", REDIS_URL)):
        if not os.environ.get(name):
            os.environ[name] = usual
            print(f"{name} is not set: trying {usual}", flush=True)  # noqa: T201
    for problem in (found := problems()):
        print(f"✗ {problem}", file=sys.stderr)  # noqa: T201
    if found:
        example = f"make test-postgres DATABASE_URL={DATABASE_URL} REDIS_URL={REDIS_URL}"
        print(f"\nStart the servers, or name others:\n  {example}", file=sys.stderr)  # noqa: T201
        return 1
    return subprocess.run([sys.executable, *sys.argv[1:]], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
