"""Reading the mail that was kept because no server is set, after the queue has been worked off."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from kaiwa.gateways.mail import KeptMail, kept_mails, mail_folder
from tests.jobs import do_jobs

LINK = re.compile(r"https?://\S+")


class Mailbox:
    """`mailbox.read()` works the queue off and gives all mail so far, the latest first."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clear()

    def clear(self) -> None:
        for path in mail_folder(self.app.extensions["kaiwa.settings"]).glob("*.eml"):
            path.unlink()

    def read(self, app: Flask | None = None) -> list[KeptMail]:
        do_jobs(app or self.app)
        with self.app.app_context():
            return kept_mails()

    def link(self, app: Flask | None = None) -> str:
        """The path of the link in the latest mail."""
        found = LINK.search(self.read(app)[0].body)
        assert found is not None
        return "/" + found[0].split("/", 3)[3]


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Mailbox]:
    box = Mailbox(app)
    yield box
    box.clear()
