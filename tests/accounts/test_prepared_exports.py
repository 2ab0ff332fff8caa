"""What is too large to be sent at once is prepared by the queue: once, whole or not at all, and kept for a day."""

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.pool import QueuePool

from kaiwa.accounts.exporting import export_archive
from kaiwa.accounts.jobs import forget_old
from kaiwa.accounts.prepared_exports import MOST_STREAMED, ExportGone, archive_pieces
from kaiwa.accounts.preparing_exports import MOST_RETRIES, ClaimLost, claim_export, keep_archive
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now, system_clock
from kaiwa.extensions import db
from kaiwa.models import Export, ExportPiece
from kaiwa.queue import enqueue, retry_stalled
from tests.accounts.mailbox import Mailbox
from tests.accounts.people import MIA, find_user, sign_in, sign_up
from tests.accounts.talkers import say_a_lot
from tests.conftest import MakeApp
from tests.conversations.guests import HTMX, begin
from tests.jobs import do_jobs

BEING_PREPARED, READY, FAILED = "Your file is being prepared", "Your file is ready", "could not be prepared"
BREAK = "UPDATE messages SET annotations = '{}' WHERE content = 'Nummer 1500'"
MEND = "UPDATE messages SET annotations = NULL WHERE content = 'Nummer 1500'"


@pytest.fixture
def talker(client: FlaskClient, app: Flask) -> FlaskClient:
    """Mia, who has said a lot."""
    sign_up(client)
    have_said_a_lot(app, client)
    return client


def have_said_a_lot(app: Flask, client: FlaskClient, lines: int = MOST_STREAMED + 1) -> UUID:
    conversation = begin(client)
    with app.app_context():
        say_a_lot(db.session, conversation, lines)
    return conversation


def ask(client: FlaskClient) -> str:
    """Press the button; gives the address of the export's page."""
    answer = client.post("/privacy/exports")
    assert answer.status_code == 303
    assert re.fullmatch(r"/privacy/exports/[0-9a-f-]{36}", answer.headers["Location"])
    return answer.headers["Location"]


def run(app: Flask, statement: str) -> None:
    with app.app_context():
        db.session.execute(text(statement))
        db.session.commit()


def count(app: Flask, table: str) -> int:
    with app.app_context():
        return int(db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def jobs_waiting(app: Flask) -> int:
    return count(app, "procrastinate_jobs WHERE task_name = 'accounts.prepare_export'")


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip; the moment at which it was made is left out."""
    archive = ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    files = {name: archive.read(name) for name in archive.namelist()}
    data = json.loads(files.pop("data.json"))
    del data["exported_at"]
    return {**files, "data.json": json.dumps(data).encode()}


def streamed(app: Flask, visitor: Visitor) -> dict[str, bytes]:
    """What somebody would get who is not too large."""
    with app.test_request_context():
        return unpacked(b"".join(export_archive(db.session(), visitor, now())))


def visitor_of(app: Flask, export: str) -> Visitor:
    with app.app_context():
        row = db.session.get_one(Export, UUID(export.rsplit("/", 1)[1]))
        return Visitor(row.guest_id, row.user_id)


def test_who_has_said_little_gets_it_at_once(client: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client, MOST_STREAMED - 3)
    assert count(app, "messages") == MOST_STREAMED
    assert "Export everything" in client.get("/privacy").text
    assert client.get("/privacy/export").mimetype == "application/zip"
    assert client.post("/privacy/exports").headers["Location"] == "/privacy"
    assert count(app, "exports") == 0


def test_one_line_more_and_it_is_prepared(client: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client, MOST_STREAMED - 2)
    text = client.get("/privacy").text
    assert "Prepare my file" in text
    assert "Export everything" not in text
    answer = client.get("/privacy/export")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy")
    here = ask(client)
    assert client.get("/privacy/export").headers["Location"] == here


def test_it_holds_what_the_streamed_one_holds(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    page = talker.get(here).text
    assert BEING_PREPARED in page
    assert f'hx-get="{here}" hx-trigger="every 2s"' in page
    assert "Look again" in page
    # an archive that is not there yet leads back to the page
    assert talker.get(f"{here}/archive").headers["Location"] == here
    do_jobs(app)
    page = talker.get(here).text
    assert READY in page
    assert "every 2s" not in page
    answer = talker.get(f"{here}/archive")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=kaiwa-")
    assert answer.headers["Cache-Control"] == "no-store"
    files = unpacked(answer.data)
    assert len(json.loads(files["data.json"])["conversations"][0]["messages"]) > MOST_STREAMED
    assert files == streamed(app, visitor_of(app, here))
    assert talker.get("/privacy/export").headers["Location"] == here


def test_the_region_is_swapped_only_when_something_is_new(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    assert talker.get(here, headers=HTMX).status_code == 204
    do_jobs(app)
    region = talker.get(here, headers=HTMX).text
    assert region.startswith('<div id="export"')
    assert READY in region


def test_the_page_about_privacy_shows_what_is_kept(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    assert BEING_PREPARED in talker.get("/privacy").text
    do_jobs(app)
    text = talker.get("/privacy").text
    assert f'href="{here}/archive"' in text
    assert "It is kept until " in text
    assert "Prepare my file" not in text


def test_pressing_twice_makes_one(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    assert ask(talker) == here
    assert jobs_waiting(app) == 1
    do_jobs(app)
    assert ask(talker) == here
    assert jobs_waiting(app) == 0


def test_a_guest_has_theirs_prepared_too(client: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    have_said_a_lot(app, client)
    here = ask(client)
    do_jobs(app)
    assert mailbox.read() == []
    files = unpacked(client.get(f"{here}/archive").data)
    assert files == streamed(app, visitor_of(app, here))
    assert visitor_of(app, here).is_guest


def test_it_speaks_the_language_of_whoever_asked(client: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client)
    client.post("/preferences/interface-language", data={"language": "ja"})
    here = ask(client)
    do_jobs(app)
    files = unpacked(client.get(f"{here}/archive").data)
    [transcript] = [content.decode() for name, content in files.items() if name.endswith(".md")]
    assert "**Partner:**" not in transcript


def test_a_stranger_finds_nothing(talker: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    do_jobs(app)
    # somebody who is not signed in may be the one whom the mail was for
    assert stranger.get(here).headers["Location"] == f"/sign-in?next={here}"
    assert stranger.get(f"{here}/archive").status_code == 404
    begin(stranger)
    assert stranger.get(here).headers["Location"] == f"/sign-in?next={here}"
    assert stranger.get(f"{here}/archive").status_code == 404
    sign_up(stranger, email="eve@example.org")
    for path in (here, f"{here}/archive"):
        answer = stranger.get(path)
        assert answer.status_code == 404
        assert "is not here any more" in answer.text


def test_a_guests_export_is_nobody_elses(client: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client)
    here = ask(client)
    do_jobs(app)
    sign_up(stranger, email="eve@example.org")
    assert stranger.get(here).status_code == 404
    assert stranger.get(f"{here}/archive").status_code == 404


def test_a_verified_address_is_mailed_the_way(talker: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    mailbox.read()
    run(app, "UPDATE users SET email_verified_at = now()")
    mailbox.clear()
    here = ask(talker)
    do_jobs(app)
    [mail] = mailbox.read()
    assert (mail.to, mail.subject) == (MIA["email"], "Your file from Kaiwa is ready")
    assert mailbox.link() == here
    # on another browser, by way of signing in
    other = app.test_client()
    asked = other.get(here).headers["Location"]
    assert other.get(asked).status_code == 200
    assert sign_in(other, next=here).headers["Location"] == here
    assert READY in other.get(here).text


def test_an_address_that_nobody_confirmed_is_not_mailed(talker: FlaskClient, app: Flask, mailbox: Mailbox) -> None:
    mailbox.read()
    mailbox.clear()
    ask(talker)
    do_jobs(app)
    assert mailbox.read() == []


def test_a_file_that_is_over_is_not_mailed_about(make_app: MakeApp) -> None:
    ahead = timedelta()
    app = make_app(clock=lambda: system_clock() + ahead)
    box = Mailbox(app)
    client = app.test_client()
    sign_up(client)
    have_said_a_lot(app, client)
    box.read()
    box.clear()
    run(app, "UPDATE users SET email_verified_at = now()")
    ask(client)
    with app.app_context():
        export_id = db.session.scalars(select(Export.id)).one()
        claim = claim_export(db.session(), export_id)
        assert claim is not None
        keep_archive(db.session(), claim, [b"PK"], "en")
    ahead = timedelta(days=1)
    assert box.read() == []


def test_a_try_after_a_crash_starts_over(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    with app.app_context():
        claim = claim_export(db.session(), UUID(here.rsplit("/", 1)[1]))
        assert claim is not None
        with pytest.raises(OSError, match="a crash"):
            keep_archive(db.session(), claim, pieces_until_a_crash(), "en")
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(ExportPiece)) == 2
        # what is left when a worker dies
        db.session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
        enqueue(db.session(), retry_stalled, timestamp=0)
        db.session.commit()
    assert BEING_PREPARED in talker.get(here).text
    assert talker.get(f"{here}/archive").status_code == 303
    do_jobs(app)
    do_jobs(app)
    assert unpacked(talker.get(f"{here}/archive").data) == streamed(app, visitor_of(app, here))
    assert jobs_waiting(app) == 0


def pieces_until_a_crash() -> Iterator[bytes]:
    yield from (b"half", b"of it")
    raise OSError("a crash")


def test_of_two_tries_the_earlier_one_stops(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    with app.app_context():
        export_id = UUID(here.rsplit("/", 1)[1])
        earlier = claim_export(db.session(), export_id)
        assert earlier is not None
        later = claim_export(db.session(), export_id)
        assert later is not None
        with pytest.raises(ClaimLost):
            keep_archive(db.session(), earlier, [b"old"], "en")
        db.session.rollback()
        keep_archive(db.session(), later, [b"new"], "en")
        assert claim_export(db.session(), export_id) is None
    assert talker.get(f"{here}/archive").data == b"new"
    # the queue's own try finds nothing left to do
    do_jobs(app)
    assert talker.get(f"{here}/archive").data == b"new"


def test_what_fails_again_and_again_is_said_and_can_be_asked_for_anew(
    talker: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    here = ask(talker)
    run(app, BREAK)
    do_jobs(app)
    assert BEING_PREPARED in talker.get(here).text
    run(app, f"UPDATE procrastinate_jobs SET attempts = {MOST_RETRIES}, scheduled_at = NULL")
    do_jobs(app)
    assert "NotPrepared: ValidationError" in caplog.text
    assert "Nummer" not in caplog.text
    for path in (here, "/privacy"):
        page = talker.get(path).text
        assert FAILED in page
        assert "Try again" in page
    assert talker.get(f"{here}/archive").status_code == 303
    assert count(app, "export_pieces") == 0
    run(app, MEND)
    anew = ask(talker)
    assert anew != here
    assert talker.get(here).status_code == 404
    do_jobs(app)
    assert READY in talker.get(anew).text


def test_a_worker_that_dies_each_time_is_given_up(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    run(app, f"UPDATE procrastinate_jobs SET attempts = {MOST_RETRIES + 1}")
    do_jobs(app)
    assert FAILED in talker.get(here).text


def test_it_is_over_after_a_day_and_dropped(make_app: MakeApp) -> None:
    ahead = timedelta()
    app = make_app(clock=lambda: system_clock() + ahead)
    client = app.test_client()
    sign_up(client)
    have_said_a_lot(app, client)
    here = ask(client)
    do_jobs(app)
    ahead = timedelta(hours=23)
    assert client.get(f"{here}/archive").status_code == 200
    drop_what_is_over(app)
    assert count(app, "export_pieces") > 0
    ahead = timedelta(days=1)
    assert client.get(here).status_code == 404
    assert client.get(f"{here}/archive").status_code == 404
    assert "Prepare my file" in client.get("/privacy").text
    drop_what_is_over(app)
    assert count(app, "exports") == 0
    assert count(app, "export_pieces") == 0


def drop_what_is_over(app: Flask) -> None:
    with app.app_context():
        enqueue(db.session(), forget_old, timestamp=0)
        db.session.commit()
    do_jobs(app)


def test_after_a_day_there_is_a_new_one(make_app: MakeApp) -> None:
    ahead = timedelta()
    app = make_app(clock=lambda: system_clock() + ahead)
    client = app.test_client()
    have_said_a_lot(app, client)
    here = ask(client)
    do_jobs(app)
    ahead = timedelta(days=1)
    anew = ask(client)
    assert anew != here
    do_jobs(app)
    assert READY in client.get(anew).text
    assert count(app, "exports") == 1


def test_a_download_holds_no_connection_and_breaks_off_when_dropped(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    do_jobs(app)
    with app.test_request_context():
        export = db.session.get_one(Export, UUID(here.rsplit("/", 1)[1]))
        export.bytes += 1
        db.session.commit()
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        sent = 0
        with pytest.raises(ExportGone):
            for piece in archive_pieces(db.session(), export):
                assert pool.checkedout() == 0
                sent += len(piece)
        assert sent > 0


def test_an_account_goes_with_its_export_and_the_job(talker: FlaskClient, app: Flask) -> None:
    ask(talker)
    assert jobs_waiting(app) == 1
    talker.post("/settings/privacy/deletion", data={"password": MIA["password"]})
    assert (jobs_waiting(app), count(app, "exports")) == (0, 0)


def test_an_account_goes_while_a_worker_writes(talker: FlaskClient, app: Flask) -> None:
    here = ask(talker)
    with app.app_context():
        claim = claim_export(db.session(), UUID(here.rsplit("/", 1)[1]))
        assert claim is not None
        with pytest.raises(ClaimLost):
            keep_archive(db.session(), claim, pieces_while_the_account_goes(talker), "en")
        db.session.rollback()
    assert find_user(app) is None
    assert (count(app, "exports"), count(app, "export_pieces")) == (0, 0)


def pieces_while_the_account_goes(client: FlaskClient) -> Iterator[bytes]:
    yield b"half"
    client.post("/settings/privacy/deletion", data={"password": MIA["password"]})
    yield b"of it"


def test_a_guests_export_goes_with_what_they_did(client: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client)
    ask(client)
    client.post("/privacy/deletion")
    assert (jobs_waiting(app), count(app, "exports")) == (0, 0)


def test_a_guests_export_is_not_taken_for_the_persons(client: FlaskClient, app: Flask) -> None:
    have_said_a_lot(app, client)
    here = ask(client)
    sign_up(client)
    assert (jobs_waiting(app), count(app, "exports")) == (0, 0)
    assert client.get(here).status_code == 404
    anew = ask(client)
    do_jobs(app)
    files = unpacked(client.get(f"{anew}/archive").data)
    assert json.loads(files["data.json"])["profile"]["email"] == MIA["email"]


def test_nobody_sees_what_is_somebodys(talker: FlaskClient, stranger: FlaskClient, app: Flask) -> None:
    ask(talker)
    do_jobs(app)
    assert READY not in stranger.get("/privacy").text
    assert stranger.post("/privacy/exports").status_code == 404


def test_it_is_asked_for_by_a_form_of_ours_alone(talker: FlaskClient, app: Flask) -> None:
    assert talker.post("/privacy/exports", csrf=False).status_code == 400
    assert count(app, "exports") == 0
