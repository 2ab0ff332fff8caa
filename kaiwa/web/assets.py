"""The browser's files: one folder named by the hash of all it holds, compressed beside, served for ever."""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from kaiwa.config import ROOT, Settings
from kaiwa.errors import ConfigurationError, StartError
from kaiwa.web.headers import add_security_headers

STATIC = ROOT / "kaiwa" / "static"
NODE_MODULES = ROOT / "node_modules"
NPM_FILES = {
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
}
STYLES = "kaiwa.css"
KEPT_BUILDS = 3
UNBUILT = "unbuilt"


@dataclass(frozen=True)
class Assets:
    """One build: where it lies, its hash and the names in it."""

    folder: Path
    version: str
    names: frozenset[str]

    @property
    def built(self) -> bool:
        """Whether there is anything to serve."""
        return self.version != UNBUILT

    def url(self, name: str) -> str:
        """The address of a file, for templates; an unknown name is a mistake worth failing for."""
        if self.built and name not in self.names:
            raise LookupError(f"There is no asset {name!r} in kaiwa/static or among the named npm files.")
        return f"/assets/{self.version}/{name}"


def sources(static: Path, node_modules: Path) -> dict[str, Path]:
    """Every file that is served, by its name in the build."""
    own = {path.relative_to(static).as_posix(): path for path in sorted(static.rglob("*")) if path.is_file()}
    named = {name: node_modules / path for name, path in NPM_FILES.items()}
    absent = [path for path in named.values() if not path.is_file()]
    if absent:
        raise StartError(
            f"The browser file {absent[0].name} is not installed: run `make run`, which fetches it by npm."
        )
    return own | named


def version_of(files: dict[str, Path]) -> str:
    """The hash of all names and contents."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build(out: Path, static: Path = STATIC, node_modules: Path = NODE_MODULES) -> Assets:
    """Make the build of what the sources are now, unless it is there already; processes may race."""
    files = sources(static, node_modules)
    version = version_of(files)
    folder = out / version
    out.mkdir(parents=True, exist_ok=True)
    if not folder.exists():
        draft = Path(tempfile.mkdtemp(dir=out, prefix=".draft-"))
        draft.chmod(0o755)
        copy_compressed(files, draft)
        join_styles(files, draft)
        try:
            draft.rename(folder)
        except OSError:  # another process finished the same build first
            shutil.rmtree(draft)
    names = sorted([*files, STYLES])
    # a name of its own for each process: they may race here too
    manifest = out / f".current-{version}-{os.getpid()}"
    manifest.write_text(json.dumps({"version": version, "names": names}))
    manifest.replace(out / "current.json")
    forget_old_builds(out, folder)
    return Assets(folder, version, frozenset(names))


def join_styles(files: dict[str, Path], folder: Path) -> None:
    """One style sheet out of css/: its layers decide what wins, so only the file that orders them must be first."""
    styles = sorted(
        (name for name in files if name.startswith("css/")), key=lambda name: (name != "css/layers.css", name)
    )
    joined = folder / STYLES
    joined.write_text("".join(files[name].read_text() for name in styles))
    list(Compressor(quiet=True).compress(str(joined)))


def copy_compressed(files: dict[str, Path], folder: Path) -> None:
    """Copy the files, each with its brotli and gzip form where that is smaller."""
    compressor = Compressor(quiet=True)
    for name, path in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        if compressor.should_compress(name):
            list(compressor.compress(str(target)))


def forget_old_builds(out: Path, current: Path) -> None:
    """Keep the last few builds: a process that still serves one may be running."""
    builds = sorted((each for each in out.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    for old in builds[:-KEPT_BUILDS]:
        if old != current:
            shutil.rmtree(old, ignore_errors=True)


def load(out: Path) -> Assets:
    """The build that the manifest names, or the sign that there is none."""
    try:
        manifest = json.loads((out / "current.json").read_text())
        folder = out / manifest["version"]
        if folder.is_dir():
            return Assets(folder, manifest["version"], frozenset(manifest["names"]))
    except (OSError, ValueError, KeyError):
        pass
    return Assets(out, UNBUILT, frozenset())


def init_assets(app: Flask, settings: Settings) -> None:
    """Serve the build under its hash; outside production it is first brought up to date."""
    out = settings.var_dir / "assets"
    assets = load(out) if settings.is_production else build(out)
    app.extensions["kaiwa.assets"] = assets
    app.jinja_env.globals["asset_url"] = assets.url
    if assets.built:
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(assets.folder),
            prefix=f"assets/{assets.version}/",
            immutable_file_test=lambda *_: True,
            add_headers_function=lambda headers, *_: add_security_headers(headers, secure=settings.is_production),
        )


def main(arguments: list[str]) -> None:
    """`python -m kaiwa.web.assets build`."""
    if arguments != ["build"]:
        sys.exit("Usage: python -m kaiwa.web.assets build")
    try:
        assets = build(Settings.from_environment().var_dir / "assets")
    except (ConfigurationError, StartError) as error:
        sys.exit(str(error))
    print(f"{len(assets.names)} files in {assets.folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
