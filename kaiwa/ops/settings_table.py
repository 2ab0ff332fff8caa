"""The settings as the Markdown table that README shows: `python -m kaiwa.ops.settings_table`."""

from typing import cast

from kaiwa.config import Settings


def table() -> str:
    """One row a setting, in the order of Settings."""
    rows = ["| Variable | What it does | Expected | Default |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        extra = cast("dict[str, str | None]", field.json_schema_extra)
        default = extra["shown_default"] or str(field.default)
        rows.append(f"| `{name.upper()}` | {field.description} | {extra['expected']} | {default} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
