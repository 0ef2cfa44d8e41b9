"""A small SMTP server on this machine that keeps what it is sent."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Postbox:
    """What came in: the letters, the commands; `offers` are the extensions that the server tells of.

    `refused`: what it answers to an address instead of taking it.
    """

    offers: tuple[str, ...] = ("8BITMIME",)
    letters: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    refuses: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    port: int = 0


class _Handler(socketserver.StreamRequestHandler):
    box: Postbox

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        for line in iter(self.rfile.readline, b""):
            verb = line.decode().split()[0].upper()
            self.box.commands.append(verb)
            if verb == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb, line.decode().lower())

    def answer(self, verb: str, line: str) -> None:
        if verb == "EHLO":
            lines = ["test", *self.box.offers]
            for number, text in enumerate(lines, 1):
                self.say(f"250{' ' if number == len(lines) else '-'}{text}")
        elif verb == "STARTTLS":
            self.say("454 not now")
        elif verb == "MAIL" and self.box.refuses:
            self.say("451 come back later")
        elif verb == "RCPT" and (found := [one for one in self.box.refused if f"<{one}>" in line]):
            self.say(self.box.refused[found[0]])
        elif verb == "DATA":
            self.say("354 go on")
            lines = iter(self.rfile.readline, b".\r\n")
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            self.box.letters.append(message)
            self.say("250 kept")
        else:
            self.say("250 fine")


@contextmanager
def smtp_server(*offers: str) -> Iterator[Postbox]:
    """A running server."""
    box = Postbox(("8BITMIME", *offers))
    handler = type("Handler", (_Handler,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
