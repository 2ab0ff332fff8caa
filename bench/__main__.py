"""`make bench`: everything that is measured, in one run and one table, with the bars it is held to."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from bench.free import measure_added
from bench.loading import Load, measure, percentile
from bench.model_previews import measure_model_previews
from bench.paths import DAYS, KILL_EVERY, REMINDED, measure_reminders, measure_writing
from bench.previews import measure_paths
from bench.scenarios import SAVERS, SAVES, measure_scenarios
from bench.serving import kaiwa_server, server
from bench.signed_in import statements
from bench.stories import ORDERS, measure_stories
from bench.talking import talk_at_once
from bench.webhooks import measure_webhooks
from bench.weighing import first_page
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.proving import prove
from kaiwa.scenarios.content import SEED

# rounds in turn and the middle one of them: how connections fall to the two processes differs from round to round
ROUNDS, SECONDS = 7, 2.0
WARM_SECONDS = 25.0


@dataclass(frozen=True)
class Row:
    """One thing measured; `bar` is what it is held to, in words, and `is_met` whether it is."""

    what: str
    value: str
    bar: str = ""
    is_met: bool | None = None


def pages(hello: int, kaiwa: int) -> Iterator[Row]:
    """The landing page against bare Flask under the same server, both up, one round each in turn."""
    for connections in (1, 16):
        rounds = [[measure(port, "/", connections, SECONDS) for port in (hello, kaiwa)] for _ in range(ROUNDS)]
        bare, page = (_middle([each[side] for each in rounds]) for side in (0, 1))
        ratio = page.per_second / bare.per_second
        at = f"at {connections} connection{'s' if connections > 1 else ''}"
        yield Row(f"bare Flask, {at}", _load(bare))
        yield Row(f"landing page, {at}", _load(page))
        yield Row(f"landing page of bare Flask's requests/s, {at}", f"{ratio:.2f}", "at least 0.30", ratio >= 0.30)


def _middle(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.per_second)[len(loads) // 2]


def _load(load: Load) -> str:
    return f"{load.per_second:.0f}/s, p50 {load.p50:.1f} ms, p99 {load.p99:.1f} ms"


def turns(port: int) -> Iterator[Row]:
    """A whole rehearsal turn: the message posted and its reply's stream read to the end."""
    for guests in (1, 16):
        times = talk_at_once(port, guests, 12 if guests == 1 else 4)
        p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
        at = f"{guests} guest{'s' if guests > 1 else ''} talking"
        value = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms ({len(times)} turns)"
        yield Row(f"a turn, {at}", value, *(("p50 at most 40 ms", p50 <= 40) if guests == 1 else ()))


def weights(port: int) -> Iterator[Row]:
    """The first page with everything that it loads."""
    parts = first_page(port)
    total = sum(parts.values()) / 1024
    for path, size in sorted(parts.items(), key=lambda part: -part[1])[:4]:
        yield Row(f"  {path.rsplit('/', 1)[1] or 'the page itself'}", f"{size / 1024:.1f} KB")
    yield Row(f"first page on the wire, {len(parts)} files", f"{total:.1f} KB", "at most 40 KB", total <= 40)


def free_partner() -> Iterator[Row]:
    """What we add to a model's first words."""
    few, many = measure_added([50, 200])
    value = f"p50 {few.p50:.1f} ms, p95 {few.p95:.1f} ms"
    fast = few.p50 <= 10 and few.p95 <= 40
    yield Row("added to a model's first token, 50 streams open", value, "p50 at most 10 ms, p95 at most 40 ms", fast)
    value = f"p50 {many.p50:.1f} ms, p95 {many.p95:.1f} ms"
    yield Row("the same, 200 streams open", value, "p95 at most 100 ms", many.p95 <= 100)
    yield Row("memory for each open stream", f"{many.stream_bytes / 1024:.0f} KB")


def accounts() -> Iterator[Row]:
    """What a page costs whoever is signed in."""
    guest, learner = statements()
    value = f"{learner} SQL statements, a guest's {guest}"
    yield Row("a conversation's page, signed in", value, "at most 2 more", learner <= guest + 2)


def scenarios() -> Iterator[Row]:
    """The list of scenarios with a hundred thousand in it, for somebody who is signed in."""
    measured = measure_scenarios()
    for name, cost in measured.many.items():
        value = f"p50 {cost.p50:.1f} ms, {cost.statements} SQL statements"
        is_met = cost.p50 <= 15 and cost.statements <= 8
        yield Row(f"100,000 scenarios, {name}", value, "p50 at most 15 ms, at most 8 statements", is_met)
        growth = cost.p50 / measured.few[name].p50
        yield Row(f"  of what it takes with 1,000, {name}", f"{growth:.2f}", "at most 2", growth <= 2)
    wanted = SAVERS * SAVES
    yield Row(f"saves counted of {wanted} by 16 at once", str(measured.saved), "all of them", measured.saved == wanted)


def previews() -> Iterator[Row]:
    """A path from its sentence to its page, planned from the catalogue."""
    times = measure_paths()
    value = f"{times.first_day:.0f} ms"
    yield Row("a preview's first day, once its stream is open", value, "at most 2 s", times.first_day <= 2000)
    yield Row("a preview's whole outline", f"{times.whole:.0f} ms")
    yield Row("a wish", f"{times.wish:.0f} ms")
    yield Row("starting a path", f"{times.commit:.0f} ms", "p50 at most 60 ms", times.commit <= 60)
    yield Row("SQL statements of a path's page", str(times.statements), "at most 10", times.statements <= 10)


def model_previews() -> Iterator[Row]:
    """A path whose course a model plans at eighty tokens a second."""
    times = measure_model_previews()
    value = f"{times.first:.0f} ms, in the raw stream {times.raw_first:.0f} ms"
    is_met = times.first_after_token <= 2000
    yield Row("a preview's first day by a model", value, "at most 2 s after its first token", is_met)
    yield Row(
        "a preview's whole outline by a model", f"{times.whole:.0f} ms, in the raw stream {times.raw_whole:.0f} ms"
    )


def paths() -> Iterator[Row]:
    """The days of paths, written by workers that live and that are killed, and everybody reminded at once."""
    written = measure_writing()
    yield Row("days written by two workers, whose planner takes no time", f"{DAYS / written.seconds:.0f}/s")
    killed = measure_writing(kill_every=KILL_EVERY)
    value = f"{killed.once} once, {killed.scenarios} scenarios, {killed.tries} tries, {killed.seconds:.0f} s"
    is_met = killed.once == killed.scenarios == DAYS
    yield Row(f"{DAYS} days, a worker killed every {KILL_EVERY:.0f} s", value, "each exactly once", is_met)
    swept = measure_reminders()
    value = f"{swept.seconds:.1f} s, {swept.mails} mails, {swept.grown_bytes / 1024**2:.0f} MB more"
    is_met = swept.seconds <= 10 and swept.mails == REMINDED and swept.grown_bytes < 50 * 1024**2
    yield Row(f"reminders, {REMINDED} at one minute", value, "at most 10 s, at most 50 MB", is_met)


def books() -> Iterator[Row]:
    """Stripe's events: answered, stored, and the same story in many orders."""
    taken = measure_webhooks()
    value = f"p50 {taken.p50:.1f} ms, p99 {taken.p99:.1f} ms"
    yield Row("an event of Stripe's, answered", value, "p50 at most 10 ms", taken.p50 <= 10)
    value = f"{taken.per_second:.0f}/s, {taken.stored} of {taken.sent} stored"
    is_met = taken.per_second >= 500 and taken.stored == taken.jobs == taken.sent
    yield Row("events stored, 32 at once", value, "at least 500/s, all of them with a job", is_met)
    told = measure_stories()
    what = f"a story of billing in {ORDERS} orders, with crashes"
    yield Row(what, f"{told.seconds:.0f} s", "each ends in the same books", told.is_same)


def understanding() -> Iterator[Row]:
    """How many held-out lines each script understands."""
    library = Library(SEED)
    for scenario, language in library.scripts():
        held_out = library.held_out(scenario, language)
        if held_out is None:
            yield Row(f"{scenario}/{language}", "no held-out lines", "60 lines", False)
            continue
        proof = prove(library.stage(scenario, language), held_out)
        value = f"{proof.lines} lines, {proof.right:.0%} right, {proof.wrong:.1%} wrong"
        yield Row(f"{scenario}/{language}", value, "85 % right, at most 3 % wrong", proof.passes)


def readings() -> Iterator[Row]:
    """How many hand-checked lines read right."""
    measured = import_module("bench.readings")
    for language in ("ja", "zh", "ko"):
        for name, folder in (("mended on", measured.LISTS), ("held out", measured.HELD)):
            wrong, count = measured.failures(language, folder)
            yield Row(f"readings {language}, {name}", f"{count - len(wrong)} of {count} lines right")


def main() -> int:
    """Measure, print, and say by the exit status whether every bar is met."""
    rows: list[Row] = []
    with server("bench.hello:app") as bare, kaiwa_server() as port:
        talk_at_once(port, 1, 2)
        measure(port, "/", 4, WARM_SECONDS)
        rows += [*pages(bare, port), *turns(port), *weights(port)]
    rows += [
        *free_partner(),
        *accounts(),
        *scenarios(),
        *previews(),
        *model_previews(),
        *paths(),
        *books(),
        *understanding(),
        *readings(),
    ]
    width = max(len(row.what) for row in rows)
    for row in rows:
        mark = "" if row.is_met is None else ("met" if row.is_met else "NOT MET")
        print(f"{row.what:<{width}}  {row.value:<44} {row.bar} {mark}".rstrip())
    return 0 if all(row.is_met is not False for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
