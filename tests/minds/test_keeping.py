"""Intents, days and outlines survive being kept as JSON; ids of wishes survive being sent."""

import json
from datetime import date

import pytest

from kaiwa.minds.keeping import day_of, day_values, intent_of, intent_values, outline_of, outline_values
from kaiwa.minds.outlines import (
    CATEGORIES,
    Day,
    DayKind,
    Goal,
    Intent,
    Level,
    Outline,
    PlannedBy,
    Week,
)
from kaiwa.minds.phrases import Phrase, Theme, Wording
from kaiwa.minds.wishes import Wish, WishKind, wish_of
from kaiwa.models import scenarios

DAY = Day(
    index=9,
    title="恋人の実家への挨拶",
    theme=Theme.RELATIONSHIPS,
    description="玄関が開いた。",
    cefr_level=Level.B1,
    objectives=("Greet", "Hand over your present"),
    scenario_id="meet-the-parents",
    minutes=9,
    why=Wording(Phrase.WHY_OBJECTIVE_COMES_BACK, {"objective": "Greet", "day": 2}),
    kind=DayKind.AGAIN,
    planned_by=PlannedBy.MODEL,
)


def test_categories_and_levels_are_those_of_the_tables() -> None:
    assert CATEGORIES == scenarios.CATEGORIES
    assert [str(level) for level in Level] == [str(level) for level in scenarios.CefrLevel]
    assert {level.difficulty for level in Level} == {str(each) for each in scenarios.Difficulty}
    assert set(CATEGORIES) < {str(theme) for theme in Theme}


def test_a_day_is_an_entry_of_a_schedule() -> None:
    values = json.loads(json.dumps(day_values(DAY)))
    assert {name: values[name] for name in ("day_index", "difficulty", "cefr_level", "estimated_minutes")} == {
        "day_index": 9,
        "difficulty": "intermediate",
        "cefr_level": "B1",
        "estimated_minutes": 9,
    }
    assert values["objectives"] == ["Greet", "Hand over your present"]
    assert day_of(values) == DAY
    with pytest.raises(ValueError, match="cefr_level"):
        day_of({**values, "cefr_level": "D1"})


def test_an_outline_and_an_intent_come_back_as_they_were() -> None:
    outline = Outline(
        Wording(Phrase.COURSE_SETTING, {"language": "ja", "setting": "Osaka"}),
        Wording(text="Vier Wochen bis Osaka."),
        (Week(1, Theme.FIRST_STEPS), Week(2, "Am Tisch")),
        (DAY,),
    )
    assert outline_of(json.loads(json.dumps(outline_values(outline)))) == outline
    intent = Intent(
        "…", "ja", "de", Level.A1, Goal.CONNECTION, ("relationships",), "Osaka", date(2027, 5, 1), 10, 20, ("Eltern",)
    )
    assert intent_of(json.loads(json.dumps(intent_values(intent)))) == intent


@pytest.mark.parametrize(
    "wish",
    [
        Wish(WishKind.EASIER),
        Wish(WishKind.CASUAL, week=1),
        Wish(WishKind.MORE_OF, "food"),
        Wish(WishKind.LESS_OF, "work", week=3),
        Wish(WishKind.MOVE, "doctors-appointment", week=2),
        Wish(WishKind.MOVE, "doctors-appointment", day=12),
    ],
)
def test_a_wish_has_an_id(wish: Wish) -> None:
    assert wish_of(wish.id) == wish


@pytest.mark.parametrize("text", ["", "more_of", "more_of:", "move:doctor", "easier:x", "please make it easier", "a:b"])
def test_plain_words_are_no_id(text: str) -> None:
    assert wish_of(text) is None
