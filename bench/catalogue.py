"""A catalogue of any size, the same for the same seed: words as often as people use them, in eight languages."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
import yaml
from wordfreq import get_frequency_dict

from kaiwa.languages import LANGUAGE_IDS
from kaiwa.languages.searching import search_vector
from kaiwa.models.scenarios import CefrLevel, PartnerRole, Skill

WORDS: dict[str, dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("catalogue_words.yaml").read_text())
WRITTEN_TOGETHER = ("ja", "zh")
MOST_COMMON = 4000
AT = datetime(2026, 11, 1, tzinfo=UTC).isoformat()
DIFFICULTY = {"A": "beginner", "B": "intermediate", "C": "advanced"}
LEVELS, ROLES, SKILLS = ([each.value for each in kind] for kind in (CefrLevel, PartnerRole, Skill))
SCENARIOS = (
    "id", "title", "description", "role", "difficulty", "difficulty_rating", "cefr_level", "cefr_recommendation",
    "instructions", "context", "learning_goal", "persona", "expected_outcome", "learning_objectives",
    "comfort_indicators", "categories", "tags", "primary_skill", "search_keywords", "estimated_duration_seconds",
    "visibility", "usage_count", "is_active", "is_onboarding", "sort_order", "script_languages", "search_words",
    "title_words", "created_at", "updated_at",
)  # fmt: skip
TEXTS = (
    "scenario_id", "language_id", "title", "description", "who", "setting", "keywords", "partner", "opening",
    "phrases", "sample", "cultural_topics", "cultural_note", "readings", "created_at", "updated_at",
)  # fmt: skip
COUNTS = (
    "scenario_id", "saved_count", "total_times_used", "total_attempts", "ratings_count", "ratings_sum",
    "trending_score", "created_at", "updated_at",
)  # fmt: skip
FOUND = "ix_scenarios_found"
BATCH = 1000
# starting processes takes as long as making so many batches
MADE_HERE = 4
Rows = list[dict[str, Any]]


@cache
def common(language: str) -> tuple[list[str], list[float]]:
    """The commonest words of a language, and their shares added up."""
    ranked = sorted(get_frequency_dict(language, "small").items(), key=lambda word: -word[1])
    words = [(word, share) for word, share in ranked if word.isalpha()][:MOST_COMMON]
    return [word for word, _ in words], list(accumulate(share for _, share in words))


def say(rng: random.Random, language: str, topic: list[str], count: int) -> str:
    """So many words as they follow one another in running text, some of them about the topic."""
    words, shares = common(language)
    said = rng.choices(words, cum_weights=shares, k=count) + rng.sample(topic, 2)
    rng.shuffle(said)
    return ("" if language in WRITTEN_TOGETHER else " ").join(said)


def made(rng: random.Random, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One scenario and its texts."""
    categories = rng.sample(sorted(WORDS), rng.choice((1, 1, 2)))
    scenario_id = f"made-{number:06}"
    texts = [_text(rng, scenario_id, language, WORDS[categories[0]][language]) for language in LANGUAGE_IDS]
    english = texts[0]
    level = rng.choices(LEVELS, (12, 18, 25, 22, 14, 9))[0]
    spoken = " ".join(json.loads(english["keywords"]))
    titles = [text["title"] for text in texts]
    rest = [piece for text in texts for piece in (text["description"], text["who"], *json.loads(text["keywords"]))]
    values = dict.fromkeys(("cefr_recommendation", "instructions", "context", "expected_outcome"), english["setting"])
    return {
        **values,
        "id": scenario_id,
        "title": english["title"],
        "description": english["description"],
        "role": rng.choices(ROLES, (1, 5, 2, 3))[0],
        "difficulty": DIFFICULTY[level[0]],
        "difficulty_rating": rng.randint(1, 100),
        "cefr_level": level,
        "learning_goal": english["description"],
        "persona": json.dumps(
            dict.fromkeys(("name_template", "setting", "intro_prompt", "stakes"), english["setting"])
            | {"title": english["who"]}
        ),
        "learning_objectives": json.dumps([{"id": f"goal-{each}", "text": spoken} for each in range(4)]),
        "comfort_indicators": json.dumps({"confidence": 2, "engagement": 3, "understanding": 3}),
        "categories": json.dumps(categories),
        "tags": english["keywords"],
        "primary_skill": rng.choices(SKILLS, (6, 3, 1, 1))[0],
        "search_keywords": english["keywords"],
        "estimated_duration_seconds": 60 * rng.randint(3, 15),
        "visibility": rng.choices(("public", "private", "unlisted"), (92, 6, 2))[0],
        "usage_count": min(100_000, int(rng.paretovariate(0.7)) - 1),
        "is_active": True,
        "is_onboarding": False,
        "sort_order": 1000,
        "script_languages": "{" + ",".join(sorted(rng.sample(LANGUAGE_IDS, rng.choice((0, 0, 0, 1, 8))))) + "}",
        "search_words": search_vector([*titles, *rest]),
        "title_words": search_vector(titles),
        "created_at": AT,
        "updated_at": AT,
    }, texts


def _text(rng: random.Random, scenario_id: str, language: str, topic: list[str]) -> dict[str, Any]:
    keywords = rng.sample(topic, 4) + rng.choices(common(language)[0], k=6)
    line = json.dumps({"text": say(rng, language, topic, 6), "translations": {}}, ensure_ascii=False)
    return {
        "scenario_id": scenario_id,
        "language_id": language,
        "title": say(rng, language, topic, 2)[:60],
        "description": say(rng, language, topic, 16),
        "who": say(rng, language, topic, 1),
        "setting": say(rng, language, topic, 12),
        "keywords": json.dumps(keywords, ensure_ascii=False),
        "partner": line,
        "opening": line,
        "phrases": f"[{line}]",
        "sample": "[]",
        "cultural_topics": "[]",
        "cultural_note": "{}",
        "readings": "{}",
        "created_at": AT,
        "updated_at": AT,
    }


def _counts(rng: random.Random, scenario: dict[str, Any]) -> dict[str, Any]:
    used = scenario["usage_count"]
    rated = used // 8
    return {
        "scenario_id": scenario["id"],
        "saved_count": used // 3,
        "total_times_used": used,
        "total_attempts": used // 2,
        "ratings_count": rated,
        "ratings_sum": round(rated * rng.uniform(2.5, 5)),
        "trending_score": 2050 + rng.uniform(0, 5) if used else None,
        "created_at": AT,
        "updated_at": AT,
    }


def fill(connection: psycopg.Connection, first: int, last: int) -> None:
    """Put the scenarios of these numbers into a database, and let it know what is in its tables."""
    index = connection.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [FOUND]).fetchone()
    assert index is not None
    # made at the end it takes a fraction of the time
    connection.execute(f"DROP INDEX {FOUND}")
    for scenarios, texts, counts in _made_of(list(_batches(first, last))):
        _copy(connection, "scenarios", SCENARIOS, scenarios)
        _copy(connection, "scenario_texts", TEXTS, texts)
        _copy(connection, "scenario_metadata", COUNTS, counts)
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    connection.execute(index[0])
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE scenarios, scenario_texts, scenario_metadata")
    connection.autocommit = False


def _made_of(batches: list[range]) -> Iterator[tuple[Rows, Rows, Rows]]:
    """The rows of each batch; of many, made by every processor at once, since words take longer than storing them."""
    if len(batches) <= MADE_HERE:
        yield from map(batch, batches)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as makers:
        yield from makers.map(batch, batches)


def batch(numbers: range) -> tuple[Rows, Rows, Rows]:
    """The scenarios of these numbers, their texts and their counts, the same whoever makes them."""
    rng = random.Random(numbers.start)
    both = [made(rng, number) for number in numbers]
    scenarios = [scenario for scenario, _ in both]
    texts = [text for _, texts in both for text in texts]
    return scenarios, texts, [_counts(rng, scenario) for scenario in scenarios]


def _batches(first: int, last: int) -> Iterator[range]:
    for begin in range(first, last, BATCH):
        yield range(begin, min(begin + BATCH, last))


def _copy(connection: psycopg.Connection, table: str, names: tuple[str, ...], rows: Rows) -> None:
    with connection.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
