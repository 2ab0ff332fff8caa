"""What the first page weighs on the wire: the page and everything it loads, as a browser asks for it."""

import re
from http.client import HTTPConnection


def first_page(port: int) -> dict[str, int]:
    """Bytes on the wire by address, compressed, headers left out."""
    weights = {"/": _get(port, "/")[0]}
    waiting = _linked(_get(port, "/", plain=True)[1], "/")
    while waiting:
        path = waiting.pop()
        if path in weights:
            continue
        weights[path] = _get(port, path)[0]
        waiting += _linked(_get(port, path, plain=True)[1], path)
    return weights


def _get(port: int, path: str, *, plain: bool = False) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={} if plain else {"Accept-Encoding": "br, gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return len(body), body.decode(errors="replace") if plain else ""


def _linked(text: str, path: str) -> list[str]:
    """The assets a page, a style sheet or a module loads."""
    folder = path.rsplit("/", 1)[0]
    absolute = re.findall(r'"(/assets/[^"#?]+)', text)
    relative = re.findall(r'(?:from|import|url\()\s*["\']?(\.{1,2}/[^"\')#?]+)', text) if path != "/" else []
    return absolute + [_resolve(folder, each) for each in relative]


def _resolve(folder: str, relative: str) -> str:
    parts = folder.split("/")
    for step in relative.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)
