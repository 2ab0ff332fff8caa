"""Wishes of a course in eight languages: what they change, what they leave alone, and what is asked back."""

from dataclasses import replace
from datetime import date

import pytest

from kaiwa.minds.outlines import Intent, Level, Outline
from kaiwa.minds.phrases import Phrase, Question, QuestionReason
from kaiwa.minds.planner import Refinement
from kaiwa.minds.rehearsal.ladder import complaints
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from tests.minds.shelves import shelf

PLANNER = RehearsalPlanner()
SHELF = shelf("ja", has_model=True)
SENTENCE = "Meet my girlfriend's parents in Osaka, my Japanese is A2"


def understood() -> Intent:
    found = PLANNER.parse(SENTENCE, native="en", accepted_languages=("ja", "en", "es"), today=date(2026, 11, 21))
    assert isinstance(found, Intent)
    return found


def planned() -> Outline:
    *_, whole = PLANNER.plan(INTENT, SHELF)
    assert isinstance(whole, Outline)
    return whole


INTENT = understood()
COURSE = planned()


def refined(wish: str, intent: Intent = INTENT, course: Outline = COURSE) -> Refinement:
    found = PLANNER.refine(intent, course, wish, SHELF)
    assert isinstance(found, Refinement), found
    untouched = set(range(1, len(course.days) + 1)) - set(found.changed)
    if len(found.outline.days) == len(course.days):
        # others may only say anew why they come
        for index in untouched:
            old, new = course.day(index), found.outline.day(index)
            assert replace(new, why=old.why, kind=old.kind) == old
    assert [day.index for day in found.outline.days] == list(range(1, len(found.outline.days) + 1))
    return found


def asked(wish: str) -> QuestionReason:
    found = PLANNER.refine(INTENT, COURSE, wish, SHELF)
    assert isinstance(found, Question), found
    return found.reason


@pytest.mark.parametrize(
    ("wish", "note"),
    [
        ("harder", Phrase.MADE_HARDER),
        ("a bit harder please", Phrase.MADE_HARDER),
        ("es ist zu leicht", Phrase.MADE_HARDER),
        ("trop facile", Phrase.MADE_HARDER),
        ("もっと難しくして", Phrase.MADE_HARDER),
        ("shorter_days", Phrase.MADE_SHORTER),
        ("las sesiones más cortas", Phrase.MADE_SHORTER),
        ("매일 더 짧게 해 주세요", Phrase.MADE_SHORTER),
        ("每天短一点", Phrase.MADE_SHORTER),
        ("more_of:food", Phrase.MORE_OF),
        ("più ristoranti", Phrase.MORE_OF),
        ("less_of:emergencies", Phrase.LESS_OF),
        ("weniger Notfälle", Phrase.LESS_OF),
        ("fewer_days", Phrase.FEWER_DAYS),
        ("weniger Tage", Phrase.FEWER_DAYS),
        ("casual:2", Phrase.MORE_CASUAL),
        ("move the doctor to week 4", Phrase.MOVED),
        ("verschieb den Arzt in Woche 4", Phrase.MOVED),
    ],
)
def test_what_is_wished_is_done(wish: str, note: Phrase) -> None:
    found = refined(wish)
    assert found.note.key is note
    assert found.changed


def test_harder_is_a_step_up_where_it_can_be() -> None:
    found = refined("harder")
    before = sum(day.cefr_level.step for day in COURSE.days)
    assert sum(day.cefr_level.step for day in found.outline.days) > before
    assert found.intent.cefr_level is Level.B1


def test_what_is_wished_away_is_rarer() -> None:
    food = {each.id for each in SHELF if "food" in each.categories}
    before = sum(day.scenario_id in food for day in COURSE.days)
    less = sum(day.scenario_id in food for day in refined("less_of:food").outline.days)
    more = sum(day.scenario_id in food for day in refined("more_of:food").outline.days)
    assert less < before < more


def test_a_week_alone_is_changed() -> None:
    found = refined("formal:2")
    assert all(8 <= index <= 14 for index in found.changed)


def test_a_day_is_made_anew_and_not_what_it_was() -> None:
    found = PLANNER.regenerate(INTENT, COURSE, 2, SHELF)
    assert isinstance(found, Refinement)
    first = COURSE.day(2).scenario_id
    second = found.outline.day(2).scenario_id
    assert 2 in found.changed
    assert complaints(found.outline.days) == []
    again = PLANNER.regenerate(found.intent, found.outline, 2, SHELF, [each for each in (first, second) if each])
    assert isinstance(again, Refinement)
    assert again.outline.day(2).scenario_id != second
    with pytest.raises(LookupError):
        PLANNER.regenerate(INTENT, COURSE, 99, SHELF)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ("", QuestionReason.EMPTY_WISH),
        ("   ", QuestionReason.EMPTY_WISH),
        ("purple", QuestionReason.WISH_NOT_UNDERSTOOD),
        ("easier and harder", QuestionReason.CONTRADICTORY_WISH),
        ("leichter, aber schwerer", QuestionReason.CONTRADICTORY_WISH),
        ("move the doctor", QuestionReason.WHICH_WEEK),
        ("move the doctor to week 9", QuestionReason.NO_SUCH_WEEK),
        ("casual:d40", QuestionReason.NO_SUCH_DAY),
        ("more_of:astrophysics", QuestionReason.NOT_IN_CATALOGUE),
    ],
)
def test_what_is_unclear_is_asked_back(wish: str, reason: QuestionReason) -> None:
    assert asked(wish) is reason
