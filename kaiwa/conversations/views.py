"""The pages of a conversation: the stage, the conversation, its summary, and what is sent from them."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.preferences import remember_level, remember_readings
from kaiwa.accounts.preferring import preferences_of
from kaiwa.accounts.signed_in import current_habits, signed_in_user
from kaiwa.accounts.visitors import current_visitor, remember_guest
from kaiwa.billing.months import NothingLeft
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.finishing import finish_conversation, rate_comfort, reopen_conversation
from kaiwa.conversations.forms import ComfortForm, CorrectionStyleForm, MessageForm, ReadingsForm, StartForm
from kaiwa.conversations.jobs import remember_facts
from kaiwa.conversations.limits import guest_key, messages_a_minute, messages_of_an_address
from kaiwa.conversations.nearing import sentence_of
from kaiwa.conversations.occasions import Begun, tell_begun
from kaiwa.conversations.pages import show_conversation, show_home, show_landing, show_summary
from kaiwa.conversations.queries import find_conversation, load_exchange
from kaiwa.conversations.recording import record_event
from kaiwa.conversations.replying import finish_reply
from kaiwa.conversations.sending import NewTurn, create_message
from kaiwa.conversations.stages import current_mind, current_opening
from kaiwa.conversations.starting import create_conversation
from kaiwa.conversations.waiting import current_awaited
from kaiwa.extensions import db, limiter
from kaiwa.queue import enqueue
from kaiwa.web.addresses import network_of
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect as go

blueprint = Blueprint("conversations", __name__)


@blueprint.get("/")
def landing() -> Response:
    """The first page, which is already a conversation; whoever is signed in and asks for no scene comes home."""
    user = signed_in_user()
    if user is not None and not request.args:
        return show_home(user)
    asked = (request.args.get(name) for name in ("scene", "language", "speaker"))
    return show_landing(current_opening(*asked), request.args)


@blueprint.post("/conversations")
@limiter.limit(messages_a_minute, key_func=guest_key)
@limiter.limit(messages_of_an_address)
def start() -> BaseResponse:
    """The learner's first message begins the conversation."""
    try:
        form = parse_form(StartForm)
    except FormError as error:
        opening = current_opening(*map(error.values.get, ("scene", "language", "speaker")))
        return show_landing(opening, error.values, error.messages)
    opening = current_opening(form.scene, form.language, form.speaker)
    visitor = remember_guest()
    remember_level(form.level)
    try:
        conversation_id, turn = create_conversation(
            db.session(),
            visitor,
            opening,
            form.content,
            at=now(),
            user=signed_in_user(),
            network=network_of(request.remote_addr),
            most=current_settings().guest_conversations,
            mind=current_mind().name,
            correction_style=current_habits().correction_style,
        )
    except NothingLeft as refusal:
        db.session.rollback()
        return show_landing(opening, form.model_dump(), {"content": sentence_of(refusal)})
    tell_begun(
        db.session(), signed_in_user(), Begun(conversation_id, opening.scene.id, opening.language.id, form.occasion)
    )
    record_event(db.session(), visitor, "conversation_started", scenario=form.scene, language=form.language)
    db.session.commit()
    return sent(conversation_id, turn)


@blueprint.get("/conversations/<uuid:conversation_id>")
def conversation(conversation_id: UUID) -> Response:
    """A conversation of one's own."""
    found = find_conversation(db.session(), current_visitor(), conversation_id)
    return show_conversation(found, hint_step=request.args.get("hint", 0, type=int))


@blueprint.post("/conversations/<uuid:conversation_id>/messages")
@limiter.limit(messages_a_minute, key_func=guest_key)
@limiter.limit(messages_of_an_address)
def send(conversation_id: UUID) -> BaseResponse:
    """Say something; the answer's bubble comes with it and fills by itself."""
    visitor = current_visitor()
    try:
        form = parse_form(MessageForm)
    except FormError as error:
        found = find_conversation(db.session(), visitor, conversation_id)
        return show_conversation(found, draft=str(error.values.get("content", "")), messages=error.messages)
    try:
        turn = create_message(
            db.session(),
            visitor,
            conversation_id,
            form.content,
            at=now(),
            user=signed_in_user(),
            network=network_of(request.remote_addr),
            hint_steps=form.hint_steps,
        )
    except NothingLeft as refusal:
        db.session.rollback()
        found = find_conversation(db.session(), visitor, conversation_id)
        return show_conversation(found, draft=form.content, messages={"content": sentence_of(refusal)})
    db.session.commit()
    return sent(conversation_id, turn)


def sent(conversation_id: UUID, turn: NewTurn) -> BaseResponse:
    """Two bubbles for htmx; without it the answer is made now and the page shown at it."""
    if not is_htmx():
        finish_reply(db.session(), current_mind(), current_awaited(turn.reply_id))
        return redirect(url_for(".conversation", conversation_id=conversation_id, _anchor="latest"), 303)
    said, reply, talk = load_exchange(db.session(), turn.message_id, turn.reply_id)
    if said.position == 2:
        response = show_conversation(talk)
        response.headers["HX-Push-Url"] = url_for(".conversation", conversation_id=conversation_id)
        return response
    return make_response(
        render_template("conversations/_message_sent.html", message=said, reply=reply, conversation=talk)
    )


@blueprint.get("/conversations/<uuid:conversation_id>/hint")
def hint(conversation_id: UUID) -> BaseResponse:
    """Help with the next line, one step further at a time."""
    step = min(3, max(1, request.args.get("step", 1, type=int)))
    if not is_htmx():
        url = url_for(".conversation", conversation_id=conversation_id, hint=step, _anchor="hint")
        return redirect(url, 303)
    found = find_conversation(db.session(), current_visitor(), conversation_id)
    return show_conversation(found, hint_step=step, only_hint=True)


@blueprint.post("/conversations/<uuid:conversation_id>/completion")
def finish(conversation_id: UUID) -> BaseResponse:
    """End the conversation and see what it proved."""
    visitor = current_visitor()
    found = find_conversation(db.session(), visitor, conversation_id)
    if finish_conversation(db.session(), found, now()) and current_mind().is_free and visitor.user_id:
        enqueue(db.session(), remember_facts, conversation_id=str(conversation_id))
    record_event(db.session(), visitor, "conversation_finished", scenario=found.scenario_id)
    db.session.commit()
    return go(url_for(".summary", conversation_id=conversation_id))


@blueprint.get("/conversations/<uuid:conversation_id>/summary")
def summary(conversation_id: UUID) -> Response:
    """What the conversation proved."""
    return show_summary(find_conversation(db.session(), current_visitor(), conversation_id))


@blueprint.post("/conversations/<uuid:conversation_id>/comfort")
def comfort(conversation_id: UUID) -> BaseResponse:
    """How it felt, in five faces."""
    visitor = current_visitor()
    found = find_conversation(db.session(), visitor, conversation_id)
    form = parse_form(ComfortForm)
    rate_comfort(db.session(), found, form.rating)
    record_event(db.session(), visitor, "comfort_rated", rating=form.rating)
    db.session.commit()
    if is_htmx():
        return make_response(render_template("conversations/_comfort.html", conversation=found))
    return redirect(url_for(".summary", conversation_id=conversation_id, _anchor="comfort"), 303)


@blueprint.post("/conversations/<uuid:conversation_id>/continuation")
def keep_talking(conversation_id: UUID) -> BaseResponse:
    """Take the conversation up again, or the scene from the start where it was played out."""
    found = find_conversation(db.session(), current_visitor(), conversation_id)
    reopened = reopen_conversation(db.session(), found)
    db.session.commit()
    if reopened:
        return go(url_for(".conversation", conversation_id=conversation_id, _anchor="latest"))
    return go(url_for(".landing", scene=found.scenario_id, language=found.target_language_id))


@blueprint.post("/conversations/<uuid:conversation_id>/correction-style")
def choose_correction_style(conversation_id: UUID) -> BaseResponse:
    """When the learner hears of a mistake, from now on."""
    found = find_conversation(db.session(), current_visitor(), conversation_id)
    found.correction_style = parse_form(CorrectionStyleForm).style
    db.session.commit()
    if is_htmx():
        return make_response(render_template("conversations/_correction_style.html", conversation=found, saved=True))
    return redirect(url_for(".conversation", conversation_id=conversation_id), 303)


@blueprint.post("/preferences/readings")
def switch_readings() -> BaseResponse:
    """Show or hide the readings, and remember it."""
    shown, user = parse_form(ReadingsForm).shown == "yes", signed_in_user()
    if user is None:
        remember_readings(shown)
    else:
        preferences_of(db.session(), user).show_romanization = shown
        db.session.commit()
    if is_htmx():
        return make_response("", 204)
    return redirect(request.referrer or url_for(".landing"), 303)
