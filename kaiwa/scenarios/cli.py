"""Commands for authors: seed, and check, play and brief scripts."""

import sys
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from kaiwa.extensions import db
from kaiwa.minds.answers import Line
from kaiwa.minds.rehearsal.checking import check_script
from kaiwa.minds.rehearsal.checking_translations import check_phrases
from kaiwa.minds.rehearsal.library import ContentError, Library
from kaiwa.minds.rehearsal.mind import RehearsalMind
from kaiwa.minds.rehearsal.proving import Proof, prove
from kaiwa.minds.rehearsal.script import Script
from kaiwa.minds.scene import Scene, Speaker, Turn
from kaiwa.scenarios.checking_texts import Authors, check_texts
from kaiwa.scenarios.content import SEED, read_languages, read_scenarios
from kaiwa.scenarios.recounting import recount
from kaiwa.scenarios.seeding import seed_content
from kaiwa.scenarios.texts import read_texts

content = AppGroup("content", help="Check and try authored scripts.")


@click.command("seed")
@with_appcontext
def seed() -> None:
    """Bring the authored languages, scenarios, tiers, voices and programs into the database; says what changed."""
    try:
        # rooms above bring what is theirs after it
        for bring in (seed_content, *current_app.extensions.get("kaiwa.seeders", ())):
            for seeded in bring(db.session()):
                click.echo(str(seeded))
    except ContentError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()


@content.command("check")
@click.argument("scripts", nargs=-1)
def check(scripts: tuple[str, ...]) -> None:
    """Check all content, or the scripts named like order-coffee/ja; exit status 1 when something is to be mended."""
    library = Library(SEED)
    bad = False
    for sentence in _general(library) if not scripts else ():
        bad = True
        click.echo(sentence)
    for scenario, language in library.scripts():
        if not scripts or f"{scenario}/{language}" in scripts:
            bad = _check_one(library, scenario, language) or bad
    if bad:
        sys.exit(1)


def _general(library: Library) -> Iterator[str]:
    try:
        scenarios = {scenario.id: scenario for scenario in read_scenarios()}
        languages = {language.id: language for language in read_languages()}
        for language, stock in library.stocks().items():
            for finding in check_phrases(stock):
                yield f"phrases/{language}: {finding}"
        for scenario, language in library.scripts():
            if scenario not in scenarios or language not in languages:
                yield f"{scenario}/{language}: there is no such scenario or language"
        yield from check_texts(read_texts(), Authors(scenarios, languages, library))
    except ContentError as error:
        yield str(error)


def _check_one(library: Library, scenario: str, language: str) -> bool:
    name = f"{scenario}/{language}"
    try:
        stage = library.stage(scenario, language)
        held_out = library.held_out(scenario, language)
    except ContentError as error:
        click.echo(str(error))
        return True
    known = {goal.id for source in read_scenarios() if source.id == scenario for goal in source.learning_objectives}
    findings = [str(finding) for finding in check_script(stage)]
    findings += [f"unknown objective {goal}" for goal in sorted(_objectives(stage.script) - known)]
    findings += [f"no intent meets the objective {goal}" for goal in sorted(known - _objectives(stage.script))]
    for finding in findings:
        click.echo(f"{name}: {finding}")
    if held_out is None:
        click.echo(f"{name}: no held-out lines")
        return True
    proof = prove(stage, held_out)
    click.echo(f"{name}: {_score(proof)}")
    for miss in proof.misses:
        mark = "WRONG" if miss.is_wrong else "asked"
        click.echo(f"    {mark} {miss.line.node}: {miss.line.say!r} → {miss.taken_for}, meant {miss.line.intent}")
    return bool(findings) or not proof.passes


def _objectives(script: Script) -> set[str]:
    return {goal for node in script.nodes.values() for intent in node.intents.values() for goal in intent.objectives}


def _score(proof: Proof) -> str:
    return f"{proof.lines} held-out lines, {proof.right:.0%} right, {proof.wrong:.1%} wrong"


@content.command("brief")
@click.argument("scenario")
@click.argument("language")
def brief(scenario: str, language: str) -> None:
    """Print what a writer of held-out lines may see: the questions and what may be meant, no phrasings."""
    script = Library(SEED).script(scenario, language)
    click.echo(f"{scenario} in {language} ({script.level}): {script.setting['en']} Partner: {script.role['en']}")
    for slot, body in script.slots.items():
        click.echo(f"slot {slot} ({body.kind}): {', '.join(body.values) or 'anything'}")
    for name, node in script.nodes.items():
        click.echo(f"\n{name}: {node.say[0].text}   ({node.say[0].translated('en') or ''})")
        for intent, meant in node.intents.items():
            needs = f"  needs {', '.join(meant.needs)}" if meant.needs else ""
            click.echo(f"  {intent}: {meant.means.text} ({meant.means.translated('en') or ''}){needs}")


@content.command("play")
@click.argument("scenario")
@click.argument("language")
def play(scenario: str, language: str) -> None:
    """Talk to a script in the terminal; what stands in brackets is what was understood."""
    mind = RehearsalMind(Library(SEED))
    scene = Scene(scenario, language, scenario, "A1")
    line = mind.greet(scene)
    turns = [Turn(Speaker.PARTNER, line.text, line.state)]
    click.echo(line.text)
    for text in sys.stdin:
        turns.append(Turn(Speaker.LEARNER, text.strip()))
        last = list(mind.reply(scene, turns))[-1]
        assert isinstance(last, Line)
        feedback = mind.feedback(scene, turns)
        if feedback:
            click.echo(f"    {feedback.better or ''} {feedback.why}")
        turns.append(Turn(Speaker.PARTNER, last.text, last.state))
        click.echo(f"{last.text}   [{last.kind}: {last.intent}]")
        if last.ended:
            return


scenarios = AppGroup("scenarios", help="Look after what is counted of scenarios.")


@scenarios.command("recount")
@click.option("--fix", is_flag=True, help="Mend what differs.")
def recount_all(fix: bool) -> None:
    """Count all use, saves and ratings again and print what differs; exit status 1 when something did."""
    differences = recount(db.session(), fix=fix)
    db.session.commit()
    for difference in differences:
        click.echo(str(difference))
    if not differences:
        click.echo("Everything is counted right.")
        return
    click.echo(f"{len(differences)} differences, {'mended' if fix else 'mend them with --fix'}.")
    sys.exit(1)


commands = (seed, content, scenarios)
