"""Whose voice the partner has: chosen on the stage and in the conversation, preferred in the settings."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from kaiwa.conversations.framing import frame
from kaiwa.extensions import db
from kaiwa.minds.scene import Partner
from kaiwa.models import Conversation, Scenario, Speaker, UserPreferences
from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conversations.guests import HTMX, begin, page

STAGE = "/?scene=order-coffee&language="


def speaker_of(app: Flask, conversation: UUID) -> str | None:
    with app.app_context():
        return db.session.get_one(Conversation, conversation).speaker_id


def prefer(client: FlaskClient, speaker: str) -> int:
    data = {"preferred_speaker_id": speaker}
    return client.post("/settings/fields/preferred_speaker_id", data=data, headers=HTMX).status_code


def test_the_stage_offers_the_voices_of_its_language(client: FlaskClient) -> None:
    shown = client.get(f"{STAGE}ja").text
    assert 'value="ja-jp-female" data-voice="ja-JP" data-gender="female" selected' in shown
    assert "Haruto · a man’s voice · Yokohama" in shown
    assert "es-es-female" not in shown
    assert 'name="speaker" value="ja-jp-female"' in shown


def test_what_is_chosen_on_the_stage_is_the_conversations(client: FlaskClient, app: Flask) -> None:
    assert 'name="speaker" value="ja-jp-male"' in client.get(f"{STAGE}ja&speaker=ja-jp-male").text
    conversation = begin(client, speaker="ja-jp-male")
    assert speaker_of(app, conversation) == "ja-jp-male"
    assert 'value="ja-jp-male" data-voice="ja-JP" data-gender="male" checked' in page(client, conversation)


@pytest.mark.parametrize("speaker", ["es-mx-male", "nobody", ""])
def test_another_language_brings_a_voice_of_its_own(client: FlaskClient, app: Flask, speaker: str) -> None:
    assert 'name="speaker" value="fr-fr-female"' in client.get(f"{STAGE}fr&speaker={speaker}").text
    assert speaker_of(app, begin(client, speaker=speaker)) == "ja-jp-female"


def test_the_mind_is_told_whose_voice_it_has(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    with app.app_context():
        found, scenario = db.session.get_one(Conversation, conversation), db.session.get_one(Scenario, "order-coffee")
        partner = frame(found, scenario).partner
        assert isinstance(partner, Partner)
        assert (partner.id, partner.name, partner.region) == ("ja-jp-female", "Yuki", "Tokyo")
        assert "gentle" in partner.personality
        found.speaker_id = None
        db.session.commit()
        assert frame(found, scenario).partner is None


def test_another_voice_in_the_middle_of_a_conversation(client: FlaskClient, app: Flask) -> None:
    conversation = begin(client)
    answer = client.post(f"/conversations/{conversation}/speaker", data={"speaker": "ja-jp-male"}, headers=HTMX)
    assert "Kept, from now on." in answer.text
    assert 'data-gender="male" checked' in answer.text
    assert speaker_of(app, conversation) == "ja-jp-male"
    for wrong in ("es-mx-male", ""):
        assert client.post(f"/conversations/{conversation}/speaker", data={"speaker": wrong}).status_code == 422
    assert speaker_of(app, conversation) == "ja-jp-male"


def test_a_conversation_stays_when_its_voice_goes(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    prefer(client, "ja-jp-male")
    conversation = begin(client)
    with app.app_context():
        db.session.execute(delete(Speaker).where(Speaker.id == "ja-jp-male"))
        db.session.commit()
        assert db.session.query(UserPreferences).one().preferred_speaker_id is None
    assert speaker_of(app, conversation) is None
    assert 'value="ja-jp-female"' in page(client, conversation)


def test_a_preferred_voice_is_the_one_that_conversations_begin_with(client: FlaskClient, app: Flask) -> None:
    sign_up(client)
    shown = client.get("/settings/conversation").text
    assert '<option value="ja-jp-male">Japanese: Haruto · a man’s voice · Yokohama</option>' in shown
    assert prefer(client, "nobody") == 422
    assert prefer(client, "ja-jp-male") == 200
    assert 'name="speaker" value="ja-jp-male"' in client.get(f"{STAGE}ja").text
    assert 'name="speaker" value="es-es-female"' in client.get(f"{STAGE}es").text
    assert speaker_of(app, begin(client)) == "ja-jp-male"
    assert prefer(client, "") == 200
    assert speaker_of(app, begin(client)) == "ja-jp-female"


def test_a_voice_costs_no_statement(client: FlaskClient) -> None:
    conversation = begin(client)
    page(client, conversation)
    with count_statements() as statements:
        page(client, conversation)
    assert not [each for each in statements if "FROM speakers" in each]


def test_answers_aloud_is_remembered_by_the_browser_and_goes_over_to_the_account(client: FlaskClient) -> None:
    conversation = begin(client)
    assert "data-speaks" not in page(client, conversation)
    assert client.post("/preferences/aloud", data={"aloud": "yes"}, headers=HTMX).status_code == 204
    assert "data-speaks" in page(client, conversation)
    assert "data-speaks" in client.get(f"{STAGE}ja").text
    sign_up(client)
    assert "data-speaks" in page(client, conversation)
    client.post("/preferences/aloud")
    assert "data-speaks" not in page(client, conversation)
