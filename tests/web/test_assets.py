"""Assets: named by the hash of their contents, compressed beside, immutable; anything else is 404."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.config import Settings
from kaiwa.errors import StartError
from kaiwa.web import assets
from tests.conftest import MakeApp

HTMX = "vendor/htmx.min.js"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A folder of own files."""
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "site.css").write_text("main { margin: 0 }\n" * 200)
    return tmp_path / "static"


def test_the_address_changes_with_any_content(static: Path, tmp_path: Path) -> None:
    first = assets.build(tmp_path / "out", static)
    assert assets.build(tmp_path / "out", static) == first == assets.load(tmp_path / "out")
    (static / "css" / "site.css").write_text("main { margin: 1px }")
    second = assets.build(tmp_path / "out", static)
    assert second.version != first.version
    assert second.url("css/site.css") == f"/assets/{second.version}/css/site.css"


def test_a_build_holds_own_and_npm_files_compressed(static: Path, tmp_path: Path) -> None:
    folder = assets.build(tmp_path / "out", static).folder
    css = (static / "css" / "site.css").read_bytes()
    assert gzip.decompress((folder / "css" / "site.css.gz").read_bytes()) == css
    assert brotli.decompress((folder / "css" / "site.css.br").read_bytes()) == css
    assert (folder / HTMX).read_bytes() == (assets.NODE_MODULES / "htmx.org/dist/htmx.min.js").read_bytes()
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".draft")]


def test_only_the_last_builds_are_kept(static: Path, tmp_path: Path) -> None:
    for number in range(6):
        (static / "css" / "site.css").write_text(f"main {{ margin: {number}px }}")
        latest = assets.build(tmp_path / "out", static)
    folders = [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()]
    assert len(folders) == assets.KEPT_BUILDS
    assert latest.version in folders


def test_an_npm_file_that_is_missing_is_said_with_the_mend(static: Path, tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"htmx\.min\.js is not installed: run `make run`"):
        assets.build(tmp_path / "out", static, tmp_path / "no_node_modules")


def test_an_unknown_name_is_a_mistake(app: Flask) -> None:
    with pytest.raises(LookupError, match=r"no\.css"):
        app.extensions["kaiwa.assets"].url("no.css")


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_a_file_is_served_for_ever_and_compressed(app: Flask, client: FlaskClient, encoding: str) -> None:
    url = app.extensions["kaiwa.assets"].url(HTMX)
    with client.get(url, headers={"Accept-Encoding": encoding}) as response:
        assert response.status_code == 200
        assert response.headers.get("Content-Encoding", "") == encoding
        assert response.mimetype == "text/javascript"
        assert "immutable" in response.headers["Cache-Control"]
        assert "max-age=315360000" in response.headers["Cache-Control"]
        body = response.get_data()
    plain = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding](body)
    assert plain == (assets.NODE_MODULES / "htmx.org/dist/htmx.min.js").read_bytes()


@pytest.mark.parametrize("path", ["/assets/00000000/vendor/htmx.min.js", "/assets/{}/no.css", "/assets/current.json"])
def test_what_is_stale_or_unknown_is_404(app: Flask, client: FlaskClient, path: str) -> None:
    assert client.get(path.format(app.extensions["kaiwa.assets"].version)).status_code == 404


def test_production_builds_nothing(make_app: MakeApp, settings: Settings, tmp_path: Path) -> None:
    changes = {"kaiwa_env": "production", "trusted_hosts": ("localhost",), "var_dir": tmp_path}
    assert make_app(settings.model_copy(update=changes)).extensions["kaiwa.assets"].built is False
    built = assets.build(tmp_path / "assets")
    assert make_app(settings.model_copy(update=changes)).extensions["kaiwa.assets"] == built
