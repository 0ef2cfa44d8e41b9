"""A browser's side of HTTP: cookies and one connection that is kept, nothing that would cost the servers' processors."""

import re
from collections.abc import Mapping
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 90.0


class Answer(NamedTuple):
    """What came back."""

    status: int
    text: str
    location: str

    @property
    def is_done(self) -> bool:
        """Whether a form was taken; a part of a page comes back to htmx, anybody else is led on."""
        return self.status in (200, 302)


class Browser(Protocol):
    """Whatever a client acts through."""

    def get(self, path: str) -> Answer:
        """A page."""

    def post(self, path: str, values: Mapping[str, object], **headers: str) -> Answer:
        """A form."""


class Wire:
    """A browser over a real connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, values: Mapping[str, object], **headers: str) -> Answer:
        """A form, with the token that stood in a form before."""
        body = urlencode({**values, "csrf_token": self.token}, doseq=True)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, form | {name.replace("_", "-"): value for name, value in headers.items()})

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        text = response.read().decode()
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
        if found := TOKEN.search(text):
            self.token = found[1]
        return Answer(response.status, text, response.headers.get("Location", ""))

    def sign_in(self, email: str, password: str) -> Answer:
        """Sign in by the form."""
        self.get("/sign-in")
        return self.post("/sign-in", {"email": email, "password": password})
