"""Asking a server for one page again and again, over kept connections, with a client that costs little itself."""

import asyncio
import re
import time
from dataclasses import dataclass

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What a run measured: requests in a second, and milliseconds for the middle and the slowest hundredth."""

    per_second: float
    p50: float
    p99: float


def measure(port: int, path: str, connections: int, seconds: float) -> Load:
    """Load a page from so many connections at once for so long."""
    return asyncio.run(_measure(port, path, connections, seconds))


async def _measure(port: int, path: str, connections: int, seconds: float) -> Load:
    end = time.perf_counter() + seconds
    begun = time.perf_counter()
    times = await asyncio.gather(*(_ask_until(port, path, end) for _ in range(connections)))
    took = time.perf_counter() - begun
    flat = [each for many in times for each in many]
    return Load(len(flat) / took, percentile(flat, 0.5), percentile(flat, 0.99))


async def _ask_until(port: int, path: str, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    headers = "Host: 127.0.0.1\r\nAccept-Encoding: br\r\nAccept-Language: en,ja;q=0.8\r\n"
    request = f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode()
    times = []
    while time.perf_counter() < end:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
        length = _LENGTH.search(head)
        await reader.readexactly(int(length.group(1)) if length else 0)
        times.append((time.perf_counter() - begun) * 1000)
    writer.close()
    return times


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
