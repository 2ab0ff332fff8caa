"""flask seed: brings authored content in, changes what differs, and a second run changes nothing."""

from pathlib import Path
from shutil import copy, copytree

import pytest
from flask import Flask
from sqlalchemy import func, select

from kaiwa.extensions import db
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.rehearsal.library import ContentError
from kaiwa.models import Language, Scenario, ScenarioMetadata, ScenarioText, Tier
from kaiwa.scenarios.content import SEED, read_languages, read_scenarios, read_speakers
from kaiwa.scenarios.seeding import seed_content


def test_a_second_run_changes_nothing(app: Flask) -> None:
    with app.app_context():
        done = seed_content(db.session())
        assert [(seeded.added, seeded.changed, seeded.kept) for seeded in done] == [([], [], [])] * 5
        files = [len(list((SEED / folder).glob("**/*.yaml"))) for folder in ("languages", "scenarios", "texts")]
        assert [seeded.unchanged for seeded in done] == [files[0], files[1], 3, 16, files[2]]


def test_it_says_what_it_changed_and_changes_it_back(app: Flask) -> None:
    with app.app_context():
        coffee = db.session.get_one(Scenario, "order-coffee")
        coffee.title = "Something else"
        db.session.flush()
        done = seed_content(db.session())
        unchanged = len(read_scenarios()) - 1
        assert str(done[1]) == f"scenarios: 1 changed (order-coffee), {unchanged} unchanged"
        assert db.session.get_one(Scenario, "order-coffee").title == "Ordering coffee"


def test_a_count_that_people_made_survives_a_seed(app: Flask) -> None:
    with app.app_context():
        db.session.get_one(Scenario, "order-coffee").usage_count = 7
        db.session.flush()
        seed_content(db.session())
        assert db.session.get_one(Scenario, "order-coffee").usage_count == 7


def test_a_tier_that_an_admin_has_edited_is_left_alone_and_named(app: Flask) -> None:
    with app.app_context():
        db.session.get_one(Tier, "plus").monthly_seconds = 50000
        db.session.flush()
        done = seed_content(db.session())
        assert str(done[2]) == "tiers: 1 kept as edited (plus: monthly_seconds), 2 unchanged"
        assert db.session.get_one(Tier, "plus").monthly_seconds == 50000


def test_a_tier_that_is_gone_comes_back(app: Flask) -> None:
    with app.app_context():
        db.session.delete(db.session.get_one(Tier, "premium"))
        db.session.flush()
        assert seed_content(db.session())[2].added == ["premium"]
        assert db.session.get_one(Tier, "premium").monthly_price_cents == 2900


def test_eight_languages_with_five_notes_each() -> None:
    languages = read_languages()
    assert {language.id for language in languages} == {"en", "es", "fr", "de", "it", "ja", "ko", "zh"}
    assert all(len(language.cultural_notes) >= 5 for language in languages)
    assert sum(scenario.is_onboarding for scenario in read_scenarios()) == 1


def test_two_voices_for_each_language() -> None:
    speakers = read_speakers()
    assert len({speaker.id for speaker in speakers}) == len(speakers)
    for language in read_languages():
        theirs = [speaker for speaker in speakers if speaker.language_id == language.id]
        assert {speaker.gender for speaker in theirs} == {"female", "male"}, language.id
        assert len({speaker.openai_voice_id for speaker in theirs}) == len(theirs)
        assert all(speaker.bcp47_code.startswith(f"{language.id}-") for speaker in theirs)
        assert all(speaker.personality.count(". ") == 1 for speaker in theirs), language.id


def test_a_misspelt_key_names_the_file_and_the_place(tmp_path: Path, app: Flask) -> None:
    seed = tmp_path / "seed"
    copytree(SEED / "languages", seed / "languages")
    copytree(SEED / "scenarios", seed / "scenarios")
    copy(SEED / "tiers.yaml", seed / "tiers.yaml")
    copy(SEED / "speakers.yaml", seed)
    broken = seed / "scenarios" / "order-coffee.yaml"
    broken.write_text(broken.read_text().replace("title: Ordering coffee", "titel: Ordering coffee"))
    with app.app_context(), pytest.raises(ContentError, match=r"scenarios/order-coffee\.yaml"):
        seed_content(db.session(), seed)


def test_every_scenario_is_found_by_its_words_and_has_a_row_of_counts(app: Flask) -> None:
    with app.app_context():
        question = func.to_tsquery("simple", "'cof':*")
        query = select(Scenario.id).where(Scenario.search_words.bool_op("@@")(question))
        assert "order-coffee" in db.session.scalars(query).all()
        rows = db.session.scalar(select(func.count()).select_from(ScenarioMetadata))
        assert rows == len(read_scenarios())
        assert db.session.get_one(Scenario, "order-coffee").script_languages == sorted(LANGUAGE_IDS)


def test_a_text_that_changes_is_found_by_its_new_words_and_one_that_goes_is_gone(tmp_path: Path, app: Flask) -> None:
    seed = tmp_path / "seed"
    copytree(SEED, seed, ignore=lambda folder, names: {"texts", "heldout", "scripts"} & set(names))
    folder = seed / "texts" / "order-coffee"
    folder.mkdir(parents=True)
    written = (SEED / "texts" / "order-coffee" / "ja.yaml").read_text()
    (folder / "ja.yaml").write_text(written.replace("喫茶店", "純喫茶"))
    found = select(Scenario.id).where(Scenario.search_words.bool_op("@@")(func.to_tsquery("simple", "純喫")))
    with app.app_context():
        assert db.session.scalars(found).all() == []
        done = seed_content(db.session(), seed)
        assert "order-coffee/ja" in done[4].changed
        assert db.session.scalars(found).all() == ["order-coffee"]
        (folder / "ja.yaml").unlink()
        assert "order-coffee/ja gone" in seed_content(db.session(), seed)[4].changed
        assert db.session.scalars(found).all() == []
        assert db.session.get(ScenarioText, ("order-coffee", "ja")) is None


def test_the_command_says_what_it_did(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["seed"])
    assert result.exit_code == 0
    assert "languages: 8 unchanged" in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Language)) == 8
