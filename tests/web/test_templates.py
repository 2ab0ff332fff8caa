"""What the check of the templates lets through, and what it finds."""

import pytest

from tests.checks.templates import offences

DATA = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    "text",
    [
        '<script defer src="{{ asset_url("js/a.js") }}"></script>',
        f"{DATA}{{{{ resource | tojson }}}}</script>",
    ],
)
def test_files_and_escaped_data_may_stand_in_a_page(text: str) -> None:
    assert offences(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<script type="module">go()</script>',
        '<script type="application/json">{{ resource | tojson }}</script>',
        f"{DATA}{{{{ resource }}}}</script>",
        f"{DATA}{{{{ resource | tojson | safe }}}}</script>",
        f'{DATA}{{"name": "{{{{ title }}}}"}}</script>',
        f"{DATA}{{{{ resource | tojson }}}} alert(1)</script>",
        '<script type="application/ld+json" data-a>{{ resource | tojson }}</script>',
    ],
)
def test_everything_else_between_script_tags_is_found(text: str) -> None:
    assert (1, "an inline script") in offences(text)
