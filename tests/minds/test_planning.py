"""Courses of the rehearsal planner: fifty intents, one table of properties."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kaiwa.minds.keeping import outline_of, outline_values
from kaiwa.minds.outlines import Day, DayKind, Intent, Level, Outline, PlannedBy, ShelfScenario, Week
from kaiwa.minds.phrases import Phrase, Theme
from kaiwa.minds.planner import Heading, Piece, Planner
from kaiwa.minds.rehearsal.ladder import complaints, start_step
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from tests.minds.intent_table import GIVING, TODAY, offered
from tests.minds.shelves import shelf

PLANNER: Planner = RehearsalPlanner()
PLAIN = Intent("…", "ja", "en", Level.A2)


def outline(intent: Intent, offers: Sequence[ShelfScenario] | None = None, kept: Sequence[Day] = ()) -> Outline:
    *_, whole = PLANNER.plan(intent, offers or shelf(intent.target_language or "ja"), kept)
    assert isinstance(whole, Outline)
    return whole


@pytest.mark.parametrize("entry", GIVING, ids=lambda entry: entry["text"])
def test_every_intent_gives_a_course_that_keeps_the_rules(entry: dict[str, Any]) -> None:
    intent = PLANNER.parse(entry["text"], native=entry["native"], accepted_languages=offered(entry), today=TODAY)
    assert isinstance(intent, Intent)
    # the page asks who names no language
    intent = replace(intent, target_language=intent.target_language or "fr")
    offers = shelf(str(intent.target_language))
    course = outline(intent, offers)
    known = {each.id: each for each in offers}

    assert complaints(course.days) == []
    assert [day.index for day in course.days] == list(range(1, intent.days + 1))
    if intent.deadline:
        assert len(course.days) <= (intent.deadline - TODAY).days
    assert {day.title for day in course.days} <= {each.title_in(intent.native_language) for each in offers}
    assert course.title.parameters["language"] == intent.target_language
    assert all(day.scenario_id and known[day.scenario_id].is_playable for day in course.days[:3])
    assert all(day.minutes > 0 and day.objectives and day.description for day in course.days)
    if intent.cefr_level and intent.days > 3:
        assert course.days[0].cefr_level.step == start_step(intent.cefr_level.step, offers)
    if entry["gives"].get("goes_to"):
        assert course.days[-1].scenario_id == entry["gives"]["goes_to"]
    assert outline_of(outline_values(course)) == course


@pytest.mark.parametrize("language", ["es", "ko"])
@pytest.mark.parametrize("level", [Level.A1, Level.B2, Level.C2])
@pytest.mark.parametrize("days", [1, 2, 3, 7, 14, 45])
def test_any_level_and_length(language: str, level: Level, days: int) -> None:
    intent = replace(PLAIN, target_language=language, cefr_level=level, days=days, categories=("work",))
    for has_model in (False, True):
        offers = shelf(language, has_model=has_model)
        course = outline(intent, offers)
        assert len(course.days) == days
        # the seeded catalogue has too little above B2 for a course to stay there
        assert not [each for each in complaints(course.days) if level is not Level.C2 or "falls" not in each]
        playable = {each.id for each in offers if each.is_playable}
        assert {day.scenario_id for day in course.days[:3]} <= playable


def test_pieces_come_in_the_order_of_the_page() -> None:
    pieces: list[Piece] = list(PLANNER.plan(PLAIN, shelf("ja")))
    assert isinstance(pieces[0], Heading)
    assert isinstance(pieces[-1], Outline)
    weeks = [place for place, piece in enumerate(pieces) if isinstance(piece, Week)]
    assert weeks == [1, 9, 17, 25]
    assert [piece for piece in pieces if isinstance(piece, Day)] == list(pieces[-1].days)
    assert [week.theme for week in pieces[-1].weeks][0::3] == [Theme.FIRST_STEPS, Theme.DRESS_REHEARSAL]
    assert pieces[-1].planned_by is PlannedBy.REHEARSAL


def test_the_same_intent_gives_the_same_course_and_goes_on_from_what_is_kept() -> None:
    whole = outline(PLAIN)
    assert outline(PLAIN) == whole
    mended = replace(whole.days[2], title="Mein Tag")
    again = outline(PLAIN, kept=(*whole.days[:2], mended))
    assert again.days[:3] == (*whole.days[:2], mended)
    assert complaints(again.days) == []


def test_days_say_why_they_come() -> None:
    intent = replace(PLAIN, categories=("relationships",), wants=("parents", "girlfriend"), setting="meet the parents")
    course = outline(intent)
    keys = [day.why.key for day in course.days]
    assert keys[0] is Phrase.WHY_FIRST_STEP
    assert keys[-1] is Phrase.WHY_DRESS_REHEARSAL
    assert Phrase.WHY_THE_MOMENT_ITSELF in keys
    reviews = [day for day in course.days if day.kind is DayKind.REVIEW]
    assert [day.index for day in reviews] == [14, 21]
    for day in course.days:
        if day.kind is not DayKind.NEW and day.why.key in (Phrase.WHY_COMES_BACK, Phrase.WHY_REVIEW):
            earlier = course.day(int(day.why.parameters["day"]))
            assert earlier.scenario_id == day.scenario_id
            assert earlier.kind is DayKind.NEW


def test_texts_are_in_the_learner_s_language() -> None:
    course = outline(replace(PLAIN, native_language="de"))
    titles = {each.titles["de"] for each in shelf("ja")}
    assert {day.title for day in course.days} <= titles


def test_a_small_shelf_leaves_days_to_look_back() -> None:
    offers = shelf("ja")[:4]
    course = outline(PLAIN, offers)
    assert complaints(course.days) == []
    free = [day for day in course.days if day.scenario_id is None]
    assert len(free) == 28 - 4 * 2 - 4
    assert {(day.kind, day.title, day.why.key) for day in free} == {(DayKind.REVIEW, "", Phrase.WHY_REVIEW)}


def test_what_is_avoided_stays_away() -> None:
    course = outline(replace(PLAIN, cefr_level=Level.B1, avoids=("emergencies",)))
    offers = {each.id: each for each in shelf("ja")}
    assert not any("emergencies" in offers[day.scenario_id].categories for day in course.days if day.scenario_id)


def test_a_deadline_is_said() -> None:
    course = outline(replace(PLAIN, days=10, deadline=date(2026, 11, 20)))
    assert course.description.key is Phrase.LADDER_UNTIL
    assert course.description.parameters["deadline"] == "2026-11-20"
    assert len(course.days) == 10


def test_a_plan_needs_a_language_and_a_shelf() -> None:
    with pytest.raises(ValueError, match="language"):
        list(PLANNER.plan(replace(PLAIN, target_language=None), shelf("ja")))
    with pytest.raises(ValueError, match="shelf"):
        list(PLANNER.plan(PLAIN, []))
