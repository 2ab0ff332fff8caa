"""Settings: what is refused and in which words, what is filled in, what README says."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from kaiwa.config import ROOT, Settings
from kaiwa.errors import ConfigurationError
from kaiwa.ops.settings_table import table

KEY = "4f9d1c0be5a84d0f9a7be8c1d2e3f405"
PRODUCTION = {
    "KAIWA_ENV": "production",
    "SECRET_KEY": KEY,
    "TRUSTED_HOSTS": "kaiwa.example",
    "PUBLIC_URL": "https://kaiwa.example/",
    "MAIL_URL": "smtp://kaiwa:hidden@mail.example:587",
}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("KAIWA_ENV", "staging", "development, production or test"),
        ("PORT", "eighty", "a number from 1 to 65535"),
        ("PORT", "70000", "a number from 1 to 65535"),
        ("WEB_WORKERS", "0", "a number from 1 to 64"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("DATABASE_URL", "sqlite:///kaiwa.db", "an address like postgresql://"),
        ("DATABASE_URL", "localhost", "an address like postgresql://"),
        ("REDIS_URL", "localhost:6379", "an address like redis://"),
        ("REHEARSAL_PACE", "-1", "a number from 0 to 1000"),
        ("PUBLIC_URL", "kaiwa.example", "an address like https://kaiwa.example"),
        ("PUBLIC_URL", "https://kaiwa.example/?a", "an address like https://kaiwa.example"),
        ("MAIL_URL", "mail.example:25", "an address like smtp://"),
        ("MAIL_URL", "smtp://mail.example:many", "an address like smtp://"),
        ("MAIL_FROM", "Kaiwa", "a mail address"),
        ("MAIL_FROM", "a@b.example\nBcc: c@d.example", "a mail address"),
        ("GOOGLE_ISSUER", "https://accounts.google.com/", "an address without a slash"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_expectation(name: str, value: str, expected: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment({"SECRET_KEY": KEY, name: value})
    assert str(refused.value).startswith(f"The setting {name} should be {expected}")


@pytest.mark.parametrize(("given", "missing"), [("ID", "SECRET"), ("SECRET", "ID")])
def test_google_wants_both_its_id_and_its_secret(given: str, missing: str) -> None:
    with pytest.raises(ConfigurationError, match=f"GOOGLE_CLIENT_{missing} should be"):
        Settings.from_environment({"SECRET_KEY": KEY, f"GOOGLE_CLIENT_{given}": "half of it"})
    both = {"GOOGLE_CLIENT_ID": "kaiwa", "GOOGLE_CLIENT_SECRET": "a secret"}
    assert Settings.from_environment({"SECRET_KEY": KEY, **both}).has_google
    assert not Settings.from_environment({"SECRET_KEY": KEY}).has_google


def test_live_voice_wants_a_model_that_writes_down_what_is_said() -> None:
    live = {"MODEL_BASE_URL": "http://127.0.0.1:9/v1", "MODEL_TALK": "talker", "MODEL_REALTIME": "caller"}
    with pytest.raises(ConfigurationError, match="MODEL_TRANSCRIBE should be"):
        Settings.from_environment({"SECRET_KEY": KEY, **live})
    settings = Settings.from_environment({"SECRET_KEY": KEY, **live, "MODEL_TRANSCRIBE": "writer"})
    assert settings.model_realtime == "caller"


@pytest.mark.parametrize("key", ["", "dev", "changeme", "a" * 40, KEY[:31]])
def test_production_refuses_a_missing_or_weak_key_without_repeating_it(key: str) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY should be at least 32 random characters") as refused:
        Settings.from_environment({**PRODUCTION, "SECRET_KEY": key})
    assert not key or len(key) < 5 or key not in str(refused.value)


def test_production_refuses_to_answer_to_any_host() -> None:
    with pytest.raises(ConfigurationError, match="TRUSTED_HOSTS"):
        Settings.from_environment({**PRODUCTION, "TRUSTED_HOSTS": " , "})


@pytest.mark.parametrize(
    ("name", "value"), [("PUBLIC_URL", ""), ("PUBLIC_URL", "http://kaiwa.example"), ("MAIL_URL", "")]
)
def test_production_wants_to_know_where_it_is_and_who_takes_its_mail(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} should be an address like"):
        Settings.from_environment({**PRODUCTION, name: value})


def test_mail_comes_from_where_people_find_kaiwa() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert settings.public_address == "https://kaiwa.example"
    assert settings.mail_sender == "Kaiwa <noreply@kaiwa.example>"
    assert Settings.from_environment({"SECRET_KEY": KEY}).public_address == "http://127.0.0.1:8000"


def test_production_has_its_own_defaults() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert (settings.database_pool_size, settings.trusted_hosts) == (20, ("kaiwa.example",))
    assert Settings.from_environment({**PRODUCTION, "DATABASE_POOL_SIZE": "7"}).database_pool_size == 7


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db.example/kaiwa", "postgresql+psycopg://u:p@db.example/kaiwa?sslmode=require"),
        ("postgresql://db.example/k?sslmode=verify-full", "postgresql+psycopg://db.example/k?sslmode=verify-full"),
        (
            "postgresql://db.example/k?connect_timeout=3",
            "postgresql+psycopg://db.example/k?connect_timeout=3&sslmode=require",
        ),
        ("postgresql:///k?host=db.example", "postgresql+psycopg:///k?host=db.example&sslmode=require"),
        ("postgresql://localhost/kaiwa", "postgresql+psycopg://localhost/kaiwa"),
        ("postgresql:///kaiwa?host=/run/postgresql", "postgresql+psycopg:///kaiwa?host=/run/postgresql"),
    ],
)
def test_production_asks_a_distant_database_for_ssl(given: str, used: str) -> None:
    assert Settings.from_environment({**PRODUCTION, "DATABASE_URL": given}).database_url == used


def test_production_refuses_a_distant_database_without_ssl() -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL should ask for SSL"):
        Settings.from_environment({**PRODUCTION, "DATABASE_URL": "postgresql://db.example/k?sslmode=prefer"})


def test_development_makes_one_key_and_keeps_it(tmp_path: Path) -> None:
    first = Settings.from_environment({"VAR_DIR": str(tmp_path)})
    again = Settings.from_environment({"VAR_DIR": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    settings = Settings.from_environment({"PORT": "", "DATABASE_URL": "", "VAR_DIR": str(tmp_path)})
    assert (settings.port, settings.database_url) == (8000, None)


def test_settings_are_frozen_and_keep_their_secrets_out_of_sight() -> None:
    settings = Settings.from_environment({**PRODUCTION, "DATABASE_URL": "postgresql://u:hidden@localhost/k"})
    with pytest.raises(ValidationError):
        settings.port = 1
    assert KEY not in repr(settings)
    assert "hidden" not in repr(settings)


def test_readme_shows_every_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    shown = readme.split("<!-- settings -->")[1].split("<!-- /settings -->")[0].strip()
    assert shown == table(), "paste the output of `python -m kaiwa.ops.settings_table` into README.md"
