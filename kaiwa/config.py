"""Settings, read once from the environment: every one documented, checked and frozen."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self, cast
from urllib.parse import parse_qs, urlsplit

from flask import current_app
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, ValidationError

from kaiwa.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = {"", "localhost", "127.0.0.1", "::1"}
UNSAFE_KEYS = {"dev", "secret", "changeme", "change-me", "password"}
WEAK_SSL_MODES = {"disable", "allow", "prefer"}


def setting(default: Any, description: str, expected: str, *, shown_default: str | None = None, **checks: Any) -> Any:
    """A field of Settings with the words that the README and a refusal use."""
    extra: dict[str, JsonValue] = {"expected": expected, "shown_default": shown_default}
    return Field(default=default, description=description, json_schema_extra=extra, **checks)


def comma_separated(value: object) -> object:
    """Split `a, b` into its parts."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def with_driver(url: str | None) -> str | None:
    """Name the psycopg driver in a PostgreSQL address, whichever of the usual schemes it came with."""
    if url is None:
        return None
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("not a PostgreSQL address")
    return f"postgresql+psycopg://{rest}"


def without_slash(url: str | None) -> str | None:
    """An address to put a path after."""
    return url.rstrip("/") if url else None


def mail_server(url: str | None) -> str | None:
    """Refuse what is no address of a mail server; raises ValueError."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or (parts.port is not None and not parts.port):
        raise ValueError("not the address of a mail server")
    return url


class Settings(BaseModel):
    """Everything that can be set from outside; the field `port` is the variable PORT."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kaiwa_env: Literal["development", "production", "test"] = setting(
        "development", "How strict and how chatty Kaiwa is", "development, production or test"
    )
    secret_key: str = setting(
        "",
        "Signs cookies; production refuses to start without one of at least 32 characters",
        "at least 32 random characters that are no default",
        shown_default="made once, kept in var/secret_key",
        repr=False,
    )
    database_url: Annotated[str | None, AfterValidator(with_driver)] = setting(
        None,
        "The PostgreSQL server (15 or later); in production a distant host is spoken to over SSL only",
        "an address like postgresql://user:password@host:5432/kaiwa",
        shown_default="the embedded server, data in var/postgres",
        repr=False,
    )
    database_pool_size: int = setting(
        5,
        "Connections kept by each web process",
        "a number from 1 to 200",
        shown_default="5; production 20",
        ge=1,
        le=200,
    )
    redis_url: str | None = setting(
        None,
        "Where rate limits are counted when several machines share them",
        "an address like redis://host:6379/0",
        shown_default="the memory of each process",
        pattern=r"^(redis|rediss|unix)://",
        repr=False,
    )
    public_url: Annotated[str | None, AfterValidator(without_slash)] = setting(
        None,
        "Where people find Kaiwa: what links in mails and the sitemap begin with; production refuses to start without",
        "an address like https://kaiwa.example, in production with https",
        shown_default="the address that is listened on; production none",
        pattern=r"^https?://[^/\s?#]+[^\s?#]*$",
    )
    mail_url: Annotated[str | None, AfterValidator(mail_server)] = setting(
        None,
        "The mail server; a distant one is spoken to over TLS only; production refuses to start without",
        "an address like smtp://user:password@host:587 or smtps://user:password@host",
        shown_default="mail is kept in var/mail and shown at /dev/mail; production none",
        repr=False,
    )
    mail_from: str | None = setting(
        None,
        "Whom mail comes from",
        "a mail address, with or without a name before it",
        shown_default="Kaiwa <noreply@…> at the host of PUBLIC_URL",
        pattern=r"^(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$",
    )
    host: str = setting("127.0.0.1", "The address to listen on", "a host name or an IP address", min_length=1)
    port: int = setting(8000, "The port to listen on", "a number from 1 to 65535", ge=1, le=65535)
    web_workers: int = setting(2, "Web processes", "a number from 1 to 64", ge=1, le=64)
    web_threads: int = setting(512, "Threads in each web process", "a number from 1 to 4096", ge=1, le=4096)
    trusted_hosts: Annotated[tuple[str, ...], BeforeValidator(comma_separated)] = setting(
        (),
        "Host names that requests may carry, with commas between; production refuses to start without",
        "host names with commas between, like kaiwa.example,www.kaiwa.example",
        shown_default="any; production none",
    )
    trusted_proxies: int = setting(
        0, "How many proxies in front set X-Forwarded-For, -Proto and -Host", "a number from 0 to 10", ge=0, le=10
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = setting(
        "INFO", "The least serious line that is logged", "DEBUG, INFO, WARNING or ERROR"
    )
    guest_messages_per_minute: int = setting(
        20, "Messages a guest may send in a minute", "a number from 1 to 100000", ge=1, le=100_000
    )
    guest_conversations: int = setting(
        3, "Conversations a guest may begin: the first one and two more", "a number from 1 to 100000", ge=1, le=100_000
    )
    rehearsal_pace: int = setting(
        0,
        "Milliseconds between two fragments of a rehearsed reply",
        "a number from 0 to 1000",
        ge=0,
        le=1000,
    )
    google_client_id: str | None = setting(
        None,
        "Our client at Google: with it and its secret people may sign in with Google",
        "the client's id, together with GOOGLE_CLIENT_SECRET",
        shown_default="none: no such button",
    )
    google_client_secret: str | None = setting(
        None,
        "The secret of our client at Google",
        "the client's secret, together with GOOGLE_CLIENT_ID",
        shown_default="none",
        repr=False,
    )
    google_issuer: str = setting(
        "https://accounts.google.com",
        "Whose tokens are believed; its discovery document stands under /.well-known/openid-configuration",
        "an address without a slash at its end, like https://accounts.google.com",
        pattern=r"^https?://[^\s?#]*[^\s?#/]$",
    )
    stripe_secret_key: str | None = setting(
        None,
        "Our key at Stripe: with it and its webhook's secret people may subscribe",
        "a secret key like sk_live_… or sk_test_…, together with STRIPE_WEBHOOK_SECRET",
        shown_default="none: everybody is on the free plan",
        pattern=r"^[rs]k_(test|live)_\w+$",
        repr=False,
    )
    stripe_webhook_secret: Annotated[tuple[str, ...], BeforeValidator(comma_separated)] = setting(
        (),
        "What Stripe signs its events with; while it is being changed, the new one and the one before",
        "secrets like whsec_… with a comma between, together with STRIPE_SECRET_KEY",
        shown_default="none",
        repr=False,
    )
    stripe_api_url: Annotated[str, AfterValidator(without_slash)] = setting(
        "https://api.stripe.com",
        "Where Stripe's API is; another one for trying out against a stand-in",
        "an address like https://api.stripe.com",
        pattern=r"^https?://[^/\s?#]+/?$",
    )
    stripe_tax: bool = setting(
        False,
        "Whether Stripe works out taxes at Checkout; they are set up in its dashboard first",
        "true or false",
        shown_default="false",
    )
    model_base_url: Annotated[str | None, AfterValidator(without_slash)] = setting(
        None,
        "An OpenAI-compatible endpoint that makes the partner free; with it MODEL_TALK is needed",
        "an address like https://api.openai.com/v1 or http://127.0.0.1:11434/v1, together with MODEL_TALK",
        shown_default="none: the built-in rehearsal partner",
        pattern=r"^https?://[^/\s?#]+[^\s?#]*$",
    )
    model_api_key: str | None = setting(
        None,
        "The key of that endpoint",
        "the endpoint's key",
        shown_default="none, as local servers have it",
        repr=False,
    )
    model_talk: str | None = setting(
        None,
        "The model that talks",
        "a model's name, together with MODEL_BASE_URL",
        shown_default="none",
    )
    model_feedback: str | None = setting(
        None, "The model that corrects, translates and remembers", "a model's name", shown_default="MODEL_TALK"
    )
    model_plan: str | None = setting(None, "The model that plans paths", "a model's name", shown_default="MODEL_TALK")
    model_write: str | None = setting(
        None, "The model that writes scenarios", "a model's name", shown_default="MODEL_TALK"
    )
    model_transcribe: str | None = setting(
        None,
        "The model that writes down speech; MODEL_REALTIME needs it too",
        "a model's name, which MODEL_REALTIME needs as well",
        shown_default="none: the browser's own",
    )
    model_speak: str | None = setting(
        None, "The model that speaks", "a model's name", shown_default="none: the browser's own voices"
    )
    model_realtime: str | None = setting(
        None,
        "The model for live voice over WebRTC; with it MODEL_TRANSCRIBE is needed",
        "a model's name",
        shown_default="none: no live voice",
    )
    model_connect_seconds: float = setting(
        3.0, "How long the endpoint may take to be reached", "seconds from 0.1 to 60", ge=0.1, le=60
    )
    model_first_token_seconds: float = setting(
        8.0, "How long a reply may take to begin", "seconds from 0.1 to 120", ge=0.1, le=120
    )
    model_stall_seconds: float = setting(
        15.0, "How long a reply may stand still", "seconds from 0.1 to 120", ge=0.1, le=120
    )
    model_tokens_site: int | None = setting(
        None, "Tokens a month for everybody together", "a number of tokens", shown_default="no ceiling", ge=0
    )
    model_tokens_free: int = setting(500_000, "Tokens a month for a learner on free", "a number of tokens", ge=0)
    model_tokens_plus: int = setting(5_000_000, "Tokens a month for a learner on plus", "a number of tokens", ge=0)
    model_tokens_premium: int = setting(
        15_000_000, "Tokens a month for a learner on premium", "a number of tokens", ge=0
    )
    model_tokens_guest: int = setting(60_000, "Tokens a day for a guest", "a number of tokens", ge=0)
    model_tokens_address: int = setting(
        600_000, "Tokens a day for all guests of one network address", "a number of tokens", ge=0
    )
    var_dir: Path = setting(
        ROOT / "var", "The folder for what Kaiwa makes: database, assets, key", "a folder", shown_default="var"
    )

    @property
    def is_production(self) -> bool:
        """Whether real people are served."""
        return self.kaiwa_env == "production"

    @property
    def has_google(self) -> bool:
        """Whether people may sign in with Google."""
        return self.google_client_id is not None

    @property
    def has_billing(self) -> bool:
        """Whether people may subscribe."""
        return self.stripe_secret_key is not None

    @property
    def is_livemode(self) -> bool:
        """Whether the key at Stripe moves real money."""
        return self.stripe_secret_key is not None and "_live_" in self.stripe_secret_key[:8]

    @property
    def payment_hosts(self) -> tuple[str, ...]:
        """Where forms may lead to besides Kaiwa: Stripe's pages, or those of what stands in for it."""
        if not self.has_billing:
            return ()
        if self.stripe_api_url == "https://api.stripe.com":
            return ("https://checkout.stripe.com", "https://billing.stripe.com")
        return (self.stripe_api_url,)

    @property
    def has_model(self) -> bool:
        """Whether a model stands behind the partner."""
        return self.model_base_url is not None

    @property
    def address(self) -> str:
        """Where a browser on this machine finds Kaiwa."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", "[::]"} else self.host  # noqa: S104
        return f"http://{host}:{self.port}"

    @property
    def public_address(self) -> str:
        """What links in mails and the sitemap begin with; never what a request claims to have asked."""
        return self.public_url or self.address

    @property
    def mail_sender(self) -> str:
        """Whom mail comes from."""
        return self.mail_from or f"Kaiwa <noreply@{urlsplit(self.public_address).hostname}>"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read and check every setting; raises ConfigurationError naming the first wrong one."""
        given: dict[str, Any] = {name: environ[name.upper()] for name in cls.model_fields if environ.get(name.upper())}
        given = defaults_for(str(given.get("kaiwa_env", "development"))) | given
        try:
            settings = cls.model_validate(given)
        except ValidationError as error:
            raise refusal(str(error.errors()[0]["loc"][0])) from None
        return settings.finished()

    def finished(self) -> Self:
        """The same settings, with what depends on another or on the environment checked and filled in."""
        if (self.google_client_id is None) != (self.google_client_secret is None):
            raise refusal("google_client_secret" if self.google_client_id else "google_client_id")
        if (self.stripe_secret_key is None) != (not self.stripe_webhook_secret):
            raise refusal("stripe_webhook_secret" if self.stripe_secret_key else "stripe_secret_key")
        if (self.model_base_url is None) != (self.model_talk is None):
            raise refusal("model_talk" if self.model_base_url else "model_base_url")
        # without it nothing of what a learner says live would be kept
        if self.model_realtime is not None and self.model_transcribe is None:
            raise refusal("model_transcribe")
        if not self.is_production:
            return self if self.secret_key else self.model_copy(update={"secret_key": kept_secret_key(self.var_dir)})
        if len(self.secret_key) < 32 or self.secret_key.lower() in UNSAFE_KEYS or len(set(self.secret_key)) < 8:
            raise refusal("secret_key")
        if not self.trusted_hosts:
            raise refusal("trusted_hosts")
        if not (self.public_url or "").startswith("https://"):
            raise refusal("public_url")
        if not self.mail_url:
            raise refusal("mail_url")
        return self.model_copy(update={"database_url": over_ssl(self.database_url)})


def defaults_for(environment: str) -> dict[str, Any]:
    """The defaults that differ from development's."""
    return {"production": {"database_pool_size": 20}}.get(environment, {})


def refusal(name: str) -> ConfigurationError:
    """The sentence for a wrong value; it never repeats the value, which may be a secret."""
    extra = cast(dict[str, str], Settings.model_fields[name].json_schema_extra)
    return ConfigurationError(f"The setting {name.upper()} should be {extra['expected']}.")


def over_ssl(url: str | None) -> str | None:
    """The address of a distant database with SSL required; one that asks for less is refused."""
    if url is None:
        return None
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    hosts = {parts.hostname or "", *options.get("host", [])}
    if all(host in LOCAL_HOSTS or host.startswith("/") for host in hosts):
        return url
    mode = options.get("sslmode", [""])[0]
    if mode in WEAK_SSL_MODES:
        raise ConfigurationError("The setting DATABASE_URL should ask for SSL in production: sslmode=require or more.")
    return url if mode else f"{url}{'&' if parts.query else '?'}sslmode=require"


def kept_secret_key(var_dir: Path) -> str:
    """The key of a development machine: made once, so that a restart keeps the cookies."""
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        draft = var_dir / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        # another process may have been quicker: then its key counts
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


def current_settings() -> Settings:
    """The settings of the application that is serving."""
    return cast(Settings, current_app.extensions["kaiwa.settings"])
