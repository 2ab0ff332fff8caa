"""Templates hold nothing that the content security policy forbids: inline script, style, handlers, evaluated code."""

import re
import sys

from kaiwa.config import ROOT

TEMPLATES = ROOT / "kaiwa" / "templates"
FORBIDDEN = {
    # a block of JSON-LD is data, which no browser runs; nothing may stand in it but what `tojson` has escaped
    "an inline script": (
        r"<script(?![^>]*\bsrc=)"
        r"""(?! type="application/ld\+json">\{\{ \w+ \| tojson \}\}</script>)"""
    ),
    "a style element": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=",
    "an evaluated handler": r"\bhx-on\b",
    "an evaluated value": r"""hx-(?:vals|headers)(?::\w+)?\s*=\s*["']\s*(?:js|javascript):""",
    "an evaluated trigger filter": r"""hx-trigger(?::\w+)?\s*=\s*["'][^"']*\[""",
    "a javascript: address": r"javascript:",
}


def offences(text: str) -> list[tuple[int, str]]:
    """The line and the name of everything forbidden in a template."""
    return sorted(
        (text.count("\n", 0, match.start()) + 1, name)
        for name, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    )


def main() -> int:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for line, name in offences(path.read_text())
    ]
    print("\n".join(found) or "Templates: nothing inline.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
