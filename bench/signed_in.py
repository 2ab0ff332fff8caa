"""What it costs to be somebody: the SQL statements of a conversation's page for a guest and for a learner."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from kaiwa.app import create_app
from kaiwa.config import Settings
from kaiwa.extensions import db
from kaiwa.ops.preparing import prepare
from kaiwa.web.assets import build
from kaiwa.web.sql_counting import count_statements

FIRST = {"scene": "order-coffee", "language": "ja", "content": "コーヒーを二つお願いします"}
SOMEBODY = {"email": "bench@example.org", "password": "three blue umbrellas"}


def statements() -> tuple[int, int]:
    """The statements of the same page as a guest and signed in."""
    with TemporaryDirectory() as folder:
        build(Path(folder) / "assets")
        app = create_app(Settings.from_environment({"VAR_DIR": folder, "LOG_LEVEL": "ERROR"}))
        try:
            prepare(app)
            app.config["WTF_CSRF_ENABLED"] = False
            client = app.test_client()
            page = client.post("/conversations", data=FIRST).headers["Location"].partition("#")[0]
            guest = count(client, page)
            client.post("/sign-up", data=SOMEBODY)
            client.get(page)
            return guest, count(client, page)
        finally:
            with app.app_context():
                db.engine.dispose()
            app.extensions["kaiwa.embedded"].close()


def count(client: FlaskClient, page: str) -> int:
    """The statements of one page."""
    assert re.fullmatch(r"/conversations/[0-9a-f-]{36}", page)
    with count_statements() as sql:
        assert client.get(page).status_code == 200
    return len(sql)
