"""The migrations give exactly the schema that the models describe (`flask db check`), on an embedded database."""

import sys
import tempfile
from pathlib import Path

import flask_migrate
from flask import Flask

from kaiwa.app import create_app
from kaiwa.config import ROOT, Settings
from kaiwa.extensions import db
from tests.database_server import embedded_server


def compare(app: Flask) -> None:
    """Upgrade an empty database, then look for what autogenerate would still add; exits when there is anything."""
    with app.app_context():
        flask_migrate.upgrade()
        flask_migrate.check()
        db.session.remove()
        db.engine.dispose()


def main() -> int:
    if not (ROOT / "migrations" / "env.py").exists():
        print("Schema: there are no migrations yet.")
        return 0
    with tempfile.TemporaryDirectory() as folder, embedded_server(Path(folder) / "postgres") as url:
        settings = Settings.from_environment({"KAIWA_ENV": "test", "SECRET_KEY": "check", "DATABASE_URL": url})
        compare(create_app(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
