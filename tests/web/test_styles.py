"""The styles name no side: what they say of start and end holds in either direction."""

import re

from kaiwa.web.assets import STATIC

SIDED = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right|top|bottom)(?:-\w+)*\s*:"
    r"|(?:text-align|float|clear|justify-\w+)\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![-\w])(?:(?:min|max)-)?(?:width|height)\s*:"
)


def test_the_styles_name_no_side() -> None:
    offences = [
        f"{path.name}: {match.group()}"
        for path in sorted((STATIC / "css").glob("*.css"))
        for match in SIDED.finditer(re.sub(r"@(?:media|container)[^{]*\{", "{", path.read_text()))
    ]
    assert offences == []
