"""What the forms of one's own scenarios carry, checked where it was typed."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from kaiwa.accounts.forms import LocalPath
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.drafts import MOST_OBJECTIVES, MOST_PHRASES
from kaiwa.models.scenarios import CATEGORIES, CefrLevel, Visibility
from kaiwa.models.shapes import OwnScenario
from kaiwa.web.translation import gettext as _

SHORT, LONG, LONGEST_WISH = 120, 500, 1000
LINE_BREAK = "\n"
# between a phrase and what it means
EQUALS = " = "


def without_edges(value: object) -> object:
    """A text without the blanks around it, and without characters that a database cannot hold."""
    return value.replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value


def on_one_line(value: object) -> object:
    """A text without line breaks."""
    plain = without_edges(value)
    return " ".join(plain.split()) if isinstance(plain, str) else plain


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold anything."""
    return [line.strip() for line in text.split(LINE_BREAK) if line.strip()]


def checked_objectives(text: str) -> str:
    """One to eight lines that are not too long."""
    lines = lines_of(text)
    if not lines:
        raise ValueError(_("Please write at least one thing that you want to do."))
    if len(lines) > MOST_OBJECTIVES:
        raise ValueError(_("Please keep to %(count)s lines.", count=MOST_OBJECTIVES))
    return _none_too_long(lines, SHORT, text)


def checked_phrases(text: str) -> str:
    """Up to eight lines that are not too long."""
    lines = lines_of(text)
    if len(lines) > MOST_PHRASES:
        raise ValueError(_("Please keep to %(count)s lines.", count=MOST_PHRASES))
    return _none_too_long(lines, LONG, text)


def _none_too_long(lines: Sequence[str], most: int, text: str) -> str:
    for number, line in enumerate(lines, 1):
        if len(line) > most:
            raise ValueError(_("Line %(number)s is too long: at most %(most)s characters.", number=number, most=most))
    return text


Short = Annotated[str, Field(min_length=1, max_length=SHORT), BeforeValidator(on_one_line)]
Long = Annotated[str, Field(min_length=1, max_length=LONG), BeforeValidator(without_edges)]
MayBeEmpty = Annotated[str, Field(max_length=LONG), BeforeValidator(without_edges)]


class WishForm(BaseModel):
    """The conversation that somebody dreads; nothing at all asks for a blank form."""

    wish: Annotated[str, Field(max_length=LONGEST_WISH), BeforeValidator(without_edges)] = ""
    language: Literal[LANGUAGE_IDS]  # type: ignore[valid-type]
    level: CefrLevel = CefrLevel.B1
    by_hand: bool = False


class OwnForm(BaseModel):
    """A scenario of one's own."""

    title: Short
    who: Short
    partner: Annotated[str, Field(min_length=1, max_length=40), BeforeValidator(on_one_line)]
    setting: Long
    stakes: MayBeEmpty = ""
    description: Long
    opening: Annotated[str, Field(min_length=1, max_length=LONG), BeforeValidator(on_one_line)]
    opening_translated: Annotated[str, Field(max_length=LONG), BeforeValidator(on_one_line)] = ""
    objectives: Annotated[str, BeforeValidator(without_edges), AfterValidator(checked_objectives)] = ""
    phrases: Annotated[str, BeforeValidator(without_edges), AfterValidator(checked_phrases)] = ""
    level: CefrLevel = CefrLevel.B1
    category: Literal[CATEGORIES]  # type: ignore[valid-type]
    minutes: Annotated[int, Field(ge=1, le=60)] = 8
    visibility: Visibility = Visibility.PRIVATE

    def content(self) -> OwnScenario:
        """What the form holds, as it is kept."""
        kept = {name: getattr(self, name) for name in OwnScenario.model_fields if name in PLAIN}
        return OwnScenario(
            **kept,
            objectives=tuple(lines_of(self.objectives)),
            phrases=tuple(cut_phrase(line) for line in lines_of(self.phrases)),
            cefr_level=self.level.value,
        )


PLAIN = frozenset(OwnForm.model_fields) - {"objectives", "phrases", "level", "visibility"}


class RemovalForm(BaseModel):
    """That a scenario shall go, and the page to come back to."""

    next: LocalPath = ""


def cut_phrase(line: str) -> tuple[str, str]:
    """A phrase and what it means, which stands behind an equals sign."""
    text, _equals, meaning = line.partition("=")
    return text.strip() or line, meaning.strip()


def values_of(content: OwnScenario, visibility: Visibility = Visibility.PRIVATE) -> dict[str, Any]:
    """What the fields of the form show of something kept."""
    return {
        **{name: getattr(content, name) for name in PLAIN},
        "objectives": LINE_BREAK.join(content.objectives),
        "phrases": LINE_BREAK.join(EQUALS.join(filter(None, pair)) for pair in content.phrases),
        "level": content.cefr_level,
        "visibility": visibility.value,
    }
