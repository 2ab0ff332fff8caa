"""The mind, the catalogue and the stage of the application that is serving."""

from functools import lru_cache
from typing import cast

from flask import current_app, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from kaiwa.accounts.signed_in import current_habits
from kaiwa.accounts.visitors import current_visitor
from kaiwa.conversations.opening import Opening, choose_language, choose_native, open_scene
from kaiwa.extensions import db
from kaiwa.minds.mind import Mind
from kaiwa.scenarios.catalogue import Catalogue, SceneChoice
from kaiwa.scenarios.reading_catalogue import CatalogueShelf, find_scene


def current_mind() -> Mind:
    """The mind that `create_app` chose."""
    return cast(Mind, current_app.extensions["kaiwa.mind"])


def current_catalogue() -> Catalogue:
    """What can be chosen."""
    shelf = cast(CatalogueShelf, current_app.extensions["kaiwa.catalogue"])
    return shelf.read(db.session())


def current_scene(scene_id: str) -> SceneChoice:
    """A scene that whoever asks may play; raises NotFound."""
    return find_scene(db.session(), current_mind(), current_catalogue(), current_visitor(), scene_id)


def accepted_languages() -> list[str]:
    """The browser's languages without their regions, best first."""
    return list(_languages_in(request.headers.get("Accept-Language", "")))


@lru_cache(maxsize=1024)
def _languages_in(header: str) -> tuple[str, ...]:
    accepted = parse_accept_header(header, LanguageAccept)
    return tuple(dict.fromkeys(tag.split("-")[0].lower() for tag, quality in accepted if quality > 0))


def current_opening(scene_id: str | None, language_id: str | None, speaker_id: str | None = None) -> Opening:
    """The stage for what was asked, or what the person learns, or what this browser makes likely; raises NotFound.

    Changing the language keeps the scene; where nobody can play the scene in it, the first conversation is played. A
    voice of another language gives way to the one that the person prefers, or to the language's first.
    """
    catalogue, habits = current_catalogue(), current_habits()
    accepted = [*filter(None, [habits.native_language_id]), *accepted_languages()]
    scene = current_scene(scene_id) if scene_id else catalogue.onboarding
    learnt = habits.target_language_id if habits.target_language_id in scene.languages else None
    language = choose_language(catalogue, scene, language_id or learnt, accepted)
    if language.id not in scene.languages:
        scene = catalogue.onboarding
    native = choose_native(catalogue, language.id, accepted)
    speaker = catalogue.speaker(language.id, speaker_id, habits.preferred_speaker_id)
    return open_scene(current_mind(), scene, language, native, speaker)
