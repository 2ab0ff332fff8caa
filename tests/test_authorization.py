"""Who may do what: every route, asked by everybody. A route that is missing from the table is a failure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kaiwa.accounts.sessions import open_session
from kaiwa.clock import now
from kaiwa.conversations.calling import begin_call
from kaiwa.extensions import db
from kaiwa.ids import hash_token
from kaiwa.models import Conversation, Export, ExportPiece, Message, Tier, User
from kaiwa.models.exports import ExportState
from kaiwa.models.scenarios import Visibility
from kaiwa.models.users import Role
from kaiwa.paths.reminder_links import reminder_token
from tests.admin.payers import failed_event, payment_of
from tests.conftest import MakeApp
from tests.conversations.callers import OFFER, FakeRealtime
from tests.conversations.guests import HTMX, begin
from tests.conversations.voices import FakeSpeech
from tests.paths.courses import follow
from tests.scenarios.authors import draft_of, scenario_of

# strangers ask before the owner does, so that a change by the owner hides nothing
ROLES = {
    "creator": Role.CREATOR,
    "admin": Role.ADMIN,
    "learner-stranger": Role.LEARNER,
    "learner": Role.LEARNER,
}
GUESTS = ("guest-stranger", "guest")
PEOPLE = (*GUESTS, *ROLES)
CROSSWISE = [("guest", "learner"), ("learner", "guest"), ("guest-stranger", "learner"), ("admin", "guest")]
TO_SIGN_IN = "to sign in"
Expected = Mapping[str, int | str]


def everybody(status: int) -> Expected:
    """The same for all."""
    return dict.fromkeys(PEOPLE, status)


def owners(status: int) -> Expected:
    """For whoever it belongs to; it is not there for anybody else, an admin included."""
    return {**everybody(404), "guest": status, "learner": status}


def callers(status: int) -> Expected:
    """For the learner, who has a call; it is not there for anybody else."""
    return {**everybody(404), "learner": status}


def followers(status: int) -> Expected:
    """For the learner, who follows a path; a guest may sign in first, and it is not there for anybody else."""
    return {**callers(status), **dict.fromkeys(GUESTS, TO_SIGN_IN)}


def admins(status: int) -> Expected:
    """For admins; it is not there for anybody else."""
    return {**everybody(404), "admin": status}


def members(status: int) -> Expected:
    """For whoever has an account, about themselves."""
    return {**dict.fromkeys(GUESTS, TO_SIGN_IN), **dict.fromkeys(ROLES, status)}


@dataclass(frozen=True)
class Ask:
    """What is expected, and what is sent; a form may say `{person}`."""

    expected: Expected
    form: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "reply"
    is_learners: bool = False

    @property
    def is_owned(self) -> bool:
        """Whether it is about a thing that belongs to somebody."""
        return self.expected["admin"] == self.expected["guest-stranger"] == 404 != self.expected["learner"]


FORM: Expected = dict.fromkeys(GUESTS, 200) | dict.fromkeys(ROLES, 303)
NO_LINK = {"secret": "a-secret-that-was-never-mailed"}
INCOMPLETE: Expected = dict.fromkeys(GUESTS, 422) | dict.fromkeys(ROLES, 303)
TABLE: dict[str, Ask] = {
    # what watches over Kaiwa
    "GET /healthz": Ask(everybody(200)),
    "GET /readyz": Ask(everybody(200)),
    # Stripe, who signs what it sends; without keys nobody listens
    "POST /webhooks/stripe": Ask(everybody(404)),
    # conversations
    "GET /": Ask(everybody(200)),
    "POST /conversations": Ask(
        everybody(303), {"scene": "order-coffee", "language": "ja", "level": "new", "content": "ホットで"}
    ),
    "GET /conversations/<uuid:conversation_id>": Ask(owners(200)),
    "POST /conversations/<uuid:conversation_id>/messages": Ask(owners(303), {"content": "ホットで"}),
    "GET /conversations/<uuid:conversation_id>/hint": Ask(owners(200), headers=HTMX),
    "POST /conversations/<uuid:conversation_id>/completion": Ask(owners(303)),
    "GET /conversations/<uuid:conversation_id>/summary": Ask(owners(200)),
    "POST /conversations/<uuid:conversation_id>/comfort": Ask(owners(303), {"rating": "5"}),
    "POST /conversations/<uuid:conversation_id>/continuation": Ask(owners(303)),
    "POST /conversations/<uuid:conversation_id>/correction-style": Ask(owners(303), {"style": "immediate"}),
    "POST /conversations/<uuid:conversation_id>/proposals/<name>": Ask(
        owners(303), {"value": "travel"}, {"name": "learning_goal"}
    ),
    "POST /conversations/<uuid:conversation_id>/speaker": Ask(owners(303), {"speaker": "ja-jp-male"}),
    # the free tier has no more minutes to give
    "POST /conversations/<uuid:conversation_id>/extensions": Ask(owners(409)),
    "GET /messages/<uuid:message_id>/stream": Ask(owners(200)),
    "GET /messages/<uuid:message_id>/speech": Ask(owners(200)),
    "GET /openings/speech": Ask(everybody(200)),
    "GET /scenarios/<scenario_id>": Ask(everybody(200), values={"scenario_id": "order-coffee"}),
    # nobody has tried this one
    "POST /scenarios/<scenario_id>/rating": Ask(
        {**dict.fromkeys(GUESTS, 404), **dict.fromkeys(ROLES, 409)}, {"rating": "5"}, {"scenario_id": "oral-exam"}
    ),
    "POST /scenarios/<scenario_id>/notes": Ask(
        {**dict.fromkeys(GUESTS, 404), **dict.fromkeys(ROLES, 303)}, {"notes": "mine"}, {"scenario_id": "order-coffee"}
    ),
    "GET /scenarios/<scenario_id>/lines/<language_id>/<int:number>/speech": Ask(
        everybody(200), values={"scenario_id": "order-coffee", "language_id": "ja", "number": "0"}
    ),
    # a guest has no live voice, nor has the free plan; a call is there for whoever placed it
    "POST /conversations/<uuid:conversation_id>/calls": Ask(owners(403), {"sdp": OFFER}),
    "POST /conversations/<uuid:conversation_id>/calls/<uuid:call_id>/heartbeats": Ask(callers(200)),
    "POST /conversations/<uuid:conversation_id>/calls/<uuid:call_id>/lines": Ask(
        callers(200), {"line": '{{"item": "item_1", "role": "user", "text": "はい"}}'}
    ),
    "POST /conversations/<uuid:conversation_id>/calls/<uuid:call_id>/completion": Ask(callers(204)),
    # without a recording nothing is written down
    "POST /transcriptions": Ask(everybody(422), {"language": "ja", "seconds": "1"}),
    "POST /messages/<uuid:message_id>/attempts": Ask(owners(303)),
    "POST /messages/<uuid:message_id>/disputes": Ask(owners(303), message="said"),
    # what crawlers ask for
    "GET /robots.txt": Ask(everybody(200)),
    "GET /sitemap.xml": Ask(everybody(200)),
    "GET /sitemap-pages.xml": Ask(everybody(200)),
    "GET /sitemap-scenarios.xml": Ask(everybody(200)),
    # scenarios: a guest who saves is led to sign up
    "GET /scenarios": Ask(everybody(200)),
    "POST /scenarios/<scenario_id>/saves": Ask(
        everybody(303), {"saved": "yes"}, values={"scenario_id": "order-coffee"}
    ),
    # scenarios of one's own: there is one of the learner's, which waits to be looked at, and a draft
    "GET /scenarios/new": Ask(everybody(200)),
    "POST /scenario-drafts": Ask(everybody(303), {"wish": "My landlady gets loud.", "language": "ja"}),
    "GET /scenario-drafts/<uuid:draft_id>": Ask({**callers(200), **dict.fromkeys(GUESTS, TO_SIGN_IN)}),
    "GET /scenario-drafts/<uuid:draft_id>/stream": Ask(callers(200)),
    "POST /scenario-drafts/<uuid:draft_id>/scenario": Ask({**callers(422), **dict.fromkeys(GUESTS, TO_SIGN_IN)}),
    "GET /scenarios/mine": Ask(members(200)),
    "GET /scenarios/<scenario_id>/edit": Ask(callers(200)),
    "POST /scenarios/<scenario_id>/edit": Ask(callers(422)),
    "POST /scenarios/<scenario_id>/removal": Ask(callers(303)),
    # reminders of the learner's path: whoever has the link of a mail may switch them off, none but the learner opens it
    "POST /paths/<path_id>/reminders": Ask(followers(303), {"on": "yes", "time": "07:30"}),
    "GET /paths/reminders/<token>/today": Ask(followers(303), is_learners=True),
    "GET /paths/reminders/<token>/unsubscribe": Ask(everybody(200), is_learners=True),
    "POST /paths/reminders/<token>/unsubscribe": Ask(everybody(200), is_learners=True),
    # paths: there is one of the learner's
    "GET /paths": Ask(members(200)),
    "GET /paths/<path_id>": Ask(followers(200)),
    "GET /paths/<path_id>/days/<int:index>": Ask(followers(200), values={"index": "1"}),
    "POST /paths/<path_id>/days/<int:index>/completion": Ask(followers(303), {"done": "yes"}, {"index": "1"}),
    "POST /paths/<path_id>/days/<int:index>/attempts": Ask(followers(303), values={"index": "1"}),
    "POST /paths/<path_id>/restart-at": Ask(followers(303), {"day": "1"}),
    "POST /paths/<path_id>/pauses": Ask(followers(303)),
    "POST /paths/<path_id>/resumptions": Ask(followers(303)),
    "POST /paths/<path_id>/restarts": Ask(followers(303)),
    "POST /paths/<path_id>/archivings": Ask(followers(303)),
    "POST /paths/<path_id>/forks": Ask(followers(303)),
    "GET /paths/<path_id>/outline": Ask(followers(200)),
    "POST /paths/<path_id>/outline": Ask(followers(303), {"act": "remove", "day": "7", "version": "1"}),
    # courses that everybody may start: a guest is led to sign up; the learner has a path that may be made public
    "GET /programs": Ask(everybody(200)),
    "GET /program/<share_slug>": Ask(everybody(200), values={"share_slug": "ja-first-trip"}),
    "POST /program/<share_slug>/starts": Ask(everybody(303), values={"share_slug": "ja-first-trip"}),
    "GET /sitemap-programs.xml": Ask(everybody(200)),
    "GET /paths/<path_id>/publication": Ask(followers(200)),
    "POST /paths/<path_id>/publication": Ask(followers(422)),
    "POST /paths/<path_id>/publication/withdrawal": Ask(followers(303)),
    # previews of paths: whoever began one; it is planned to its end, so it can be changed
    "GET /paths/new": Ask(everybody(200)),
    "POST /paths/new": Ask(everybody(303), {"intent": "Spanish for my holidays"}),
    "GET /paths/previews/<key>": Ask(owners(200)),
    "GET /paths/previews/<key>/stream": Ask(owners(200)),
    "GET /paths/previews/<key>/openings": Ask(owners(200)),
    "POST /paths/previews/<key>/attempts": Ask(owners(303)),
    "POST /paths/previews/<key>/intent": Ask(owners(422)),
    "POST /paths/previews/<key>/refinements": Ask(owners(422), {"wish": ""}),
    "POST /paths/previews/<key>/days/<int:index>/regenerations": Ask(owners(404), values={"index": "60"}),
    "POST /paths/previews/<key>/days/<int:index>": Ask(owners(422), values={"index": "1"}),
    "POST /paths/previews/<key>/undos": Ask(owners(303)),
    "POST /paths/previews/<key>/redos": Ask(owners(303)),
    # a guest signs up first
    "POST /paths/previews/<key>/commitment": Ask({**owners(422), "guest": 303}),
    # money: there are no keys here, so that nothing can be bought; tests/billing has them
    "GET /pricing": Ask(everybody(200)),
    "GET /billing": Ask(members(200)),
    "GET /billing/invoices/<uuid:payment_id>": Ask(followers(303)),
    "GET /billing/invoices/<uuid:payment_id>/payment": Ask(followers(303)),
    "POST /billing/checkout": Ask(members(404)),
    "GET /billing/return": Ask(members(404)),
    "POST /billing/portal": Ask(members(404)),
    "GET /billing/portal/return": Ask(members(303)),
    "GET /billing/plan": Ask(members(404)),
    "POST /billing/plan": Ask(members(404)),
    "POST /billing/plan/withdrawal": Ask(members(404)),
    "GET /billing/cancellation": Ask(members(404)),
    "POST /billing/cancellation": Ask(members(404)),
    "POST /billing/resumption": Ask(members(404)),
    # the panel
    "GET /admin/scenarios": Ask(admins(200)),
    "GET /admin/scenarios/<scenario_id>": Ask(admins(200), is_learners=True),
    "POST /admin/scenarios/<scenario_id>/decision": Ask(admins(303), {"approved": "true"}, is_learners=True),
    # what an admin does about billing: nothing that asks Stripe, since it is not set up here; see tests/admin
    "GET /admin/billing": Ask(admins(200)),
    "POST /admin/billing/events/<event_id>/attempts": Ask(admins(303), is_learners=True),
    "GET /admin/billing/people": Ask(admins(200)),
    "GET /admin/billing/people/<uuid:user_id>": Ask(admins(200), is_learners=True),
    "POST /admin/billing/people/<uuid:user_id>/syncs": Ask(everybody(404), is_learners=True),
    "POST /admin/billing/people/<uuid:user_id>/credits": Ask(admins(422), is_learners=True),
    "GET /admin/billing/payments/<uuid:payment_id>/refunds": Ask(everybody(404), is_learners=True),
    "POST /admin/billing/payments/<uuid:payment_id>/refunds": Ask(everybody(404), is_learners=True),
    # this browser
    "POST /preferences/readings": Ask(everybody(303), {"shown": "yes"}),
    "POST /preferences/aloud": Ask(everybody(303), {"aloud": "yes"}),
    "POST /preferences/not-now": Ask(everybody(303)),
    "GET /preferences/interface-language": Ask(everybody(200)),
    "POST /preferences/interface-language": Ask(everybody(303), {"language": "ja"}),
    # the ways in: whoever is in already needs no form, and an empty one lets nobody in
    "GET /sign-up": Ask(FORM),
    "POST /sign-up": Ask(INCOMPLETE),
    "GET /sign-in": Ask(FORM),
    "POST /sign-in": Ask(INCOMPLETE),
    "POST /sign-out": Ask(members(303)),
    # Google is not set up here, so these pages are not there
    "GET /auth/google": Ask(everybody(404)),
    "GET /auth/google/callback": Ask(everybody(404)),
    "GET /auth/google/password": Ask(everybody(404)),
    "POST /auth/google/password": Ask(everybody(404)),
    # one's own account; another person's session is left alone, see tests/accounts
    "GET /settings/sessions": Ask(members(200)),
    "POST /settings/sessions/<session_id>/deletion": Ask(members(303)),
    "GET /settings/usage": Ask(members(200)),
    "GET /welcome": Ask(members(200)),
    "POST /welcome": Ask(members(303)),
    "GET /settings": Ask(members(200), values={"section": "profile"}),
    "POST /settings": Ask(members(303), values={"section": "profile"}),
    "GET /settings/<any(practice, languages, conversation, appearance):section>": Ask(
        members(200), values={"section": "practice"}
    ),
    "POST /settings/<any(practice, languages, conversation, appearance):section>": Ask(
        members(303), values={"section": "languages"}
    ),
    "POST /settings/fields/<name>": Ask(members(200), {"theme": "dark"}, {"name": "theme"}),
    "POST /settings/password": Ask(members(422)),
    "POST /settings/time-zone-guess": Ask(members(204), {"time_zone": "Asia/Tokyo"}),
    # what partners remember: a thing that nobody told is nobody's, see tests/conversations/test_memory.py
    "GET /settings/memory": Ask(members(200)),
    "POST /settings/memory/deletion": Ask(members(303)),
    "POST /settings/memory/<uuid:fact_id>/deletion": Ask(members(404), values={"fact_id": str(UUID(int=0))}),
    # mailed links: whoever has one may use it, and this one nobody ever got
    "GET /password/forgotten": Ask(everybody(200)),
    "POST /password/forgotten": Ask(everybody(303), {"email": "{person}@example.org"}),
    "GET /password/forgotten/sent": Ask(everybody(200)),
    "GET /password/reset/<secret>": Ask(everybody(410), values=NO_LINK),
    "POST /password/reset/<secret>": Ask(everybody(410), {"password": "four green umbrellas"}, NO_LINK),
    "GET /email/verify/<secret>": Ask(everybody(410), values=NO_LINK),
    "POST /email/verify/<secret>": Ask(everybody(410), values=NO_LINK),
    "POST /email/verification-mails": Ask(members(200)),
    # mails that are only written to a folder are shown in development alone
    "GET /dev/mail": Ask(everybody(200)),
    "GET /dev/mail/<name>": Ask(everybody(404), values={"name": "nothing"}),
    # privacy
    "GET /privacy": Ask(everybody(200)),
    "GET /settings/privacy": Ask(everybody(200)),
    "GET /privacy/export": Ask({**everybody(200), "guest-stranger": 404}),
    # nobody here has said so much that it must be prepared, so this leads back to the page
    "POST /privacy/exports": Ask({**everybody(303), "guest-stranger": 404}),
    # whoever comes by the link of a mail may have to sign in first
    "GET /privacy/exports/<uuid:export_id>": Ask({**owners(200), "guest-stranger": TO_SIGN_IN}),
    "GET /privacy/exports/<uuid:export_id>/archive": Ask(owners(200)),
    "POST /privacy/deletion": Ask({**everybody(404), "guest": 303}),
    "POST /settings/privacy/deletion": Ask(members(422)),
    "GET /deleted": Ask(everybody(200)),
}
# one-click answers to a mail bring no cookie and no token, and may do nothing else; what Stripe sends it signs
WITHOUT_TOKEN = {"POST /paths/reminders/<token>/unsubscribe", "POST /webhooks/stripe"}


@dataclass
class World:
    """Everybody with a browser of their own, and what belongs to the guest and to the learner."""

    app: Flask
    browsers: dict[str, FlaskClient]
    things: dict[str, dict[str, Any]]

    def ask(self, person: str, asked: str, *, about: str | None = None, csrf: bool = True) -> TestResponse:
        """A person's request for a route, about their own kind's things or another's; the answer is read."""
        ask, method = TABLE[asked], asked.split()[0]
        theirs = "guest" if person in GUESTS and not ask.is_learners else "learner"
        path = self.path(asked, about or theirs)
        browser, data = self.browsers[person], {name: value.format(person=person) for name, value in ask.form.items()}
        answer = browser.open(path, method=method, data=data or None, headers=ask.headers, csrf=csrf)
        answer.get_data()
        return answer

    def path(self, asked: str, owner: str) -> str:
        """The address of a route about what the guest or the learner has."""
        rule, ask, things = routes(self.app)[asked], TABLE[asked], self.things[owner]
        # not url_for: of two addresses of one page it gives the first
        if not rule.arguments:
            return rule.rule
        values = {**things, "message_id": things[ask.message], **ask.values}
        return self.app.url_map.bind("").build(rule.endpoint, {name: values[name] for name in rule.arguments})


def routes(app: Flask) -> dict[str, Rule]:
    """Every route by its method and its rule; HEAD and OPTIONS follow from them."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    """With a voice, an ear and live calls, so that their pages are there."""
    return make_app(speech=FakeSpeech(), realtime=FakeRealtime())


@pytest.fixture
def world(app: Flask) -> World:
    browsers = {person: app.test_client() for person in PEOPLE}
    sessions = {person: have_account(app, person, browsers[person]) for person in ROLES}
    things: dict[str, dict[str, Any]] = {
        person: {**talk(app, browsers[person]), "session_id": sessions["learner"]} for person in ("guest", "learner")
    }
    things["learner"] |= have_own(app) | have_path(app) | have_bought(app)
    things["guest"] |= {"draft_id": UUID(int=0), "scenario_id": "own-nobodys", "path_id": "nobodys", "token": "no"}
    things["guest"] |= {"payment_id": UUID(int=0)}
    for person, each in things.items():
        each["key"] = have_preview(browsers[person])
    for each in things.values():
        each["export_id"] = have_export(app, each["conversation_id"])
        each["call_id"] = have_call(app, each["conversation_id"])
    return World(app, browsers, things)


def have_account(app: Flask, person: str, browser: FlaskClient) -> str:
    """Sign a person in, without the work of a password; gives the session's id."""
    with app.app_context():
        user = User(email=f"{person}@example.org", role=ROLES[person], password_hash="none")
        db.session.add(user)
        db.session.flush()
        secret = open_session(db.session(), user.id, at=now(), user_agent=None, ip_address=None)
        db.session.commit()
    browser.set_cookie("kaiwa_session", secret)
    return hash_token(secret)


def talk(app: Flask, browser: FlaskClient) -> dict[str, UUID]:
    """A conversation with a line that is corrected, and its reply."""
    conversation = begin(browser, content="コーヒーがください")
    with app.app_context():
        query = select(Message.id).where(Message.conversation_id == conversation).order_by(Message.position)
        _, said, reply = db.session.scalars(query).all()
    return {"conversation_id": conversation, "said": said, "reply": reply}


def have_export(app: Flask, conversation: UUID) -> UUID:
    """A prepared archive for whoever holds the conversation."""
    with app.app_context():
        talk = db.session.get_one(Conversation, conversation)
        export = Export(user_id=talk.user_id, guest_id=talk.guest_id, state=ExportState.READY, bytes=2)
        export.finished_at = now()
        db.session.add(export)
        db.session.flush()
        db.session.add(ExportPiece(export_id=export.id, position=0, content=b"PK"))
        db.session.commit()
        return export.id


def have_call(app: Flask, conversation: UUID) -> UUID:
    """A live call of the learner, as it is while it goes on; a guest has none."""
    with app.app_context():
        talk = db.session.get_one(Conversation, conversation)
        if talk.user_id is None:
            return UUID(int=0)
        user = db.session.get_one(User, talk.user_id)
        db.session.execute(update(Tier).values(has_realtime_access=True, monthly_realtime_sessions=1))
        call = begin_call(db.session(), user, talk, now())
        call.remote_id = "rtc_1"
        db.session.execute(update(Tier).values(has_realtime_access=False))
        db.session.commit()
        return call.id


def have_preview(browser: FlaskClient) -> str:
    """A preview of somebody's, planned to its end."""
    answer = browser.post("/paths/new", data={"intent": "Spanish for my holidays"})
    return str(answer.headers["Location"]).rsplit("/", 1)[1]


def have_own(app: Flask) -> dict[str, Any]:
    """A scenario of the learner's own that waits to be looked at, and a draft."""
    with app.app_context():
        db.session.execute(update(Tier).values(max_custom_scenarios=2))
        db.session.commit()
    email = "learner@example.org"
    return {"scenario_id": scenario_of(app, email, Visibility.PUBLIC), "draft_id": draft_of(app, email)}


def have_path(app: Flask) -> dict[str, Any]:
    """A path that the learner follows, and what stands in the links of its reminders."""
    assignment = follow(app, "learner@example.org")
    with app.app_context():
        return {"path_id": assignment.path_id, "token": reminder_token(assignment.id)}


def have_bought(app: Flask) -> dict[str, Any]:
    """A payment of the learner's, and an event that failed."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == "learner@example.org")).one()
        page = "https://invoice.stripe.com/i/1"
        payment, event = payment_of(user, invoice_pdf_url=page, hosted_invoice_url=page), failed_event(user)
        db.session.add_all([payment, event])
        db.session.commit()
        return {"user_id": user.id, "payment_id": payment.id, "event_id": event.id}


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert set(routes(app)) == set(TABLE)


def test_nothing_but_get_and_post_is_asked(app: Flask) -> None:
    assert {route.split()[0] for route in routes(app)} == {"GET", "POST"}


# a world takes seconds to be made: what changes nothing shares one
def test_everybody_reads_what_the_table_says(world: World) -> None:
    reading = [asked for asked in TABLE if asked.startswith("GET")]
    assert {asked: answers(world, asked) for asked in reading} == {asked: TABLE[asked].expected for asked in reading}


@pytest.mark.parametrize("asked", [asked for asked in TABLE if asked.startswith("POST")])
def test_everybody_changes_what_the_table_says(world: World, asked: str) -> None:
    assert answers(world, asked) == TABLE[asked].expected


def answers(world: World, asked: str) -> dict[str, int | str]:
    """What each of the people gets for a route, as the table has it."""
    assert list(TABLE[asked].expected) == list(PEOPLE)
    got: dict[str, int | str] = {}
    for person in PEOPLE:
        answer = world.ask(person, asked)
        is_sent_away = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
        got[person] = TO_SIGN_IN if is_sent_away else answer.status_code
    return got


def test_nobody_reaches_into_the_other_kind_of_owner(world: World) -> None:
    for asked in (asked for asked, ask in TABLE.items() if ask.is_owned):
        for person, other in CROSSWISE:
            answer = world.ask(person, asked, about=other)
            assert answer.status_code == 404, (person, asked)


def test_without_the_forms_token_nothing_is_done(world: World) -> None:
    for asked in (asked for asked in TABLE if asked.startswith("POST")):
        for person in ("guest", "learner"):
            answer = world.ask(person, asked, csrf=False)
            assert (answer.status_code == 400) is (asked not in WITHOUT_TOKEN), (person, asked)


def test_what_only_takes_a_form_cannot_be_asked_by_a_link(world: World) -> None:
    rules = {asked.split(" ", 1)[1] for asked in TABLE}
    for rule in rules:
        for method, other in (("GET", "POST"), ("POST", "GET")):
            asked = f"{other} {rule}"
            if f"{method} {rule}" not in TABLE:
                path = world.path(asked, "learner")
                assert world.browsers["learner"].open(path, method=method).status_code == 405, (method, rule)
