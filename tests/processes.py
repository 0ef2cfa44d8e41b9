"""Real processes of the product (servers, job runners) and a browser without a screen, for the tests across processes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bs4 import BeautifulSoup

ROOT = Path(__file__).parent.parent
T = TypeVar("T")
Process = subprocess.Popen[bytes]


def environment(url: str, home: Path, **more: str) -> dict[str, str]:
    """The settings of a process, as an operator gives them."""
    own = {"MATCHMAKER_HOME": str(home), "MATCHMAKER_DATABASE_URL": url, "MATCHMAKER_ENCODER": "hashing"}
    return os.environ | own | {"MATCHMAKER_SECRET_KEY": "test", "MATCHMAKER_LOG_LEVEL": "ERROR"} | more


def start(settings: Mapping[str, str], *command: str) -> Process:
    """Start `flask --app wsgi …`."""
    return subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", *command], cwd=ROOT, env=settings)


def stop(*processes: Process) -> None:
    """End processes that this test started."""
    for process in processes:
        process.kill()
    for process in processes:
        process.wait()


def eventually(look: Callable[[], T], wanted: Callable[[T], bool], seconds: float = 60) -> T:
    """What `look` returns as soon as it is wanted; the last look after so many seconds."""
    end = time.monotonic() + seconds
    while not wanted(found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A browser's cookies at one server."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def is_up(self) -> bool:
        """Whether database, index and encoder answer."""
        try:
            return bool(self.opener.open(f"{self.base}/ready", timeout=20).status == 200)
        except (URLError, OSError):
            return False

    def page(self, path: str) -> BeautifulSoup:
        """A page."""
        return BeautifulSoup(self.opener.open(self.base + path, timeout=30).read(), "html.parser")

    def send(self, page: str, path: str, values: Mapping[str, object]) -> str:
        """Fill in a form that stands on `page`, with the page's own CSRF token; returns where it led to."""
        token = self.page(page).select_one("input[name=csrf_token]")
        body = urlencode({**values, "csrf_token": token["value"] if token else ""}, doseq=True).encode()
        try:
            return str(self.opener.open(self.base + path, body, timeout=30).url)
        except HTTPError as fault:
            raise AssertionError(BeautifulSoup(fault.read(), "html.parser").get_text(" ", strip=True)) from fault

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form."""
        assert self.send("/sign-in", "/sign-in", {"email": email, "password": password}) == f"{self.base}/"
