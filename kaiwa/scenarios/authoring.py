"""Making, changing and removing scenarios of one's own; conversations that were held in them keep what they were."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.billing.tiers import current_tier
from kaiwa.errors import N_, LimitReached, NotFound
from kaiwa.models import (
    Conversation,
    Scenario,
    ScenarioDraft,
    ScenarioMetadata,
    ScenarioProgress,
    ScenarioText,
    ScenarioVersion,
    User,
)
from kaiwa.models.scenarios import CefrLevel, Difficulty, PartnerRole, Skill, Visibility
from kaiwa.models.shapes import (
    ComfortIndicators,
    LearningObjective,
    OwnScenario,
    Persona,
    ScenarioContent,
    TranslatedLine,
)
from kaiwa.scenarios.indexing import index_scenarios
from kaiwa.scenarios.publishing import withdraw

LEVELS = tuple(CefrLevel)
KEPT = tuple(ScenarioContent.model_fields)
# with this begin the ids of scenarios that were written for the days of a path: theirs to play, not by their hand
DAY_PREFIX = "day-"


class NoScenarioLeft(LimitReached):
    """Somebody has as many scenarios of their own as their plan allows."""

    is_plans = True
    title = N_("No room for another scenario of your own")
    sentence = N_("You have as many scenarios of your own as your plan allows. Remove one, or change it into this one.")


def find_own(session: Session, visitor: Visitor, scenario_id: str) -> Scenario:
    """A scenario that somebody wrote themselves; raises NotFound."""
    if visitor.user_id is None or "\0" in scenario_id:
        raise NotFound
    query = select(Scenario).where(
        Scenario.id == scenario_id, Scenario.created_by_user_id == visitor.user_id, Scenario.is_active
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_own(session: Session, user: User) -> Sequence[str]:
    """The ids of the scenarios that somebody wrote, the latest first."""
    return session.scalars(select(Scenario.id).where(written_by(user.id)).order_by(Scenario.created_at.desc())).all()


def count_own(session: Session, user: User) -> tuple[int, int]:
    """How many scenarios of their own somebody has, and how many they may have."""
    mine = select(func.count()).where(written_by(user.id))
    return session.scalar(mine) or 0, current_tier(session, user).max_custom_scenarios


def written_by(user_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """What somebody wrote themselves; the days of their paths are written for them."""
    return and_(Scenario.created_by_user_id == user_id, Scenario.is_active, Scenario.id.not_like(f"{DAY_PREFIX}%"))


def create_scenario(session: Session, user: User, draft: ScenarioDraft, content: OwnScenario) -> Scenario:
    """Make a scenario of a draft, for its author alone, once however often it is sent; raises NoScenarioLeft."""
    # two tabs of one person take turns here, so that the last place is given out once
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"scenarios of {user.id}"})
    session.refresh(draft, ["scenario_id"])
    if draft.scenario_id is not None:
        return session.get_one(Scenario, draft.scenario_id)
    has, may_have = count_own(session, user)
    if has >= may_have:
        raise NoScenarioLeft
    # nobody finds an unlisted one by guessing
    scenario = Scenario(
        id=f"own-{secrets.token_urlsafe(16)}",
        created_by_user_id=user.id,
        visibility=Visibility.PRIVATE,
        instructions=draft.wish[:2000],
        **_columns(content),
    )
    session.add(scenario)
    session.flush()
    session.add(ScenarioMetadata(scenario_id=scenario.id))
    spoken = ScenarioText(scenario_id=scenario.id, language_id=draft.language_id)
    _write_text(spoken, content, draft.native_language_id)
    session.add(spoken)
    index_scenarios(session, [scenario])
    draft.scenario_id = scenario.id
    session.flush()
    return scenario


def change_scenario(session: Session, scenario: Scenario, content: OwnScenario, native: str) -> None:
    """Change one's own scenario: conversations held until now keep what it was, a public one waits for approval."""
    before = ScenarioContent.model_validate({name: _plain(getattr(scenario, name)) for name in KEPT})
    for name, value in _columns(content).items():
        setattr(scenario, name, value)
    after = ScenarioContent.model_validate({name: _plain(getattr(scenario, name)) for name in KEPT})
    if after != before:
        _keep_version(session, scenario, before)
        withdraw(session, scenario)
    _write_text(_spoken(session, scenario), content, native)
    index_scenarios(session, [scenario])


def remove_scenario(session: Session, scenario: Scenario) -> None:
    """Take one's own scenario away; where somebody has talked in it, the conversations stay and nobody finds it."""
    withdraw(session, scenario)
    talked_in = session.scalar(select(exists().where(Conversation.scenario_id == scenario.id)))
    if talked_in:
        scenario.is_active = False
        session.flush()
        return
    session.execute(delete(ScenarioProgress).where(ScenarioProgress.scenario_id == scenario.id))
    session.execute(delete(Scenario).where(Scenario.id == scenario.id))


def read_content(session: Session, scenario: Scenario) -> tuple[OwnScenario, ScenarioText]:
    """One's own scenario as its form holds it, and the text in the language that it is held in."""
    spoken = _spoken(session, scenario)
    content = OwnScenario(
        title=scenario.title,
        description=scenario.description,
        who=scenario.persona.title,
        partner=spoken.partner.text,
        setting=scenario.persona.setting,
        stakes=scenario.persona.stakes,
        opening=spoken.opening.text,
        opening_translated=next(iter(spoken.opening.translations.values()), ""),
        objectives=tuple(goal.text for goal in scenario.learning_objectives),
        phrases=tuple((line.text, next(iter(line.translations.values()), "")) for line in spoken.phrases),
        cefr_level=scenario.cefr_level.value,
        category=next(iter(scenario.categories), ""),
        minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
    )
    return content, spoken


def _columns(content: OwnScenario) -> dict[str, Any]:
    level = CefrLevel(content.cefr_level)
    step = LEVELS.index(level)
    return {
        "title": content.title,
        "description": content.description,
        "role": PartnerRole.CHARACTER,
        "difficulty": tuple(Difficulty)[step // 2],
        "difficulty_rating": 10 + 16 * step,
        "cefr_level": level,
        "cefr_recommendation": level.value,
        "context": content.description,
        "learning_goal": content.objectives[0] if content.objectives else "",
        "persona": Persona(
            title=content.who,
            name_template=content.partner,
            setting=content.setting,
            intro_prompt="",
            stakes=content.stakes or content.setting,
        ),
        "expected_outcome": content.stakes,
        "learning_objectives": [
            LearningObjective(id=f"goal-{number}", text=text) for number, text in enumerate(content.objectives, 1)
        ],
        "comfort_indicators": ComfortIndicators(confidence=3, engagement=3, understanding=3),
        "categories": [content.category] if content.category else [],
        "tags": [],
        "primary_skill": Skill.SPEAKING,
        "search_keywords": [],
        "estimated_duration_seconds": content.minutes * 60,
    }


def _spoken(session: Session, scenario: Scenario) -> ScenarioText:
    """The one text that an own scenario has, in the language that it is held in."""
    return session.scalars(select(ScenarioText).where(ScenarioText.scenario_id == scenario.id)).one()


def _write_text(spoken: ScenarioText, content: OwnScenario, native: str) -> None:
    spoken.title, spoken.description, spoken.who = content.title, content.description, content.who
    spoken.setting = content.setting
    spoken.partner = TranslatedLine(text=content.partner)
    spoken.opening = _line(content.opening, content.opening_translated, native)
    spoken.phrases = [_line(line, meaning, native) for line, meaning in content.phrases]
    spoken.keywords, spoken.sample, spoken.cultural_topics, spoken.cultural_note = [], [], [], {}


def _line(line: str, meaning: str, native: str) -> TranslatedLine:
    return TranslatedLine(text=line, translations={native: meaning} if meaning else {})


def _keep_version(session: Session, scenario: Scenario, before: ScenarioContent) -> None:
    held = (Conversation.scenario_id == scenario.id) & Conversation.scenario_version_id.is_(None)
    if not session.scalar(select(exists().where(held))):
        return
    version = ScenarioVersion(scenario_id=scenario.id, content=before)
    session.add(version)
    session.flush()
    session.execute(update(Conversation).where(held).values(scenario_version_id=version.id))


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value
