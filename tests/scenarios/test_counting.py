"""What is counted of scenarios follows what people do, loses nothing when many do it at once, and can be proved."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from kaiwa.accounts.deleting import delete_account
from kaiwa.accounts.tallying import count_time
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import Conversation, Message, Scenario, ScenarioMetadata, ScenarioProgress, User
from kaiwa.scenarios.progress import NotTriedYet, rate_scenario, save_scenario, unsave_scenario, write_notes
from kaiwa.scenarios.recounting import recount
from tests.accounts.people import find_user, sign_up
from tests.conversations.guests import begin, send
from tests.conversations.test_finishing import TO_THE_END

COFFEE = "order-coffee"
AT_ONCE = 16


@pytest.fixture(autouse=True)
def proved(app: Flask) -> Iterator[None]:
    """After every test, everything is counted right."""
    yield
    with app.app_context():
        assert recount(db.session()) == []


def everybody(app: Flask) -> ScenarioMetadata:
    with app.app_context():
        return db.session.get_one(ScenarioMetadata, COFFEE)


def mine(app: Flask, user_id: UUID) -> ScenarioProgress | None:
    with app.app_context():
        return db.session.get(ScenarioProgress, (user_id, COFFEE))


def person(app: Flask, client: FlaskClient, **changes: str) -> UUID:
    sign_up(client, **changes)
    user = find_user(app, **changes)
    assert user is not None
    return user.id


@contextmanager
def doing(app: Flask) -> Iterator[Any]:
    with app.app_context():
        yield db.session()
        db.session.commit()


def finish(client: FlaskClient, conversation: UUID) -> None:
    assert client.post(f"/conversations/{conversation}/completion").status_code == 303


def test_a_conversation_is_an_attempt_of_who_is_signed_in(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    begin(client)
    progress, counts = mine(app, user_id), everybody(app)
    assert progress is not None
    assert (progress.times_attempted, progress.times_completed) == (1, 0)
    assert progress.last_attempt_at is not None
    assert (counts.total_times_used, counts.total_attempts, counts.completion_rate) == (1, 1, 0.0)
    assert counts.trending_score is not None
    with app.app_context():
        assert db.session.get_one(Scenario, COFFEE).usage_count == 1


def test_a_scene_that_is_played_out_is_completed_once(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    conversation = begin(client)
    for line in TO_THE_END:
        send(client, conversation, line)
    finish(client, conversation)
    finish(client, conversation)
    progress, counts = mine(app, user_id), everybody(app)
    assert progress is not None
    assert progress.times_completed == 1
    assert progress.last_completed_at is not None
    assert (counts.total_completions, counts.completion_rate) == (1, 1.0)


def test_four_lines_and_finish_are_a_completion_and_three_are_not(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    conversation = begin(client)
    for line in TO_THE_END[:2]:
        send(client, conversation, line)
    finish(client, conversation)
    progress = mine(app, user_id)
    assert progress is not None
    assert progress.times_completed == 0
    client.post(f"/conversations/{conversation}/continuation")
    send(client, conversation, TO_THE_END[2])
    finish(client, conversation)
    progress = mine(app, user_id)
    assert progress is not None
    assert progress.times_completed == 1


def test_time_is_counted_once_however_often_it_is_finished(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    conversation = begin(client)
    for seconds in (60, 90):
        with doing(app) as session:
            session.execute(
                update(Message)
                .where(Message.conversation_id == conversation, Message.position == 1)
                .values(created_at=text(f"created_at - interval '{seconds} seconds'"))
            )
        finish(client, conversation)
        client.post(f"/conversations/{conversation}/continuation")
    progress, counts = mine(app, user_id), everybody(app)
    assert progress is not None
    assert progress.total_seconds_spent == counts.total_seconds_spent == 90
    assert counts.average_seconds_spent == 90.0


def test_a_guests_conversations_are_counted_when_the_guest_becomes_somebody(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    for line in TO_THE_END:
        send(client, conversation, line)
    finish(client, conversation)
    begin(client)
    counts = everybody(app)
    assert (counts.total_times_used, counts.total_attempts, counts.total_completions) == (2, 0, 0)
    user_id = person(app, client)
    progress, counts = mine(app, user_id), everybody(app)
    assert progress is not None
    assert (progress.times_attempted, progress.times_completed) == (2, 1)
    assert (counts.total_times_used, counts.total_attempts, counts.total_completions) == (2, 2, 1)


def test_what_a_guest_deletes_is_counted_no_more(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    begin(client)
    left = everybody(app).trending_score
    begin(stranger)
    assert stranger.post("/privacy/deletion").status_code == 303
    counts = everybody(app)
    assert counts.total_times_used == 1
    assert counts.trending_score == pytest.approx(left)
    client.post("/privacy/deletion")
    assert everybody(app).trending_score is None


def test_saving_is_counted_once_and_taken_back(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    with doing(app) as session:
        assert save_scenario(session, user_id, COFFEE, now())
        assert not save_scenario(session, user_id, COFFEE, now())
    assert everybody(app).saved_count == 1
    with doing(app) as session:
        assert unsave_scenario(session, user_id, COFFEE, now())
        assert not unsave_scenario(session, user_id, COFFEE, now())
    assert everybody(app).saved_count == 0


def test_only_who_has_tried_can_rate_and_the_last_word_counts(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    with doing(app) as session, pytest.raises(NotTriedYet):
        rate_scenario(session, user_id, COFFEE, 5, now())
    begin(client)
    for rating, average in ((5, 5.0), (3, 3.0), (None, None), (4, 4.0)):
        with doing(app) as session:
            rate_scenario(session, user_id, COFFEE, rating, now())
        counts = everybody(app)
        assert (counts.average_rating, counts.ratings_count) == (average, int(rating is not None))


def test_one_five_is_not_yet_better_than_many_fours_and_a_half(app: Flask) -> None:
    means = []
    for count, total in ((1, 5), (20, 90)):
        with doing(app) as session:
            session.execute(
                update(ScenarioMetadata)
                .where(ScenarioMetadata.scenario_id == COFFEE)
                .values(ratings_count=count, ratings_sum=total)
            )
        means.append(everybody(app).bayesian_rating or 0)
    assert means[0] < means[1]
    with doing(app) as session:
        recount(session, fix=True)


def test_notes_are_kept_and_empty_ones_are_none(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    for written, kept in (("  say けっこうです ", "say けっこうです"), ("  ", None)):
        with doing(app) as session:
            write_notes(session, user_id, COFFEE, written, now())
        progress = mine(app, user_id)
        assert progress is not None
        assert progress.user_notes == kept


def test_time_that_was_rounded_up_is_taken_away_again(app: Flask, client: FlaskClient) -> None:
    user_id = person(app, client)
    with doing(app) as session:
        for seconds in (5, -1):
            count_time(session, user_id, COFFEE, seconds, now())
    with doing(app) as session:
        assert session.get_one(ScenarioProgress, (user_id, COFFEE)).total_seconds_spent == 4
    assert everybody(app).total_seconds_spent == 4
    with doing(app) as session:
        recount(session, fix=True)


def test_an_account_that_goes_takes_its_counts_along(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    begin(stranger)
    user_id = person(app, client)
    conversation = begin(client)
    finish(client, conversation)
    with doing(app) as session:
        save_scenario(session, user_id, COFFEE, now())
        rate_scenario(session, user_id, COFFEE, 2, now())
    with doing(app) as session:
        delete_account(session, session.get_one(User, user_id))
    counts = everybody(app)
    assert (counts.total_times_used, counts.total_attempts, counts.saved_count, counts.ratings_sum) == (1, 0, 0, 0)
    assert counts.average_rating is None


def test_own_scenarios_go_with_their_author_but_for_what_others_have_talked_in(
    client: FlaskClient, stranger: FlaskClient, app: Flask
) -> None:
    author = person(app, client)
    other = begin(stranger)
    own = begin(client)
    with doing(app) as session:
        for name, talk in (("mine-alone", own), ("ours", other)):
            copy_scenario(session, name, author)
            session.execute(update(Conversation).where(Conversation.id == talk).values(scenario_id=name))
        recount(session, fix=True)
    with doing(app) as session:
        delete_account(session, session.get_one(User, author))
    with doing(app) as session:
        assert session.get(Scenario, "mine-alone") is None
        ours = session.get_one(Scenario, "ours")
        assert (ours.created_by_user_id, ours.is_active) == (None, False)
        assert session.get_one(Conversation, other).scenario_id == "ours"


def copy_scenario(session: Any, name: str, author: UUID) -> None:
    """A public scenario of somebody's, like ordering coffee."""
    left_out = {"id", "created_by_user_id", "search_words", "title_words", "facets", "list_rank", "usage_count"}
    like = session.get_one(Scenario, COFFEE)
    values = {
        each.key: getattr(like, each.key) for each in Scenario.__mapper__.column_attrs if each.key not in left_out
    }
    session.add(Scenario(id=name, created_by_user_id=author, **values))
    session.flush()
    session.add(ScenarioMetadata(scenario_id=name))
    session.flush()


def at_once(app: Flask, do: Callable[[UUID], object]) -> list[object]:
    """Sixteen people do something at the same moment."""
    with app.app_context():
        people = [User(email=f"{number}@example.org") for number in range(AT_ONCE)]
        db.session.add_all(people)
        db.session.commit()
        ids = [each.id for each in people]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(do, ids))


def test_sixteen_savers_at_once_lose_no_count(app: Flask) -> None:
    def save(user_id: UUID) -> bool:
        with app.app_context():
            saved = save_scenario(db.session(), user_id, COFFEE, now())
            db.session.commit()
            return saved

    assert all(at_once(app, save))
    assert everybody(app).saved_count == AT_ONCE


def test_one_person_in_sixteen_tabs_is_counted_once(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)

    def save(_: UUID) -> bool:
        with app.app_context():
            saved = save_scenario(db.session(), user_id, COFFEE, now())
            db.session.commit()
            return saved

    assert sum(map(bool, at_once(app, save))) == 1
    assert everybody(app).saved_count == 1


def test_sixteen_who_begin_and_finish_at_once_are_sixteen(app: Flask) -> None:
    def talk(_: UUID) -> None:
        guest = app.test_client()
        finish(guest, begin(guest))

    at_once(app, talk)
    assert everybody(app).total_times_used == AT_ONCE


def test_finishing_in_two_tabs_at_once_counts_the_time_once(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    conversation = begin(client)
    with doing(app) as session:
        session.execute(
            update(Message)
            .where(Message.conversation_id == conversation, Message.position == 1)
            .values(created_at=text("created_at - interval '60 seconds'"))
        )
    cookie = client.get_cookie("kaiwa_session")
    assert cookie is not None

    def tap(_: UUID) -> None:
        tab = app.test_client()
        tab.set_cookie("kaiwa_session", cookie.value)
        finish(tab, conversation)

    at_once(app, tap)
    progress = mine(app, user_id)
    assert progress is not None
    assert progress.total_seconds_spent == 60


def test_recount_names_what_differs_and_mends_it(client: FlaskClient, app: Flask) -> None:
    user_id = person(app, client)
    begin(client)
    runner = app.test_cli_runner()
    right = runner.invoke(args=["scenarios", "recount"])
    assert (right.exit_code, right.output) == (0, "Everything is counted right.\n")
    with doing(app) as session:
        session.execute(update(ScenarioMetadata).values(total_times_used=7, trending_score=1.0))
        session.execute(update(ScenarioProgress).values(times_attempted=3))
        session.execute(update(Scenario).where(Scenario.id == "ask-directions").values(usage_count=9))
        session.execute(text("DELETE FROM scenario_metadata WHERE scenario_id = 'meet-the-parents'"))
    for args in (["scenarios", "recount"], ["scenarios", "recount", "--fix"]):
        wrong = runner.invoke(args=args)
        assert wrong.exit_code == 1
        assert "order-coffee: total_times_used is 7, should be 1" in wrong.output
        assert f"order-coffee: times_attempted of {user_id} is 3, should be 1" in wrong.output
        assert "ask-directions: usage_count is 9, should be 0" in wrong.output
        assert "meet-the-parents: saved_count is None, should be 0" in wrong.output
    assert runner.invoke(args=["scenarios", "recount"]).exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(ScenarioMetadata.scenario_id).filter_by(scenario_id="meet-the-parents")).one()


def test_it_is_mended_right_while_people_go_on(app: Flask) -> None:
    def talk_or_count(user_id: UUID) -> None:
        with app.app_context():
            recount(db.session(), fix=True)
            db.session.commit()
            save_scenario(db.session(), user_id, COFFEE, now())
            db.session.commit()
        begin(app.test_client())

    at_once(app, talk_or_count)
    counts = everybody(app)
    assert (counts.saved_count, counts.total_times_used) == (AT_ONCE, AT_ONCE)
