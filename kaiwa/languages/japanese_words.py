"""Japanese tokens put together into the words a learner taps: verb with its endings, お with its noun."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaiwa.languages.japanese_tokens import Token, tokenise
from kaiwa.languages.kana import hepburn

_PARTICLE_SOUNDS = {"は": "wa", "へ": "e", "を": "o"}
_FIXED_LEMMAS = {
    "すみません": "すみません",
    "すいません": "すいません",
    "ください": "くださる",
    "いらっしゃいませ": "いらっしゃる",
}
_SIGN_PARTS = frozenset({"補助記号", "記号", "空白"})
_ENDING_HEADS = frozenset({"動詞", "形容詞", "助動詞"})
_JOINING = frozenset({"て", "で", "たり", "だり", "ちゃ", "じゃ", "ながら", "ば"})


@dataclass(frozen=True)
class JapaneseWord:
    """A word of one or more tokens, with hiragana reading (None for signs), romanization and lemma."""

    surface: str
    is_word: bool
    reading: str | None
    romanization: str | None
    lemma: str | None


def _joins(group: list[Token], token: Token) -> bool:
    last = group[-1]
    if last.part == "接頭辞":
        return token.part in ("名詞", "動詞", "形容詞", "形状詞", "副詞") and token.kind != "数詞"
    if group[0].part in _SIGN_PARTS or last.part not in _ENDING_HEADS:
        return last.surface == "お" and token.part == "動詞"
    if token.part == "助動詞":
        return token.lemma not in ("です", "だ", "らしい", "みたい") or (
            last.part == "助動詞" and token.surface == "でし"
        )
    if token.lemma == "ない" and last.surface.endswith("く"):
        return True
    return token.part == "助詞" and token.kind == "接続助詞" and token.surface in _JOINING


def _grouped(tokens: tuple[Token, ...]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and _joins(groups[-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _as_word(group: list[Token]) -> JapaneseWord:
    surface = "".join(token.surface for token in group)
    head = next((token for token in group if token.part != "接頭辞"), group[0])
    if any(token.reading is None for token in group) or not any(sign.isalnum() for sign in surface):
        return JapaneseWord(surface, False, None, None, None)
    reading = "".join(token.reading or "" for token in group)
    if not any("\u3041" <= sign <= "\u30ff" for sign in reading):
        return JapaneseWord(surface, True, None, None, surface.lower())
    lemma = _FIXED_LEMMAS.get(surface, head.lemma)
    return JapaneseWord(surface, True, reading, _romanized(group, surface, reading), lemma)


def _romanized(group: list[Token], surface: str, reading: str) -> str:
    if group[0].part == "助詞" and surface in _PARTICLE_SOUNDS:
        return _PARTICLE_SOUNDS[surface]
    if group[0].part == "助詞" and reading in ("では", "には", "とは", "からは", "までは", "へは"):
        return hepburn(reading[:-1]) + "wa"
    if reading in ("こんにちは", "こんばんは", "では", "それでは", "あるいは"):
        return hepburn(reading[:-1]) + "wa"
    verb = group[-1].part == "動詞"
    return hepburn(reading, verb)


def japanese_words(text: str, readings: Mapping[str, str] | None = None) -> list[JapaneseWord]:
    """Words whose surfaces concatenate to `text`; author's `readings` (surface to kana) win."""
    return [_as_word(group) for group in _grouped(tokenise(text, tuple((readings or {}).items())))]
