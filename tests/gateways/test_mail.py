"""Mail, to a real SMTP server on loopback: what arrives, what is put off and not lost, what is kept to be looked at."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage as Received
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from kaiwa.accounts.jobs import ask_to_reset
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.gateways.mail import CheckedSmtp, MailDelayed, MailRefused, mail_config, mail_folder, send_mail
from kaiwa.web.logging import JsonLines
from tests.accounts.people import MIA, sign_up
from tests.conftest import MakeApp
from tests.jobs import do_jobs
from tests.live_server import free_port

MAILS = "task_name LIKE 'accounts.mail%'"
SENTENCE = "Grüße, 会話"


class Postbox:
    """A mail server that may be started, stopped, and told what to answer."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[Received] = []
        self.answer = "250 OK"
        self.logins: list[Any] = []
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(
            self,
            "127.0.0.1",
            self.port,
            authenticator=self._authenticate,
            auth_require_tls=False,
            ready_timeout=10,
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, _s: SMTP, _session: Session, envelope: Envelope, address: str, _o: list[str]) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        received = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(received, Received)
        self.mails.append(received)
        return "250 OK"

    def _authenticate(self, _s: SMTP, _session: Session, _e: Envelope, _mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=True)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, postbox: Postbox) -> Flask:
    url = f"smtp://kaiwa:a%40b%2Fc@127.0.0.1:{postbox.port}"
    changes = {"mail_url": url, "mail_from": "Kaiwa 会話 <hello@kaiwa.example>", "public_url": "https://kaiwa.example"}
    return make_app(settings=settings.model_copy(update=changes))


def jobs(app: Flask) -> list[tuple[str, int]]:
    """The jobs that wait or have failed, with how often they were tried."""
    with app.app_context():
        rows = db.session.execute(
            text(f"SELECT status::text, attempts FROM procrastinate_jobs WHERE {MAILS} ORDER BY id")
        )
        return [(row[0], row[1]) for row in rows]


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What Kaiwa's own log says, tracebacks included; the SMTP server of the tests is chatty."""
    return "\n".join(JsonLines().format(record) for record in caplog.records if record.name.startswith("kaiwa"))


def try_again_now(app: Flask) -> None:
    """What waits for its next try is tried now."""
    with app.app_context():
        db.session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"))
        db.session.commit()
    do_jobs(app)


def test_what_is_sent_arrives_whole(app: Flask, postbox: Postbox) -> None:
    with app.app_context():
        send_mail("mia@example.org", SENTENCE, f"{SENTENCE}\n\n.\nFrom here on.\n")
    (mail,) = postbox.mails
    assert (mail["To"], mail["Subject"]) == ("mia@example.org", SENTENCE)
    assert mail["From"] == "Kaiwa 会話 <hello@kaiwa.example>"
    assert mail["Message-ID"].endswith("@kaiwa.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == [SENTENCE, "", ".", "From here on."]
    assert postbox.logins == [(b"kaiwa", b"a@b/c")]


def test_a_server_that_is_down_delays_and_loses_nothing(app: Flask, postbox: Postbox) -> None:
    postbox.stop()
    browsers = {email: app.test_client() for email in (MIA["email"], "leo@example.org")}
    for email, browser in browsers.items():
        assert sign_up(browser, email=email).status_code == 303
    do_jobs(app)
    assert jobs(app) == [("todo", 1), ("todo", 1)]
    # not at once
    do_jobs(app)
    assert jobs(app) == [("todo", 1), ("todo", 1)]
    try_again_now(app)
    assert jobs(app) == [("todo", 2), ("todo", 2)]
    postbox.start()
    try_again_now(app)
    assert jobs(app) == []
    assert sorted(mail["To"] for mail in postbox.mails) == ["leo@example.org", MIA["email"]]
    link = next(word for word in postbox.mails[0].get_content().split() if word.startswith("https://kaiwa.example/"))
    owner = browsers[postbox.mails[0]["To"]]
    assert owner.get(link.removeprefix("https://kaiwa.example")).status_code == 200


def test_an_address_that_is_put_off_is_tried_again(app: Flask, postbox: Postbox) -> None:
    postbox.answer = "451 try later"
    sign_up(app.test_client())
    do_jobs(app)
    assert jobs(app) == [("todo", 1)]
    postbox.answer = "250 OK"
    try_again_now(app)
    assert len(postbox.mails) == 1


def test_an_address_that_does_not_exist_is_given_up_without_naming_it(
    app: Flask, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.answer = "550 nobody here"
    sign_up(app.test_client())
    do_jobs(app)
    assert jobs(app) == []
    assert "a mail was not taken: refused with 550" in logged(caplog)
    assert MIA["email"] not in logged(caplog)


def test_no_log_names_whom_a_job_is_about(app: Flask, postbox: Postbox, caplog: pytest.LogCaptureFixture) -> None:
    sign_up(app.test_client())
    postbox.stop()
    with app.app_context():
        ask_to_reset(db.session(), MIA["email"], "en")
        db.session.commit()
    do_jobs(app)
    assert "accounts.mail_reset failed, attempt 1" in logged(caplog)
    assert MIA["email"] not in logged(caplog)


def test_what_cannot_be_an_address_is_refused_before_it_is_sent(app: Flask) -> None:
    with app.app_context(), pytest.raises(MailRefused):
        send_mail("mia@example.org\nBcc: eve@example.org", "a", "b")


def test_a_failure_names_no_person(app: Flask, postbox: Postbox) -> None:
    postbox.stop()
    with app.app_context(), pytest.raises(MailDelayed) as delayed:
        send_mail("mia@example.org", "a", "b")
    assert "mia" not in str(delayed.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, True, False)),
        ("smtp://u:p@mail.example:587", ("mail.example", 587, True, False)),
        ("smtps://u:p@mail.example", ("mail.example", 465, False, True)),
        ("smtp://localhost:2525", ("localhost", 2525, False, False)),
    ],
)
def test_a_distant_server_is_spoken_to_over_tls(url: str, expected: tuple[str, int, bool, bool]) -> None:
    config = mail_config(Settings(mail_url=url))
    assert tuple(config[f"MAIL_{name}"] for name in ("SERVER", "PORT", "USE_TLS", "USE_SSL")) == expected


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that it gave itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(hours=1))
        .not_valid_after(datetime.now(UTC) + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def encrypted(certificate: Path) -> Iterator[int]:
    """The port of a mail server that speaks TLS with this certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    controller = Controller(Postbox(), "127.0.0.1", free_port(), tls_context=context, ready_timeout=10)
    controller.start()
    yield controller.port
    controller.stop()


def test_a_certificate_is_looked_at(encrypted: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with smtplib.SMTP("localhost", encrypted) as unchecked:
        assert unchecked.starttls()[0] == 220
    with (
        closing(CheckedSmtp("localhost", encrypted)) as distrustful,
        pytest.raises(ssl.SSLCertVerificationError, match="self-signed"),
    ):
        distrustful.starttls()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with CheckedSmtp("localhost", encrypted) as trusted:
        assert trusted.starttls()[0] == 220
    with (
        closing(CheckedSmtp("127.0.0.1", encrypted)) as elsewhere,
        pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"),
    ):
        elsewhere.starttls()


def forget_mails(settings: Settings) -> None:
    """Other tests have mails made that nobody reads."""
    for path in mail_folder(settings).glob("*"):
        path.unlink()


class TestKept:
    """Where no server is set."""

    @pytest.fixture
    def app(self, make_app: MakeApp, settings: Settings) -> Iterator[Flask]:
        forget_mails(settings)
        yield make_app()
        forget_mails(settings)

    def test_mail_is_kept_and_shown(self, app: Flask, client: FlaskClient, settings: Settings) -> None:
        assert "None yet" in client.get("/dev/mail").text
        with app.app_context():
            send_mail("mia@example.org", SENTENCE, "<b>Read</b> http://127.0.0.1:8000/email/verify/abc")
        (path,) = mail_folder(settings).glob("*")
        assert path.suffix == ".eml"
        assert path.stat().st_mode & 0o077 == 0
        assert SENTENCE in client.get("/dev/mail").text
        page = client.get(f"/dev/mail/{path.name}").text
        assert 'href="http://127.0.0.1:8000/email/verify/abc"' in page
        assert "<b>Read</b>" not in page

    @pytest.mark.parametrize("name", ["no.eml", "..%2Fsecret_key", "0" * 36 + ".eml", "secret_key"])
    def test_nothing_else_is_shown(self, client: FlaskClient, name: str) -> None:
        assert client.get(f"/dev/mail/{name}").status_code == 404

    def test_production_shows_none(self, make_app: MakeApp, settings: Settings, tmp_path: Path) -> None:
        changes = {"kaiwa_env": "production", "trusted_hosts": ("localhost",)}
        client = make_app(settings=settings.model_copy(update=changes)).test_client()
        assert client.get("/dev/mail").status_code == 404
        assert client.get("/dev/mail/no.eml").status_code == 404
