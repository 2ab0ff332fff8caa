"""Summing a rehearsal up: what went well, what was mended, what was new and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaiwa.languages.words import split_words
from kaiwa.minds.answers import HintWord, Repair, Summary
from kaiwa.minds.rehearsal.glosses import glosses_in
from kaiwa.minds.rehearsal.mending import explain
from kaiwa.minds.rehearsal.script import Phrases, Script
from kaiwa.minds.scene import Scene, Speaker, Turn

MOST_BEST, MOST_REPAIRS, MOST_WORDS = 3, 2, 5


def sum_up(
    stocks: Mapping[str, Phrases], scene: Scene, turns: Sequence[Turn], met: Sequence[str], script: Script | None = None
) -> Summary:
    """Sum up the turns of a scene whose objectives `met` were met; `stocks` are the sentences of every language."""
    learner = [turn for turn in turns if turn.speaker is Speaker.LEARNER]
    repairs = _repairs(learner)
    left = [objective for objective in scene.objectives if objective.id not in met]
    if left:
        next_step = explain(stocks, "next_open", scene.native_language, objective=left[0].text)
    else:
        next_step = explain(stocks, "next_repair" if repairs else "next_done", scene.native_language)
    return Summary(
        lines_said=len(learner),
        best_lines=_best(learner, scene.language),
        repairs=repairs,
        new_words=_words(script, scene, turns),
        objectives_met=tuple(objective.id for objective in scene.objectives if objective.id in met),
        objectives_open=tuple(objective.id for objective in left),
        next_step=next_step,
    )


def _best(learner: Sequence[Turn], language: str) -> tuple[str, ...]:
    """The learner's own lines without a mistake, praised ones and longer ones first."""
    good = {turn.text: turn for turn in learner if turn.feedback is None or turn.feedback.is_praise}
    ranked = sorted(good.values(), key=lambda turn: (turn.feedback is None, -len(split_words(turn.text, language))))
    return tuple(turn.text for turn in ranked[:MOST_BEST])


def _repairs(learner: Sequence[Turn]) -> tuple[Repair, ...]:
    repairs = {}
    for turn in learner:
        found = turn.feedback
        if found and found.better and found.confidence >= 0.6:
            repairs[found.said] = (found.confidence, Repair(found.said, found.better, found.why))
    ranked = sorted(repairs.values(), key=lambda pair: -pair[0])
    return tuple(repair for _, repair in ranked[:MOST_REPAIRS])


def _words(script: Script | None, scene: Scene, turns: Sequence[Turn]) -> tuple[HintWord, ...]:
    """Words with a known meaning that the partner used and the learner did not, in the order met."""
    partner = " ".join(turn.text for turn in turns if turn.speaker is Speaker.PARTNER)
    learner = " ".join(turn.text for turn in turns if turn.speaker is Speaker.LEARNER).casefold()
    glosses = {word: meaning for turn in turns for word, meaning in turn.glossary.items()}
    if script is not None:
        glosses |= glosses_in(script, partner, scene.native_language)
    ordered = sorted(glosses.items(), key=lambda pair: (pair[0].casefold() in learner, partner.find(pair[0])))
    return tuple(HintWord(word, meaning) for word, meaning in ordered[:MOST_WORDS])
