"""What a stand-in knows, kept in a file from one `make run` to the next, since Kaiwa's database is kept as well."""

import json
from pathlib import Path

from tests.stripe_server.state import World


def keep(world: World, path: Path) -> None:
    """Write all objects and how far the clock was moved."""
    with world.lock:
        told = {"url": world.url, "offset": world.offset, "kinds": world.kinds}
        text = json.dumps(told)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def restore(world: World, path: Path) -> None:
    """Go on where a file ends; the addresses in it become ours, its endpoints are forgotten."""
    if not path.exists():
        return
    text = path.read_text()
    told = json.loads(text.replace(json.loads(text)["url"], world.url))
    with world.lock:
        world.offset = told["offset"]
        world.kinds.clear()
        world.by_id.clear()
        for kind, things in told["kinds"].items():
            for thing in things.values() if kind != "webhook_endpoint" else ():
                world.add(thing)
