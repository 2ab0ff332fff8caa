"""Workers that write days with a planner that only waits; told to, one of them is killed every so often.

`python -m bench.path_workers DATABASE_URL VAR_DIR COUNT PLANNER_SECONDS KILL_EVERY_SECONDS` (0: none is killed)
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kaiwa.app import choose_mind, create_app, open_model
from kaiwa.config import Settings
from kaiwa.languages.searching import index_words
from kaiwa.minds.mind import Mind
from kaiwa.minds.model.language_check import is_in_language
from kaiwa.minds.outlines import Intent, Level, Outline, ShelfScenario
from kaiwa.minds.planner import DraftLine, ScenarioDraft
from kaiwa.minds.scene import Objective
from kaiwa.ops.working import work

DRAFT = ScenarioDraft(
    title="",
    description="Dinner is over, and you would like to pay.",
    role="character",
    role_title="the waiter",
    cefr_level=Level.A1,
    instructions="Play a friendly waiter.",
    context="A small restaurant in Lyon.",
    learning_goal="Pay for dinner",
    setting="A small restaurant in Lyon, late in the evening.",
    stakes="Your train leaves in half an hour.",
    expected_outcome="You have paid.",
    objectives=(Objective("ask-for-the-bill", "Ask for the bill"), Objective("pay", "Say how you pay")),
    categories=("food",),
    tags=("restaurant",),
    primary_skill="speaking",
    keywords=("bill",),
    minutes=8,
    partner=DraftLine("Monsieur Petit", "Mr Petit"),
    opening=DraftLine("Est-ce que tout s'est bien passé pour vous ce soir ?", "Was everything fine this evening?"),
)


class WaitingPlanner:
    """Writes the same day again and again, under another title."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def write_day(
        self,
        intent: Intent,  # noqa: ARG002
        outline: Outline,  # noqa: ARG002
        index: int,
        shelf: Sequence[ShelfScenario],  # noqa: ARG002
    ) -> ScenarioDraft:
        """A day at once, after a while."""
        time.sleep(self.seconds)
        return replace(DRAFT, title=f"Dinner number {index}")


def warmed(settings: Settings) -> Mind:
    """Read once what every worker needs for its first day, so that a new one is at work before it is killed."""
    is_in_language(DRAFT.opening.text, "fr")
    index_words("Le dîner est fini. 夕食 晚饭 저녁")
    return choose_mind(settings, open_model(settings))


def begin(settings: Settings, planner: Any, mind: Mind) -> int:
    """Fork a worker; gives its process."""
    pid = os.fork()
    if pid == 0:
        work(create_app(settings, planner=planner, mind=mind))
        os._exit(0)
    return pid


def main() -> None:
    """Keep so many workers going until told to stop, which kills them."""
    url, folder, count, seconds, every = sys.argv[1:]
    settings = Settings.from_environment({"DATABASE_URL": url, "VAR_DIR": folder, "LOG_LEVEL": "ERROR"})
    planner, mind = WaitingPlanner(float(seconds)), warmed(settings)
    workers = [begin(settings, planner, mind) for _ in range(int(count))]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        while True:
            time.sleep(float(every) or 3600)
            if float(every):
                os.kill(workers[0], signal.SIGKILL)
                os.waitpid(workers.pop(0), 0)
                workers.append(begin(settings, planner, mind))
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
