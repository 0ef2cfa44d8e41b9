"""Writers of an SQLite file in turn: whoever waits longest writes next, and nobody is told that the database is locked.

SQLite lets a waiting writer look again at ever longer intervals, so that newcomers overtake it until its patience is
over. Here the writers of one process stand in a line, and the first of each process asks again every few milliseconds.
"""

import sqlite3
import threading
import time
from collections import deque

PATIENCE = 60.0  # seconds that a writer waits
LOCKED = "database is locked"  # as SQLite words it
PAUSE = 0.004  # seconds between two tries; other processes get theirs meanwhile


class Line:
    """A lock that is given to those who wait in the order in which they came."""

    def __init__(self) -> None:
        self._guard, self._is_taken = threading.Lock(), False
        self._waiting: deque[threading.Event] = deque()

    def enter(self, seconds: float = PATIENCE) -> None:
        """Wait for one's turn. Raises OperationalError when it does not come in time."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        if not turn.wait(seconds):
            self._give_up(turn)

    def _give_up(self, turn: threading.Event) -> None:
        with self._guard:
            if not turn.is_set():  # else it came at the last moment
                self._waiting.remove(turn)
                raise sqlite3.OperationalError(LOCKED)

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


def begin_writing(connection: sqlite3.Connection) -> None:
    """Begin a writing transaction as soon as the file is free, without SQLite's own waiting."""
    end = time.monotonic() + PATIENCE
    wait = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not _is_begun(connection, is_last=time.monotonic() > end):
            time.sleep(PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout={wait}")


def _is_begun(connection: sqlite3.Connection, is_last: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or is_last:
            raise
        return False
    return True
