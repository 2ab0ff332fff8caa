"""What the first page offers is kept small whatever the catalogue holds; what is not kept is found when asked for."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.mind import RehearsalMind
from kaiwa.models.scenarios import Visibility
from kaiwa.scenarios.content import SEED
from kaiwa.scenarios.reading_catalogue import find_scene, read_catalogue
from tests.scenarios.test_list import own, somebody


class WillingMind(RehearsalMind):
    """Plays anything, as a model does."""

    def can_play(self, scenario_id: str, language: str, *, has_premise: bool = False) -> bool:
        return True


def test_what_learners_write_is_not_kept_but_found_by_who_may(app: Flask, client: FlaskClient) -> None:
    author = somebody(app, client)
    own(app, author, "mine", Visibility.PRIVATE)
    own(app, author, "for-all", Visibility.PUBLIC)
    with app.app_context():
        mind, session = WillingMind(Library(SEED)), db.session()
        catalogue = read_catalogue(session, mind)
        assert {"mine", "for-all"}.isdisjoint(scene.id for scene in catalogue.scenes)
        assert find_scene(session, mind, catalogue, Visitor(None, author), "mine").id == "mine"
        assert find_scene(session, mind, catalogue, Visitor(None), "for-all").id == "for-all"
        with pytest.raises(NotFound):
            find_scene(session, mind, catalogue, Visitor(None), "mine")


def test_what_nobody_can_play_is_not_there_to_be_begun(client: FlaskClient) -> None:
    assert client.get("/?scene=wedding-speech").status_code == 404
    assert client.get("/?scene=nothing-here").status_code == 404
