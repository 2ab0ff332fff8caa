"""What must be there before Kaiwa can be set up or started; standard library only, for any python3.

It is run as a file by the Makefile (`python3 kaiwa/ops/preflight.py [python] [node] [port]`), before .venv exists,
so it must also be readable by Pythons that are too old for the rest.
"""

import os
import shutil
import socket
import subprocess
import sys
from typing import Callable  # noqa: UP035  (collections.abc.Callable takes no [] before Python 3.9)

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20


def check_python(version: "tuple[int, int]" = sys.version_info[:2]) -> str:
    """The sentence for a Python that will not do, or an empty string."""
    if version < OLDEST_PYTHON:
        found = ".".join(str(part) for part in version)
        return f"Kaiwa needs Python 3.11 or later and this is {found}: install it, or say `make run PYTHON=python3.12`."
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing: install it (on Debian and Ubuntu: `apt install python3-venv`)."
    return ""


def check_node() -> str:
    """The sentence for a Node that is missing or too old, or an empty string."""
    mend = "install Node 20 or later from nodejs.org or your system's packages."
    if not shutil.which("node"):
        return "Kaiwa needs Node 20 or later and there is none: " + mend
    version = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=False).stdout.decode().strip()
    major = version.lstrip("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        return f"Kaiwa needs Node 20 or later and this is {version or 'none that runs'}: {mend}"
    if not shutil.which("npm"):
        return "Kaiwa needs npm, which comes with Node, and there is none: " + mend
    return ""


def check_port(host: str, port: int) -> str:
    """The sentence for an address that cannot be listened on, or an empty string."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if isinstance(error, socket.gaierror):
            return f"There is no address {host}: set HOST to one of this machine."
        reason = (error.strerror or str(error)).lower()
        mend = f"stop what uses it, or choose another with `PORT={port + 1} make run`."
        return f"Port {port} of {host} cannot be used ({reason}): {mend}"
    return ""


def main(wanted: "list[str]") -> int:
    """Print the first thing that is missing; 1 when there is one."""
    port = os.environ.get("PORT") or "8000"
    checks: dict[str, Callable[[], str]] = {
        "python": check_python,
        "node": check_node,
        "port": lambda: check_port(os.environ.get("HOST") or "127.0.0.1", int(port) if port.isdigit() else 8000),
    }
    for name in wanted or ["python", "node"]:
        sentence = checks[name]()
        if sentence:
            sys.stderr.write(sentence + "\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
