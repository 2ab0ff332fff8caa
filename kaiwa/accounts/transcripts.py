"""A conversation as a Markdown file that a person reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaiwa.models.conversations import MessageRole
from kaiwa.models.shapes import GrammarAnalysis
from kaiwa.web.translation import gettext as _

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
# what would begin a list, a quotation or a heading
_BEGINNINGS = re.compile(r"(?m)^(\s*\d*)(?=[-+=.)]\s)")


def transcript_name(conversation: Mapping[str, Any]) -> str:
    """The name of a conversation's file: its day first, so that files stand in order."""
    day, language = conversation["started_at"].date(), conversation["target_language_id"]
    return f"transcripts/{day}-{conversation['scenario_id']}-{language}-{str(conversation['id'])[-8:]}.md"


def transcript(conversation: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file's lines: heading, facts, and each line with its translation or what would have been better."""
    yield f"# {escaped(conversation['scenario'])}\n\n".encode()
    facts = [conversation["language"], f"{conversation['started_at']:%Y-%m-%d %H:%M} UTC"]
    if conversation["comfort_rating"]:
        facts.append(_("comfort %(rating)s of 5", rating=conversation["comfort_rating"]))
    yield f"{' · '.join(facts)}\n".encode()
    for message in messages:
        if message["content"]:
            yield _line(message).encode()


def escaped(text: str) -> str:
    """The text as Markdown that shows it as it was said."""
    return _BEGINNINGS.sub(r"\1\\", _MARKS.sub(r"\\\1", text)).replace("\n", "  \n")


def _line(message: Mapping[str, Any]) -> str:
    speaker = _("You") if message["role"] is MessageRole.USER else _("Partner")
    beneath = []
    if message["translated_content"]:
        beneath.append(escaped(message["translated_content"]))
    analysis: GrammarAnalysis | None = message["grammar_analysis"]
    if analysis and not analysis.is_disputed:
        better = _("Better: %(line)s", line=escaped(analysis.better)) if analysis.better else ""
        beneath.append(f"{better} {escaped(analysis.why)}".strip())
    said = f"\n**{speaker}:** {escaped(message['content'])}\n"
    return said + "".join(f"\n> {each.replace(chr(10), chr(10) + '> ')}\n" for each in beneath)
