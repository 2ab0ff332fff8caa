"""Sending mail by SMTP; where no server is set, mail is kept in var/mail, to be looked at in development."""

import email
import email.policy
import re
import smtplib
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

from kaiwa.config import LOCAL_HOSTS, Settings, current_settings
from kaiwa.ids import new_id

PATIENCE_SECONDS = 10
PORTS = {"smtp": 25, "smtps": 465}
NAME = re.compile(r"[0-9a-f-]{36}\.eml")


class MailDelayed(Exception):
    """The server is away or will not take mail just now: to be tried again."""


class MailRefused(Exception):
    """The server will never take mail for this address."""


def init_mail(app: Flask, settings: Settings) -> None:
    """Let the application send mail."""
    app.config.update(mail_config(settings))
    Mail(app)


def mail_config(settings: Settings) -> dict[str, Any]:
    """Flask-Mailman's configuration."""
    config: dict[str, Any] = {"MAIL_DEFAULT_SENDER": settings.mail_sender, "MAIL_TIMEOUT": PATIENCE_SECONDS}
    if settings.mail_url is None:
        return config | {"MAIL_BACKEND": FolderBackend, "MAIL_FILE_PATH": mail_folder(settings)}
    parts = urlsplit(settings.mail_url)
    return config | {
        "MAIL_BACKEND": SmtpBackend,
        "MAIL_SERVER": parts.hostname,
        "MAIL_PORT": parts.port or PORTS[parts.scheme],
        "MAIL_USERNAME": unquote(parts.username or ""),
        "MAIL_PASSWORD": unquote(parts.password or ""),
        "MAIL_USE_SSL": parts.scheme == "smtps",
        # a password must not go over a network as it is
        "MAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in LOCAL_HOSTS,
    }


def send_mail(to: str, subject: str, body: str, more_headers: Mapping[str, str] | None = None) -> None:
    """Send one plain mail; raises MailDelayed or MailRefused, neither of which names the person."""
    domain = parseaddr(current_settings().mail_sender)[1].rpartition("@")[2]
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    headers.update(more_headers or {})
    try:
        EmailMessage(subject, body, to=[to], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if all(code >= 500 for code in codes):
            raise MailRefused(f"refused with {codes[0]}") from None
        raise MailDelayed(f"put off with {codes[0]}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayed(type(error).__name__) from None
    except ValueError:
        raise MailRefused("not an address that mail can be sent to") from None


class CheckedSmtp(smtplib.SMTP):
    """SMTP that looks at the server's certificate, which Python's own STARTTLS does not."""

    def starttls(self, *_ignored: Any, context: ssl.SSLContext | None = None) -> tuple[int, bytes]:
        """Go on encrypted, to whom the certificate says."""
        return super().starttls(context=context or ssl.create_default_context())


class SmtpBackend(EmailBackend):  # type: ignore[misc]
    """Flask-Mailman's, with certificates looked at; a connection that failed half-way is not left open."""

    connection: smtplib.SMTP | None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What speaks to the server."""
        return smtplib.SMTP_SSL if self.use_ssl else CheckedSmtp

    def send_messages(self, messages: Iterable[EmailMessage]) -> int:
        """Send them over one connection."""
        try:
            return int(super().send_messages(messages))
        finally:
            if self.connection is not None:
                self.connection.close()
                self.connection = None


class FolderBackend(BaseEmailBackend):  # type: ignore[misc]
    """Keeps each mail as a file that mail programs open."""

    def send_messages(self, messages: Iterable[EmailMessage]) -> int:
        """Write them; a file has its name only when it is whole."""
        folder = Path(self.mailman.file_path)
        folder.mkdir(parents=True, exist_ok=True)
        sent = list(messages)
        for message in sent:
            name = f"{new_id()}.eml"
            draft = folder / f"{name}.draft"
            draft.touch(mode=0o600)
            draft.write_bytes(message.message().as_bytes(linesep="\n"))
            draft.rename(folder / name)
        return len(sent)


@dataclass(frozen=True)
class KeptMail:
    """A mail in the folder."""

    name: str
    to: str
    subject: str
    at: datetime
    body: str


def mail_folder(settings: Settings) -> Path:
    """Where mail is kept that no server takes."""
    return settings.var_dir / "mail"


def kept_mails(most: int = 50) -> list[KeptMail]:
    """The last mails that were kept, newest first."""
    folder = mail_folder(current_settings())
    names = sorted((path.name for path in folder.glob("*.eml") if NAME.fullmatch(path.name)), reverse=True)
    return [read_mail(folder / name) for name in names[:most]]


def kept_mail(name: str) -> KeptMail | None:
    """One of them, or None."""
    path = mail_folder(current_settings()) / name
    return read_mail(path) if NAME.fullmatch(name) and path.is_file() else None


def read_mail(path: Path) -> KeptMail:
    """A mail out of its file."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    at = email.utils.parsedate_to_datetime(str(message["Date"]))
    return KeptMail(path.name, str(message["To"]), str(message["Subject"]), at, str(message.get_content()))
