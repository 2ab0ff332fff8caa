"""Refining a course: only the days that a wish is about change, and the rules still hold."""

from dataclasses import replace

import pytest

from kaiwa.minds.outlines import Day, Goal, Intent, Level, Outline, PlannedBy
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Wording
from kaiwa.minds.planner import Planner, Refinement
from kaiwa.minds.rehearsal.ladder import complaints
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from tests.minds.shelves import shelf

PLANNER: Planner = RehearsalPlanner()
SHELF = shelf("ja")
KNOWN = {each.id: each for each in SHELF}
PARENTS = Intent(
    "…", "ja", "en", Level.A1, Goal.CONNECTION, ("relationships",), "my girlfriend's parents", wants=("parents",)
)
CAREER = Intent("…", "ja", "de", Level.B1, Goal.CAREER, ("work",), "Vorstellungsgespräch", wants=("interview",))
SHORT = Intent("…", "ja", "en", Level.B2, days=10)


def outline(intent: Intent) -> Outline:
    *_, whole = PLANNER.plan(intent, SHELF)
    assert isinstance(whole, Outline)
    return whole


COURSES = {
    "parents": (PARENTS, outline(PARENTS)),
    "career": (CAREER, outline(CAREER)),
    "short": (SHORT, outline(SHORT)),
}


def refine(course: str, wish: str) -> Refinement:
    found = PLANNER.refine(*COURSES[course], wish, SHELF)
    assert isinstance(found, Refinement)
    return found


def ask(course: str, wish: str) -> QuestionReason:
    found = PLANNER.refine(*COURSES[course], wish, SHELF)
    assert isinstance(found, Question)
    return found.reason


def steps(outline: Outline) -> list[int]:
    return [day.cefr_level.step for day in outline.days]


CHIPS = [
    "easier",
    "harder",
    "shorter_days",
    "longer_days",
    "more_speaking",
    "more_listening",
    "casual",
    "formal",
    "casual:1",
    "formal:2",
    "more_of:housing",
    "more_of:food",
    "less_of:work",
    "less_of:emergencies",
    "easier:2",
    "harder:2",
    "move:doctors-appointment:2",
    "move:doctors-appointment:1",
    "move:hotel-check-in:d9",
    "fewer_days",
    "more_days",
    "fewer_days:n14",
    "fewer_days:n3",
]


@pytest.mark.parametrize("wish", CHIPS)
@pytest.mark.parametrize("course", COURSES)
def test_a_wish_changes_some_days_and_breaks_no_rule(course: str, wish: str) -> None:
    intent, before = COURSES[course]
    found = PLANNER.refine(intent, before, wish, SHELF)
    if isinstance(found, Question):
        assert found.reason in (QuestionReason.NOTHING_TO_CHANGE, QuestionReason.NO_SUCH_WEEK)
        return
    # a day that somebody moves by name may fall behind what came before, but not from one day to the next
    may_fall = wish.startswith("move")
    assert [each for each in complaints(found.outline.days) if not (may_fall and each.endswith("falls"))] == []
    old = {day.index: day for day in before.days}
    assert found.changed or len(found.outline.days) < len(before.days)
    for day in found.outline.days:
        if day.index in found.changed:
            assert day != old.get(day.index)
        else:
            assert replace(day, why=old[day.index].why, kind=old[day.index].kind) == old[day.index]
    assert all(KNOWN[str(day.scenario_id)].is_playable for day in found.outline.days[:3] if day.scenario_id)
    assert int(found.note.parameters["days"]) > 0


def test_easier_is_easier_and_harder_is_harder() -> None:
    intent, before = COURSES["career"]
    assert sum(steps(refine("career", "easier").outline)) < sum(steps(before))
    assert sum(steps(refine("career", "harder").outline)) > sum(steps(before))
    # what it all leads to stays
    assert refine("career", "easier").outline.days[-1].scenario_id == before.days[-1].scenario_id == "job-interview"
    twice = PLANNER.refine(intent, refine("career", "easier").outline, "easier", SHELF)
    assert isinstance(twice, Question) or sum(steps(twice.outline)) < sum(steps(refine("career", "easier").outline))


def test_one_week_changes_alone() -> None:
    found = refine("career", "Woche 2 einfacher")
    assert set(found.changed) <= set(range(8, 15))
    assert found.note.key is Phrase.MADE_EASIER


def test_a_shorter_pace_holds_from_now_on() -> None:
    found = refine("career", "nur 10 Minuten am Tag")
    assert found.intent.minutes_per_day == 10
    assert all(day.minutes <= 10 for day in found.outline.days if KNOWN[str(day.scenario_id)].minutes <= 10)
    again = PLANNER.refine(found.intent, found.outline, "longer_days", SHELF)
    assert isinstance(again, Refinement)
    assert again.intent.minutes_per_day == 15


def test_less_of_something_stays_away() -> None:
    found = refine("career", "weniger Notfälle")
    assert found.intent.avoids == ("emergencies",)
    assert found.note.parameters["topic"] == "emergencies"

    def emergencies(outline: Outline) -> int:
        return sum("emergencies" in KNOWN[str(day.scenario_id)].categories for day in outline.days)

    assert emergencies(found.outline) < emergencies(COURSES["career"][1])


def test_more_of_something_is_there_more_often() -> None:
    found = refine("parents", "more housing")

    def housing(outline: Outline) -> int:
        return sum("housing" in KNOWN[str(day.scenario_id)].categories for day in outline.days)

    assert housing(found.outline) > housing(COURSES["parents"][1])


def test_the_doctor_moves() -> None:
    found = refine("career", "Verschieb den Arzt in Woche 2")
    assert "doctors-appointment" in [day.scenario_id for day in found.outline.days[7:14]]
    assert found.note.key is Phrase.MOVED
    assert found.note.parameters["scenario"] == KNOWN["doctors-appointment"].titles["de"]


def test_several_wishes_at_once() -> None:
    found = refine("career", "mehr Essen und kürzere Tage")
    assert found.note.key is Phrase.AS_WISHED
    assert found.intent.minutes_per_day == 10


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ("", QuestionReason.EMPTY_WISH),
        ("easier, but harder", QuestionReason.CONTRADICTORY_WISH),
        ("more quantum physics", QuestionReason.NOT_IN_CATALOGUE),
        ("move the doctor", QuestionReason.WHICH_WEEK),
        ("move the hotel to week 9", QuestionReason.NO_SUCH_WEEK),
        ("make day 40 easier", QuestionReason.NO_SUCH_DAY),
        ("blue", QuestionReason.WISH_NOT_UNDERSTOOD),
    ],
)
def test_what_cannot_be_done_is_asked_about(wish: str, reason: QuestionReason) -> None:
    assert ask("parents", wish) == reason


@pytest.mark.parametrize("course", COURSES)
@pytest.mark.parametrize("index", [1, 2, 5, 10])
def test_a_day_gets_another_scenario(course: str, index: int) -> None:
    intent, before = COURSES[course]
    tried: list[str] = []
    for _ in range(3):
        found = PLANNER.regenerate(intent, before, index, SHELF, tried)
        if isinstance(found, Question):
            assert tried, "there is at least one other"
            return
        given = found.outline.day(index).scenario_id
        assert given
        assert given not in (before.day(index).scenario_id, *tried)
        assert index in found.changed
        assert len(found.changed) <= 3
        assert complaints(found.outline.days) == []
        tried.append(given)


def test_there_must_be_such_a_day() -> None:
    with pytest.raises(LookupError):
        PLANNER.regenerate(*COURSES["short"], 11, SHELF)


def test_a_day_that_nobody_has_written_gets_a_scenario_of_the_catalogue() -> None:
    intent, before = COURSES["parents"]
    empty = replace(before.day(9), scenario_id=None, title="Am Tisch", planned_by=PlannedBy.MODEL)
    written = replace(before, days=(*before.days[:8], empty, *before.days[9:]))
    day = PLANNER.write_day(intent, written, 9, SHELF)
    assert isinstance(day, Day)
    assert KNOWN[str(day.scenario_id)].is_playable
    assert PLANNER.write_day(intent, before, 9, SHELF) == before.day(9)


def test_what_somebody_has_written_moves_as_it_is() -> None:
    intent, before = COURSES["parents"]
    written = replace(before.day(9), scenario_id=None, title="Dinner with Yumi", planned_by=PlannedBy.MODEL)
    course = replace(before, days=(*before.days[:8], written, *before.days[9:]))
    found = PLANNER.refine(intent, course, "move:day 9:d10", SHELF)
    assert isinstance(found, Refinement)
    assert found.outline.day(10) == replace(written, index=10, why=Wording(Phrase.WHY_ASKED_FOR))
    kept = PLANNER.refine(intent, course, "less_of:work", SHELF)
    assert isinstance(kept, Refinement)
    assert kept.outline.day(9) == written
