"""create_app: the only place that wires settings, extensions, blueprints, commands and error pages together."""

from datetime import timedelta
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from kaiwa.accounts import (
    cli as accounts_cli,
    export_views,
    google_views,
    language_views,
    link_views,
    privacy_views,
    settings_views,
    views as accounts_views,
)
from kaiwa.accounts.interface_language import chosen_language
from kaiwa.accounts.signed_in import init_sign_in
from kaiwa.admin import (
    billing_people_views,
    billing_refund_views,
    billing_views as admin_billing_views,
    publication_views,
)
from kaiwa.admin.billing_wording import init_billing_words
from kaiwa.billing import cli as billing_cli, jobs as billing_jobs, webhook_views
from kaiwa.clock import Clock, system_clock
from kaiwa.config import ROOT, Settings
from kaiwa.conversations import (
    live_views,
    memory_views,
    message_views,
    proposing_views,
    scenario_views,
    speaker_views,
    speech_views,
    transcription_views,
    usage_views,
    views as conversations_views,
)
from kaiwa.extensions import compress, csrf, db, limiter, login_manager, migrate
from kaiwa.gateways.google import init_google
from kaiwa.gateways.llm import Limits, Llm
from kaiwa.gateways.mail import init_mail
from kaiwa.gateways.payments import init_payments
from kaiwa.gateways.realtime import init_realtime
from kaiwa.gateways.speech import init_speech
from kaiwa.minds.mind import Mind
from kaiwa.minds.model.mind import ModelMind
from kaiwa.minds.model.plan import ModelPlanner
from kaiwa.minds.planner import Planner
from kaiwa.minds.rehearsal.library import shared_library
from kaiwa.minds.rehearsal.mind import RehearsalMind
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from kaiwa.minds.resilient import ResilientMind
from kaiwa.ops import cli as ops_cli, mail_views, views as ops_views
from kaiwa.ops.embedded import EmbeddedDatabase
from kaiwa.paths import (
    following_views,
    jobs as path_jobs,
    outline_views,
    path_publication_views,
    preview_views,
    program_views,
    refinement_views,
    reminder_jobs,
    reminder_views,
)
from kaiwa.paths.program_pages import init_programs
from kaiwa.paths.showing import init_paths
from kaiwa.paths.wording import init_wording
from kaiwa.plans import billing_views, change_views, checkout_views, pricing_views
from kaiwa.plans.pages import init_plans
from kaiwa.plans.wording import init_wording as init_plan_wording
from kaiwa.pooling import watch_pool
from kaiwa.scenarios import (
    cli as scenarios_cli,
    crawler_views,
    draft_views,
    list_views as scenario_list_views,
    own_views,
)
from kaiwa.scenarios.content import SEED
from kaiwa.scenarios.drawing import init_drawing
from kaiwa.scenarios.naming import init_scenarios
from kaiwa.scenarios.objectives import init_objectives
from kaiwa.scenarios.reading_catalogue import CatalogueShelf
from kaiwa.web.assets import init_assets
from kaiwa.web.compiled_templates import COMPILED
from kaiwa.web.errors import init_errors
from kaiwa.web.headers import init_headers
from kaiwa.web.locale import init_locale
from kaiwa.web.logging import configure_logging, init_request_log
from kaiwa.web.money import init_money
from kaiwa.web.presentation import init_presentation
from kaiwa.web.sql_counting import init_sql_counting

BLUEPRINTS = (
    accounts_views.blueprint,
    settings_views.blueprint,
    google_views.blueprint,
    language_views.blueprint,
    privacy_views.blueprint,
    export_views.blueprint,
    link_views.blueprint,
    conversations_views.blueprint,
    message_views.blueprint,
    proposing_views.blueprint,
    memory_views.blueprint,
    speaker_views.blueprint,
    speech_views.blueprint,
    live_views.blueprint,
    transcription_views.blueprint,
    usage_views.blueprint,
    scenario_list_views.blueprint,
    crawler_views.blueprint,
    draft_views.blueprint,
    own_views.blueprint,
    following_views.blueprint,
    outline_views.blueprint,
    publication_views.blueprint,
    admin_billing_views.blueprint,
    billing_people_views.blueprint,
    billing_refund_views.blueprint,
    preview_views.blueprint,
    refinement_views.blueprint,
    scenario_views.blueprint,
    reminder_views.blueprint,
    program_views.blueprint,
    path_publication_views.blueprint,
    pricing_views.blueprint,
    billing_views.blueprint,
    checkout_views.blueprint,
    change_views.blueprint,
    webhook_views.blueprint,
    ops_views.blueprint,
    mail_views.blueprint,
)
COMMANDS = (*accounts_cli.commands, *ops_cli.commands, *scenarios_cli.commands, *billing_cli.commands)
LARGEST_REQUEST = 256 * 1024


def create_app(settings: Settings | None = None, *, clock: Clock = system_clock, **fakes: object) -> Flask:
    """An application of its own; tests give settings, a clock, and fakes that are kept as `kaiwa.<name>`."""
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    app.extensions["kaiwa.clock"] = clock
    app.extensions.update({f"kaiwa.{name}": fake for name, fake in fakes.items()})
    if settings.database_url is None:
        database = EmbeddedDatabase(settings.var_dir / "postgres")
        app.extensions["kaiwa.embedded"] = database
        settings = settings.model_copy(update={"database_url": database.url})
    app.extensions["kaiwa.settings"] = settings
    llm = open_model(settings)
    mind = app.extensions.setdefault("kaiwa.mind", choose_mind(settings, llm))
    app.extensions.setdefault("kaiwa.writer", mind.writer if isinstance(mind, ResilientMind) else None)
    # a task is known to the workers once its module is read
    app.extensions["kaiwa.jobs"] = (path_jobs, reminder_jobs, billing_jobs)
    app.extensions.setdefault("kaiwa.planner", choose_planner(settings, llm))
    app.extensions["kaiwa.catalogue"] = CatalogueShelf(mind)
    app.config.from_mapping(flask_config(settings))
    configure_logging(settings)
    init_extensions(app)
    init_mail(app, settings)
    init_speech(app, settings)
    init_realtime(app, settings)
    init_payments(app, settings)
    webhook_views.init_intake(app)
    init_web(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def open_model(settings: Settings) -> Llm | None:
    """The endpoint that the settings name; None without one."""
    if settings.model_base_url is None or settings.model_talk is None:
        return None
    limits = Limits(settings.model_connect_seconds, settings.model_first_token_seconds, settings.model_stall_seconds)
    return Llm(settings.model_base_url, settings.model_api_key, limits)


def choose_mind(settings: Settings, llm: Llm | None) -> Mind:
    """The rehearsal partner, or a free one before it where a model is set."""
    rehearsal = RehearsalMind(shared_library(SEED))
    if llm is None or settings.model_talk is None:
        return rehearsal
    feedback = settings.model_feedback or settings.model_talk
    model = ModelMind(llm, talk=settings.model_talk, feedback=feedback, write=settings.model_write)
    return ResilientMind(model, rehearsal)


def choose_planner(settings: Settings, llm: Llm | None) -> Planner:
    """The planner of the catalogue, or a model before it where one is set."""
    rehearsal = RehearsalPlanner()
    if llm is None or settings.model_talk is None:
        return rehearsal
    plan, write = settings.model_plan or settings.model_talk, settings.model_write or settings.model_talk
    return ModelPlanner(llm, plan=plan, write=write, rehearsal=rehearsal)


def init_extensions(app: Flask) -> None:
    """Bind the extensions to the application."""
    db.init_app(app)
    with app.app_context():
        watch_pool(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    login_manager.init_app(app, add_context_processor=False)


def init_web(app: Flask, settings: Settings) -> None:
    """What every page shares, and the layers around the application."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = COMPILED
    init_sql_counting()
    init_request_log(app)
    init_headers(app, secure=settings.is_production, form_hosts=settings.payment_hosts)
    init_locale(app, settings, chosen_language)
    init_errors(app)
    init_assets(app, settings)
    init_presentation(app)
    init_scenarios(app)
    init_drawing(app)
    init_objectives(app)
    init_wording(app)
    init_paths(app)
    init_programs(app)
    init_money(app)
    init_plans(app)
    init_plan_wording(app)
    init_billing_words(app)
    init_sign_in(app)
    init_google(app, settings)
    count = settings.trusted_proxies
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def flask_config(settings: Settings) -> dict[str, Any]:
    """Flask's and the extensions' configuration."""
    return {
        "TESTING": settings.kaiwa_env == "test",
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "SESSION_COOKIE_NAME": "kaiwa",
        # a guest has nothing but this cookie to come back with
        "PERMANENT_SESSION_LIFETIME": timedelta(days=365),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": settings.is_production,
        # not Strict: people come back from Google and Stripe
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings),
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": settings.redis_url is not None,
        "RATELIMIT_HEADERS_ENABLED": True,
        # not a stream of events, which must leave at once, and not assets, which are compressed when they are built
        "COMPRESS_MIMETYPES": ["text/html", "application/xml"],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        # a third more bytes of a small page, for a quarter of the time that a page costs
        "COMPRESS_BR_LEVEL": 1,
    }


def engine_options(settings: Settings) -> dict[str, Any]:
    """A pool that survives a restarted server, and connections that PgBouncer can share."""
    return {
        "pool_size": settings.database_pool_size,
        "max_overflow": 0,
        "pool_timeout": 10,
        "pool_recycle": 300,
        "pool_use_lifo": True,
        # an error must not carry what somebody wrote into the log
        "hide_parameters": True,
        "connect_args": {"prepare_threshold": None, "connect_timeout": 5, "application_name": "kaiwa"},
    }
