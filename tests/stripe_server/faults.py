"""What goes wrong on demand: answers that are errors, that do not come, or that come too late."""

import contextlib
import re
import socket
import struct
from dataclasses import dataclass, field
from threading import Event, Lock

HOWS = ("500", "429", "timeout", "reset", "reset_after", "500_after")


@dataclass
class Fault:
    """How a request goes wrong, and for how many more that match.

    500 and 429 answer without doing anything; timeout waits and answers nothing; reset cuts the connection;
    reset_after and 500_after do the work first, so that only the idempotency key keeps a retry from doing it twice.
    """

    how: str
    path: str = ".*"
    method: str | None = None
    times: int = 1


@dataclass
class Faults:
    """The faults that were asked for, the oldest first."""

    wanted: list[Fault] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    ended: Event = field(default_factory=Event)
    timeout_seconds: float = 60

    def add(self, fault: Fault) -> None:
        """Ask for a fault; raises ValueError for one that there is not."""
        if fault.how not in HOWS:
            raise ValueError(f"{fault.how} is none of {', '.join(HOWS)}")
        with self.lock:
            self.wanted.append(fault)

    def take(self, method: str, path: str) -> str | None:
        """How this request is to go wrong."""
        with self.lock:
            for fault in self.wanted:
                if fault.method in (None, method) and re.fullmatch(fault.path, path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.wanted.remove(fault)
                    return fault.how
        return None

    def wait(self) -> None:
        """Answer nothing for longer than anybody waits, or until the server ends."""
        self.ended.wait(self.timeout_seconds)


def cut(connection: socket.socket) -> None:
    """Reset the connection as a broken network does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):  # who waited may have gone
        connection.shutdown(socket.SHUT_RDWR)
