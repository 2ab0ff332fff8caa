"""A test client that fills in the CSRF token, as every form of ours does."""

import hashlib
import os
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class FormClient(FlaskClient):
    """`client.post(url, data={…})` sends the token; `csrf=False` does not."""

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        if csrf and str(kwargs.get("method", "GET")).upper() in UNSAFE:
            headers = dict(kwargs.pop("headers", None) or {})
            kwargs["headers"] = {"X-CSRFToken": self.csrf_token(), **headers}
        return super().open(*args, **kwargs)

    def csrf_token(self) -> str:
        """The token of this visitor's cookie."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha1(os.urandom(64)).hexdigest())
        key = self.application.config["SECRET_KEY"]
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))
