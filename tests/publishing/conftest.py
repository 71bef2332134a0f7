"""A PostgreSQL server of the test's own, started in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an empty cluster's `postgres` database; skips where no server is installed."""
    missing = [name for name in ("initdb", "pg_ctl", "postgres") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no PostgreSQL server here: {', '.join(missing)} not found")
    identity = _other_than_root()
    # Not below pytest's own folder, which another user may not enter.
    folder = Path(tempfile.mkdtemp(prefix="ledger-postgres-"))
    data, log = folder / "data", folder / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    if "user" in identity:
        os.chown(folder, identity["user"], identity["group"])
    try:
        _server(identity, "initdb", "-D", data, "-A", "trust", "-U", "ledger", "--no-sync")
        options = f"-k {folder} -h 127.0.0.1 -p {port} -F"
        _server(identity, "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql://ledger@127.0.0.1:{port}"
        finally:
            _server(identity, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_than_root() -> dict[str, Any]:
    """How to start a process as somebody else: a server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    pytest.skip("a PostgreSQL server refuses to run as root, and there is no other user")


def _server(identity: dict[str, Any], *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        **identity,
        # A server keeps its parent's pipes open: its output goes to its log.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}"
