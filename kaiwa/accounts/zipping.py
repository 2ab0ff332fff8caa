"""A zip that is made while it is sent: nothing of it but the piece in hand is ever held."""

from collections.abc import Iterable, Iterator
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

PIECE = 64 * 1024


class _Sink:
    """What zipfile writes to: it cannot go back, so zipfile writes sizes after each file."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        return

    def take(self, least: int) -> Iterator[bytes]:
        """What was written, once there is so much of it."""
        if len(self._held) >= least:
            yield bytes(self._held)
            self._held.clear()


def zip_pieces(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The zip of files, each a name and its content in pieces, which are asked for one after another."""
    sink = _Sink()
    with ZipFile(cast(IO[bytes], sink), "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            with archive.open(name, "w") as file:
                for piece in content:
                    file.write(piece)
                    yield from sink.take(PIECE)
    yield from sink.take(1)
