"""A scenario's page: what it says, in which language, how it is begun, and what one keeps of it for oneself."""

import pytest
from flask.testing import FlaskClient

from kaiwa.web.sql_counting import count_statements
from tests.accounts.people import sign_up
from tests.conversations.guests import begin, plain

PAGE = "/scenarios/order-coffee"


def test_the_page_says_what_is_needed_to_get_ready(client: FlaskClient) -> None:
    text = plain(client.get(PAGE, query_string={"language": "ja"}).text)
    for wanted in ("Orderingcoffee", "Orderadrink", "Usefulphrases", "Howitmaygo", "Whatpeopledothere", "Mサイズ"):
        assert wanted in text, wanted


def test_readings_stand_above_the_phrases(client: FlaskClient) -> None:
    page = client.get(PAGE, query_string={"language": "ja"}).text
    assert "<ruby>一<rp>(</rp><rt>ひと</rt>" in page or "<rt>ひとつ</rt>" in page
    assert 'data-say="ホットコーヒーを一つお願いします。"' in page


def test_the_page_speaks_the_language_of_the_interface(client: FlaskClient) -> None:
    page = client.get(PAGE, headers={"Accept-Language": "ja"}).text
    assert "カフェで注文する" in page


def test_changing_the_language_keeps_the_scenario(client: FlaskClient) -> None:
    page = client.get(PAGE, query_string={"language": "es"}).text
    assert f"{PAGE}?language=fr" in page
    assert 'name="scene" value="order-coffee"' in page
    assert 'name="language" value="es"' in page


def test_a_scenario_without_a_script_says_so_and_offers_no_start(client: FlaskClient) -> None:
    page = client.get("/scenarios/wedding-speech").text
    assert "this Kaiwa has none" in page
    assert "Start in" not in page


@pytest.mark.parametrize("path", ["/scenarios/no-such", "/scenarios/order-coffee?language=xx"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_guest_sees_no_forms_to_keep_things_in_and_cannot_send_them(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert "With an account you can" in page
    assert "Your notes" not in page
    assert client.post(f"{PAGE}/notes", data={"notes": "mine"}).status_code == 404
    assert client.post(f"{PAGE}/rating", data={"rating": "5"}).status_code == 404


def test_only_who_has_tried_it_can_rate_it_and_take_that_back(client: FlaskClient) -> None:
    sign_up(client)
    assert "Once you have tried it" in client.get(PAGE).text
    assert client.post(f"{PAGE}/rating", data={"rating": "5"}).status_code == 409
    begin(client)
    assert client.post(f"{PAGE}/rating", data={"rating": "4"}).status_code == 303
    page = client.get(PAGE).text
    assert page.count("is-given") == 4
    assert "not finished yet" in page
    assert client.post(f"{PAGE}/rating", data={"rating": ""}).status_code == 303
    assert "is-given" not in client.get(PAGE).text
    assert client.post(f"{PAGE}/rating", data={"rating": "6"}).status_code == 422


def test_notes_are_kept_for_their_writer_alone(client: FlaskClient, stranger: FlaskClient) -> None:
    sign_up(client)
    assert client.post(f"{PAGE}/notes", data={"notes": "Ask for <b>oat</b> milk"}).status_code == 303
    assert "Ask for &lt;b&gt;oat&lt;/b&gt; milk" in client.get(PAGE).text
    sign_up(stranger, email="eve@example.org")
    assert "oat" not in stranger.get(PAGE).text


def test_notes_that_are_too_long_are_shown_again(client: FlaskClient) -> None:
    sign_up(client)
    answer = client.post(f"{PAGE}/notes", data={"notes": "x" * 4001})
    assert answer.status_code == 422
    assert "x" * 4001 in answer.text


def test_the_page_takes_few_statements(client: FlaskClient) -> None:
    sign_up(client)
    client.get(PAGE)
    with count_statements() as counted:
        client.get(PAGE)
    assert len(counted) <= 8
