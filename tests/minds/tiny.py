"""A tiny scene of two nodes, so that a test says itself what may be meant."""

from typing import Any

from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.script import Script
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.talk import Talk
from kaiwa.minds.scene import CorrectionStyle, Objective, Scene
from kaiwa.scenarios.content import SEED


def say(text: str) -> dict[str, str]:
    return {"text": text, "en": text}


def node(question: str, default: str, intents: dict[str, Any]) -> dict[str, Any]:
    return {
        "say": [say(question)],
        "again": say(f"Again: {question}"),
        "easier": say(f"Simply: {question}"),
        "hint": {
            "idea": {"en": "Answer."},
            "words": [say("tea")],
            "frame": "A ___, please.",
            "line": say("A tea, please."),
        },
        "default": default,
        "intents": intents,
    }


TINY: dict[str, Any] = {
    "scenario": "tiny",
    "language": "en",
    "level": "A1",
    "partner": say("Mia"),
    "role": {"en": "a waiter"},
    "setting": {"en": "A bar."},
    "slots": {
        "drink": {
            "values": {
                "tea": {"forms": ["tea", "a cuppa"], "en": "tea"},
                "coffee": {"forms": ["coffee"], "en": "coffee"},
            }
        },
        "count": {"kind": "number", "say": {2: "two", 3: "three"}},
        "name": {"kind": "free"},
    },
    "glossary": {"menu": {"en": "list of dishes", "es": "carta"}},
    "start": "order",
    "nodes": {
        "order": node(
            "What would you like?",
            "drink",
            {
                "drink": {
                    "means": say("I'd like a drink"),
                    "phrasings": ["[can I have|I'd like] [a|{count}] {drink} [please]", "give me {drink}"],
                    "needs": ["drink"],
                    "say": [say("{count} {drink}, right."), say("{drink}, right.")],
                    "goto": "name",
                    "objectives": ["order"],
                },
                "nothing": {
                    "means": say("nothing"),
                    "phrasings": ["[I want|I'd like] nothing", "I don't want (anything|tea|coffee)", "no thanks"],
                    "say": [say("As you like.")],
                    "goto": "end.left",
                },
                "menu": {
                    "means": say("the menu"),
                    "phrasings": ["(can|could) I see the menu", "what do you have", "what is there to drink"],
                    "say": [say("Tea and coffee.")],
                    "goto": "order",
                },
            },
        ),
        "name": node(
            "And your name?",
            "refuse",
            {
                "tell": {
                    "means": say("my name is …"),
                    "phrasings": ["my name is {name}", "I am {name}", "{name}"],
                    "needs": ["name"],
                    "say": [say("Thanks, {name}.")],
                    "goto": "end.served",
                    "objectives": ["name"],
                },
                "refuse": {
                    "means": say("I'd rather not say"),
                    "phrasings": ["I'd rather not say", "why do you ask"],
                    "say": [say("No problem.")],
                    "goto": "end.served",
                },
            },
        ),
    },
    "endings": {
        "served": {"mood": "good", "say": [say("Your {drink} is coming."), say("It's coming.")]},
        "left": {"mood": "imperfect", "say": [say("Bye then.")]},
    },
    "recasts": [
        {
            "said": ["I want have {drink}"],
            "better": "I'd like {drink}.",
            "partner": say("So you'd like {drink}."),
            "why": {"en": "Want needs to before a verb."},
        }
    ],
}

OBJECTIVES = (Objective("order", "Order"), Objective("name", "Say your name"))


def stage() -> Stage:
    return Stage(Script.model_validate(TINY), Library(SEED).stocks())


def talk(style: CorrectionStyle = CorrectionStyle.GENTLE, native: str = "es", closing: bool = False) -> Talk:
    return Talk(stage(), Scene("tiny", "en", "Tiny", "A1", OBJECTIVES, native, style, closing=closing))
