"""Putting the conversation's pages together: what each template is given."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template

from kaiwa.accounts.preferences import Level, current_preferences
from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.billing.live import LiveTerms, see_live_terms
from kaiwa.billing.months import Month, read_month
from kaiwa.clock import now
from kaiwa.conversations.finishing import summarise
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.home import see_home
from kaiwa.conversations.kept_stages import keep_stage, token_place
from kaiwa.conversations.nearing import see_limit
from kaiwa.conversations.occasions import LONGEST
from kaiwa.conversations.opening import Opening
from kaiwa.conversations.queries import list_messages, list_recent
from kaiwa.conversations.stages import current_catalogue, current_mind
from kaiwa.extensions import db
from kaiwa.gateways.realtime import current_realtime
from kaiwa.models import Conversation, User
from kaiwa.scenarios.objectives import told_objectives
from kaiwa.web.htmx import is_htmx
from kaiwa.web.public_addresses import public_page

CHOSEN = ("scene", "language", "speaker", "level")


def show_landing(opening: Opening, values: Mapping[str, Any], messages: Mapping[str, str] | None = None) -> Response:
    """The stage before the first word; `values` is what was chosen or typed, `messages` what is wrong with it."""
    asked = values.get("level")
    level = Level(asked) if asked in set(Level) else current_habits().level or current_preferences().level
    readings = shows_readings() if asked is None else level is not Level.CONFIDENT
    context: dict[str, Any] = {
        "opening": opening,
        "catalogue": current_catalogue(),
        "level": level,
        "show_readings": readings,
        "aloud": speaks_aloud(),
        "recent": list_recent(db.session(), current_visitor()),
        "month": None if messages else _month_of(signed_in_user()),
        "draft": str(values.get("content", "")),
        # a guest follows no path, and what is drawn for guests is kept
        "occasion": "" if current_visitor().is_guest else str(values.get("occasion", ""))[:LONGEST],
        "messages": messages or {},
        # a scene is found by its own page
        "public": None if any(map(values.get, CHOSEN)) else public_page("conversations.landing"),
    }
    return make_response(_draw_stage(context), 422 if messages else 200)


def shows_readings() -> bool:
    """Whether readings stand above words: the account says so, else this browser."""
    kept = current_habits().shows_readings
    return current_preferences().show_readings if kept is None else kept


def speaks_aloud() -> bool:
    """Whether answers are said aloud, with their text one tap away: the account says so, else this browser."""
    kept = current_habits().speaks_lines
    return current_preferences().speaks_lines if kept is None else kept


def show_home(user: User) -> Response:
    """The home of somebody who is signed in."""
    home = see_home(db.session(), current_mind(), current_visitor(), user, now())
    return make_response(
        render_template(
            "home/home.html", home=home, recent=home.recent, catalogue=current_catalogue(), month=_month_of(user)
        )
    )


def _month_of(user: User | None) -> Month | None:
    return read_month(db.session(), user, now()) if user else None


def _draw_stage(context: dict[str, Any]) -> str:
    """The stage; as it stands for anybody it is drawn once and kept."""
    page = "conversations/_stage.html" if is_htmx() else "conversations/landing.html"
    if not current_visitor().is_guest or context["recent"] or context["draft"] or context["messages"]:
        return render_template(page, **context)
    opening: Opening = context["opening"]
    key = (
        page,
        opening.scene,
        opening.language,
        opening.native,
        opening.speaker,
        *map(context.get, ("catalogue", "level", "show_readings", "aloud", "public")),
    )
    return keep_stage(key, lambda: render_template(page, csrf_token=token_place, **context))


def show_conversation(
    conversation: Conversation,
    *,
    hint_step: int = 0,
    only_hint: bool = False,
    draft: str = "",
    messages: Mapping[str, str] | None = None,
) -> Response:
    """The conversation, or its hint or composer alone for htmx."""
    said = list_messages(db.session(), conversation.id)
    mind, scene = current_mind(), frame(conversation, conversation.scenario)
    step = min(3, max(0, hint_step))
    is_over = only_hint or conversation.ended_at is not None
    context: dict[str, Any] = {
        "conversation": conversation,
        "limit": None if is_over else see_limit(db.session(), signed_in_user(), conversation, now()),
        "live": None if is_over else live_terms(),
        "log": said,
        "cast": mind.cast(scene),
        "show_readings": shows_readings(),
        "aloud": speaks_aloud(),
        "speakers": current_catalogue().speakers_of(conversation.target_language_id),
        "hint": mind.hint(scene, turns(said)) if step else None,
        "hint_step": step,
        "draft": draft,
        "messages": messages or {},
    }
    if only_hint:
        page = "conversations/_hint.html"
    elif not is_htmx():
        page = "conversations/conversation.html"
    else:
        page = "conversations/_composer.html" if messages else "conversations/_conversation.html"
    response = make_response(render_template(page, **context), 422 if messages else 200)
    if messages and is_htmx():
        response.headers["HX-Retarget"] = "#composer"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def live_terms() -> LiveTerms | None:
    """What the person may have of live voice, where this Kaiwa has it at all."""
    return see_live_terms(db.session(), signed_in_user(), now()) if current_realtime() else None


def show_summary(conversation: Conversation) -> Response:
    """What a conversation proved, how it felt and what comes next."""
    mind = current_mind()
    catalogue = current_catalogue()
    language = conversation.target_language_id
    scenes = [scene for scene in catalogue.scenes if language in scene.languages]
    told = told_objectives(conversation.scenario_id, conversation.native_language_id)
    later = [scene for scene in scenes if scene.id != conversation.scenario_id]
    html = render_template(
        "conversations/summary.html",
        conversation=conversation,
        cast=mind.cast(frame(conversation, conversation.scenario)),
        summary=summarise(db.session(), mind, conversation, told),
        next_scenes=later[:3],
        limit=see_limit(db.session(), signed_in_user(), conversation, now()),
        is_guest=current_visitor().is_guest,
        said_not_now=current_preferences().said_not_now,
    )
    return make_response(html)
