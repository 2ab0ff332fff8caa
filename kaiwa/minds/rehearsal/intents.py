"""Understanding what somebody wants to be ready for, from one sentence in any of the eight languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaiwa.languages.dates import FoundDate, find_dates
from kaiwa.languages.detecting import detect_language
from kaiwa.languages.durations import course_days, daily_minutes
from kaiwa.languages.guards import is_question
from kaiwa.languages.word_lists import foldable, names_any, words_pattern
from kaiwa.languages.words import known_word, split_words
from kaiwa.minds.outlines import FEWEST_MINUTES, LONGEST_COURSE, MOST_MINUTES, USUAL_COURSE, USUAL_MINUTES, Goal, Intent
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.rehearsal.asking_words import ELSEWHERE, LEARNING, THREATS
from kaiwa.minds.rehearsal.intent_words import GOALS
from kaiwa.minds.rehearsal.levels import knowledge_of
from kaiwa.minds.rehearsal.script import LANGUAGES
from kaiwa.minds.rehearsal.settings import setting_of, wants_of
from kaiwa.minds.rehearsal.targets import choose_target
from kaiwa.minds.rehearsal.topic_words import TOPICS

LONGEST_INTENT = 600
_SURE_LANGUAGE = 0.8
_GOAL_OF = {
    "relationships": Goal.CONNECTION,
    "small-talk": Goal.CONNECTION,
    "work": Goal.CAREER,
    "travel": Goal.TRAVEL,
    "school": Goal.ACADEMIC,
}
# who has signs of their own writes their own language, whatever is mixed into it
_SIGNS = {"ja": re.compile("[ぁ-ヶ]"), "ko": re.compile("[가-힣]"), "zh": re.compile("[一-鿿](?![ぁ-ヶ])")}
_MOST_CATEGORIES = 4


@dataclass(frozen=True)
class Writing:
    """In which languages a text may be written, the likeliest first, and what is the writer's own."""

    languages: tuple[str, ...]
    is_sure: bool


def parse_intent(text: str, native: str, accepted: Sequence[str], today: date) -> Intent | Question:
    """What the text asks for, or what must be asked back."""
    text = " ".join(text.split())[:LONGEST_INTENT]
    if not any(sign.isalpha() for sign in text):
        return Question(QuestionReason.NOTHING_SAID)
    writing = written_in(text, native)
    objection = object_to(text, writing.languages)
    if objection:
        return Question(objection)
    target = choose_target(text, writing.languages, native, accepted)
    if isinstance(target, Question):
        return target
    knowledge = knowledge_of(text, writing.languages)
    if knowledge.contradiction:
        return Question(QuestionReason.CONTRADICTORY_LEVEL, choices=tuple(map(str, knowledge.contradiction)))
    categories = categories_of(text, (*writing.languages, *([target] if target in LANGUAGES else [])))
    goal = goal_of(text, writing.languages, categories)
    says_something = knowledge.level or goal or categories
    if not _asks_to_learn(text, writing.languages, target) and (not says_something or _asks_something(text, target)):
        return Question(_why_unclear(text, writing.languages[0]))
    dates = [each for language in writing.languages[:1] for each in find_dates(text, language, today)]
    coming = [each for each in dates if each.day >= today]
    if dates and not coming:
        return Question(QuestionReason.DEADLINE_PASSED, {"deadline": max(each.day for each in dates).isoformat()})
    own = writing.languages[0] if writing.is_sure and writing.languages[0] != target else native
    return _made(text, target, own, writing.languages[0], coming, today, (knowledge.level, goal, categories))


def written_in(text: str, native: str) -> Writing:
    """The language of the text, then the learner's and English, which people mix into it."""
    expected = native if native in LANGUAGES else "en"
    guess = detect_language(text, expected, LANGUAGES)
    is_own_script = expected in _SIGNS and len(_SIGNS[expected].findall(text)) > 1
    written = expected if is_own_script else guess.language or expected
    is_long = len(text.split()) >= 3 or (written in ("ja", "zh", "ko") and len(text) >= 6)
    languages = dict.fromkeys([written, guess.language or written, expected, "en"])
    return Writing(tuple(languages), guess.confidence >= _SURE_LANGUAGE and is_long)


def object_to(text: str, languages: Sequence[str]) -> QuestionReason | None:
    """Why nobody should plan for this: it is unkind, or an order to something that this is not."""
    if any(names_any(text, THREATS[language]) for language in languages):
        return QuestionReason.UNKIND
    if re.search(r"https?://|www\.", text) or any(names_any(text, ELSEWHERE[language]) for language in languages):
        return QuestionReason.NOT_ABOUT_LEARNING
    return None


def categories_of(text: str, languages: Sequence[str]) -> tuple[str, ...]:
    """Categories that the text is about, the most often named first; other languages count where the first has none."""
    plain = foldable(text)
    for language in languages:
        found: Counter[str] = Counter()
        first: dict[str, int] = {}
        for category, entries in TOPICS[language].items():
            matches = list(words_pattern(entries).finditer(plain))
            if matches:
                found[category] = len({match[0] for match in matches})
                first[category] = matches[0].start()
        if found:
            return tuple(sorted(found, key=lambda each: (-found[each], first[each])))[:_MOST_CATEGORIES]
    return ()


def goal_of(text: str, languages: Sequence[str], categories: Sequence[str]) -> Goal | None:
    """What it is learned for: as the first category says, else as a word of the text does."""
    named = next((_GOAL_OF[each] for each in categories if each in _GOAL_OF), None)
    for language in languages:
        for goal, entries in GOALS[language].items():
            if names_any(text, entries) and (named is None or goal == Goal.ACADEMIC):
                return Goal(goal)
        if named:
            return named
    return named


def _asks_to_learn(text: str, languages: Sequence[str], target: str | None) -> bool:
    if any(names_any(text, LEARNING[language]) for language in languages):
        return True
    return target is not None and not is_question(text, languages[0])


def _asks_something(text: str, target: str | None) -> bool:
    """Whether somebody only wants to know something: "What is a beer in Munich?"."""
    return target is None and text.rstrip().endswith(("?", "？"))


def _why_unclear(text: str, language: str) -> QuestionReason:
    """Words that nobody knows, or too few, are unclear; a sentence about something else is not about learning."""
    words = split_words(text, language)
    known = sum(1 for word in words if known_word(word, language))
    is_sentence = len(words) >= 3 and 2 * known > len(words)
    return QuestionReason.NOT_ABOUT_LEARNING if is_sentence else QuestionReason.UNCLEAR


def _made(
    text: str,
    target: str | None,
    native: str,
    written: str,
    coming: Sequence[FoundDate],
    today: date,
    understood: tuple[object, Goal | None, tuple[str, ...]],
) -> Intent:
    level, goal, categories = understood
    pace, asked = daily_minutes(text, written), course_days(text, written)
    deadline = min((each.day for each in coming), default=None)
    days = min(max(asked.amount, 1), LONGEST_COURSE) if asked else USUAL_COURSE
    taken = [(each.start, each.end) for each in (*coming, pace, asked) if each]
    return Intent(
        text=text,
        target_language=target,
        native_language=native,
        cefr_level=level,  # type: ignore[arg-type]
        goal=goal,
        categories=categories,
        setting=setting_of(text, written, taken),
        deadline=deadline,
        minutes_per_day=min(max(pace.amount, FEWEST_MINUTES), MOST_MINUTES) if pace else USUAL_MINUTES,
        days=min(days, max(1, (deadline - today).days)) if deadline else days,
        wants=wants_of(text, written, taken),
    )
