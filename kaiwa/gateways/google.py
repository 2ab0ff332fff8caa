"""Google's sign-in by OpenID Connect: the way there, and who came back. Nothing else here speaks to Google."""

import logging
from dataclasses import dataclass
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, session as browser
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from kaiwa.config import Settings
from kaiwa.errors import N_, KaiwaError, NotFound

SECONDS = 5
# Authlib's name for what it keeps in the browser's cookie until somebody comes back
KEPT = "_state_google_"

log = logging.getLogger("kaiwa.google")


class GoogleFailed(KaiwaError):
    """Whoever came back cannot be believed: another state, another nonce, a broken token."""

    sentence = N_("Signing in with Google did not work this time. Nothing has changed: please try again.")


class GoogleCancelled(GoogleFailed):
    """The person did not want to, after all."""

    sentence = N_("You did not go on with Google, and that is fine. Nothing has changed.")


class GoogleSilent(GoogleFailed):
    """Google does not answer."""

    sentence = N_("Google does not answer just now. Please try again in a moment, or use your password.")


@dataclass(frozen=True)
class Identity:
    """Whom Google names: `subject` never changes and is what an account is found by; an address may."""

    subject: str
    email: str
    is_verified: bool
    name: str = ""


class Google:
    """One issuer and our client there; its documents and keys are fetched once and kept by the process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._issuer = settings.google_issuer
        self._client_id = settings.google_client_id
        self._client: Any = OAuth(app).register(
            "google",
            client_id=settings.google_client_id,
            client_secret=settings.google_client_secret,
            server_metadata_url=f"{settings.google_issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": SECONDS,
            },
        )

    def depart(self, come_back_to: str) -> Response:
        """Go to Google, with state, nonce and PKCE; only the last way there is kept, so that the cookie stays small."""
        forget_ways()
        try:
            return cast(Response, self._client.authorize_redirect(come_back_to))
        except (requests.RequestException, ValueError, RuntimeError) as error:
            raise noted(GoogleSilent, error) from error

    def arrive(self) -> Identity:
        """Whoever came back from Google in this request; raises GoogleFailed or one of its kinds."""
        expected = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
        try:
            token = self._client.authorize_access_token(claims_options=expected)
            claims = token["userinfo"]
        except AuthlibBaseError as error:
            raise noted(GoogleCancelled if error.error == "access_denied" else GoogleFailed, error) from error
        except requests.RequestException as error:
            raise noted(GoogleSilent, error) from error
        except (JoseError, KeyError, ValueError, TypeError, RuntimeError) as error:
            raise noted(GoogleFailed, error) from error
        finally:
            forget_ways()
        return identity_of(claims)


def noted(kind: type[GoogleFailed], error: Exception) -> GoogleFailed:
    """A failure of this kind, with its cause in the log: in a word, for its text may hold what is secret."""
    cause = str(getattr(error, "claim", None) or getattr(error, "error", ""))
    log.info("%s: %s %s", kind.__name__, type(error).__name__, cause[:40])
    return kind()


def identity_of(claims: dict[str, Any]) -> Identity:
    """The claims of a checked token; an address counts as verified only where Google says exactly that."""
    subject, email, name = claims.get("sub"), claims.get("email"), claims.get("name")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise GoogleFailed
    email = email if isinstance(email, str) else ""
    return Identity(subject, email, claims.get("email_verified") is True, name if isinstance(name, str) else "")


def forget_ways() -> None:
    """Drop what was kept for coming back."""
    for key in [key for key in browser if key.startswith(KEPT)]:
        del browser[key]


def init_google(app: Flask, settings: Settings) -> None:
    """Google for the application, where it is set up."""
    if settings.has_google:
        app.extensions["kaiwa.google"] = Google(app, settings)


def current_google() -> Google:
    """The application's Google; where it is not set up there is no such page."""
    found = cast(Google | None, current_app.extensions.get("kaiwa.google"))
    if found is None:
        raise NotFound
    return found
