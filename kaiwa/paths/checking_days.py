"""Whether what was written for a day can be used: its level, length, objectives and language, and nothing twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from kaiwa.errors import N_, InvalidInput
from kaiwa.minds.drafts import MOST_OBJECTIVES
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.outlines import Day
from kaiwa.minds.planner import ScenarioDraft

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 2000, 600
MOST_MINUTES = 60
# a scenario may take as much longer than its day was planned for
STRETCH = 2


class DayUnusable(InvalidInput):
    """What was written for a day will not do; the sentence is for the learner."""

    sentence = N_("What was written for this day could not be used.")


def check_draft(draft: ScenarioDraft, day: Day, language: str, others: Collection[str]) -> None:
    """Raise DayUnusable where a draft does not suit its day; `others` are the titles of the path's other days."""
    if abs(draft.cefr_level.step - day.cefr_level.step) > 1:
        raise DayUnusable(N_("What was written for this day was too easy or too hard for it."))
    _check_length(draft, day)
    texts = [folded(goal.text) for goal in draft.objectives]
    if not 1 <= len(texts) <= MOST_OBJECTIVES or "" in texts or len(set(texts)) < len(texts):
        raise DayUnusable(N_("What was written for this day had no clear objectives."))
    said = [draft.opening.text, " ".join(line.text for line in (*draft.phrases, *draft.sample))]
    if not all(is_in_language(each, language) for each in said):
        raise DayUnusable(N_("What was written for this day was in another language."))
    if folded(draft.title) in {folded(each) for each in others}:
        raise DayUnusable(N_("What was written for this day was the same as another day."))


def folded(text: str) -> str:
    """A title without what makes no difference: case, width, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _check_length(draft: ScenarioDraft, day: Day) -> None:
    longest = min(MOST_MINUTES, max(10, STRETCH * day.minutes))
    texts = (draft.description, draft.context, draft.instructions, draft.setting, draft.stakes)
    lines = (draft.opening, *draft.phrases, *draft.sample)
    is_fit = (
        folded(draft.title) != ""
        and len(draft.title) <= LONGEST_TITLE
        and draft.description.strip() != ""
        and all(len(text) <= LONGEST_TEXT for text in texts)
        and all(line.text.strip() and len(line.text) <= LONGEST_LINE for line in (draft.partner, *lines))
        and 1 <= draft.minutes <= longest
    )
    if not is_fit:
        raise DayUnusable(N_("What was written for this day was too short or too long."))
