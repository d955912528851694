"""The embedded PostgreSQL: shared by processes, side by side, and up again after a crash."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import psycopg
import pytest

from imfact.kit.errors import BackendUnavailable, ConfigError
from imfact.services.gateway.db.database import Database
from imfact.services.gateway.db.embedded import EmbeddedServer, stop
from imfact.services.gateway.db.opening import open_database
from imfact.services.gateway.db.postmaster import read_postmaster


def start(folder):
    return EmbeddedServer.start(folder, durable=False)


def answers(server):
    with psycopg.connect(server.url) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def postmaster_of(folder):
    found = read_postmaster(folder / "data")
    return None if found is None else found.pid


def test_the_last_user_stops_it_and_the_data_stay(tmp_path):
    first, second = start(tmp_path), start(tmp_path)
    pid = postmaster_of(tmp_path)
    with psycopg.connect(first.url, autocommit=True) as connection:
        connection.execute("create table kept as select 7 as n")
    first.release()
    first.release()
    assert answers(second)
    assert postmaster_of(tmp_path) == pid
    second.release()
    assert postmaster_of(tmp_path) is None
    third = start(tmp_path)
    with psycopg.connect(third.url) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)
    third.release()


def test_a_user_that_is_killed_does_not_count_any_more(tmp_path):
    server = start(tmp_path)
    script = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from imfact.services.gateway.db.embedded import EmbeddedServer
        server = EmbeddedServer.start(Path(sys.argv[1]))
        print("up", flush=True)
        time.sleep(600)
    """)
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "up\n"
    other.kill()
    other.wait()
    other.stdout.close()
    assert answers(server)
    server.release()
    assert postmaster_of(tmp_path) is None


def test_after_kill_9_of_the_server_it_starts_again(tmp_path):
    server = start(tmp_path)
    pid = postmaster_of(tmp_path)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("create table kept as select 7 as n")
        connection.execute("checkpoint")
    kill(pid)
    assert postmaster_of(tmp_path) == pid, "the lock file is left behind"
    again = start(tmp_path)
    assert postmaster_of(tmp_path) != pid
    with psycopg.connect(again.url) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)
    server.release()
    again.release()


def test_a_lock_file_that_names_a_stranger_is_stale(tmp_path):
    server = start(tmp_path)
    lock = tmp_path / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    kill(postmaster_of(tmp_path))
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = start(tmp_path)
    assert answers(again)
    server.release()
    again.release()


def test_two_folders_live_side_by_side(tmp_path):
    one, other = start(tmp_path / "one"), start(tmp_path / "other")
    assert one.url != other.url
    assert answers(one)
    one.release()
    assert answers(other)
    other.release()


def test_a_path_too_long_for_a_socket_works(tmp_path):
    folder = tmp_path / ("긴-이름-" * 12)
    server = start(folder)
    found = read_postmaster(folder / "data")
    assert found is not None
    assert found.socket_folder is not None
    assert found.socket_folder != folder / "data"
    assert answers(server)
    server.release()
    assert not found.socket_folder.exists()


def test_processes_that_start_together_share_one_server(tmp_path):
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        pids = pool.map(start_and_tell, [tmp_path] * 3)
    assert len(set(pids)) == 1
    stop(tmp_path)


def start_and_tell(folder):
    start(folder)  # never released: the process ends with it in use
    return postmaster_of(folder)


def test_stop_says_whether_it_ran(tmp_path):
    assert not stop(tmp_path)
    server = start(tmp_path)
    assert stop(tmp_path)
    assert not stop(tmp_path)
    server.release()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "letter.txt").write_text("mine")
    with pytest.raises(ConfigError, match="not a database"):
        start(tmp_path)
    assert (tmp_path / "data" / "letter.txt").read_text() == "mine"


def test_urls_choose_the_database(tmp_path):
    embedded = open_database(f"embedded:{tmp_path}")
    embedded.ping()
    network = open_database(embedded.engine.url.set(drivername="postgresql").render_as_string())
    network.close()
    embedded.close()
    with pytest.raises(BackendUnavailable):
        embedded.ping()
    for url in ("embedded:", "sqlite:///x", "db", "postgresql:x"):
        with pytest.raises(ConfigError):
            open_database(url)
    with pytest.raises(BackendUnavailable):
        open_database(f"postgresql://postgres@/imfact?host={tmp_path}")


def test_a_lost_connection_is_replaced(postgres):
    database = Database(postgres.url.replace("/imfact?", "/postgres?"))
    database.ping()
    with psycopg.connect(
        postgres.url.replace("/imfact?", "/postgres?"), autocommit=True
    ) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where pid <> pg_backend_pid() and datname = 'postgres'"
        )
    database.ping()
    database.close()


def kill(pid):
    process = psutil.Process(pid)
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.is_running():
        if process.status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.02)


def test_it_stops_and_starts_though_somebody_closed_the_way_to_it(tmp_path):
    folder = tmp_path / "db"
    server = start(folder)
    tmp_path.chmod(0o700)
    server.release()
    assert postmaster_of(folder) is None
    tmp_path.chmod(0o700)
    again = start(folder)
    assert answers(again)
    again.release()
