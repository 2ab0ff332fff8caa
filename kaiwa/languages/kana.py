"""Kana and its romanization: katakana to hiragana, hiragana to modified Hepburn, romaji to hiragana."""

import re
import unicodedata
from functools import lru_cache

_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)} | {0x30FD: 0x309D, 0x30FE: 0x309E}
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さ_すせそ",
    "z": "ざ_ずぜぞ",
    "t": "た__てと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひ_へほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_SINGLE = {
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "し": "shi", "じ": "ji", "ち": "chi",
    "つ": "tsu", "ふ": "fu", "ぢ": "ji", "づ": "zu", "ゔ": "vu", "ゐ": "i", "ゑ": "e",
    "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa",
}  # fmt: skip
_DIGRAPH_HEADS = {
    "き": "ky", "ぎ": "gy", "し": "sh", "じ": "j", "ち": "ch", "ぢ": "j", "に": "ny", "ひ": "hy", "び": "by",
    "ぴ": "py", "み": "my", "り": "ry",
}  # fmt: skip
_LOANS = {
    "うぃ": "wi", "うぇ": "we", "うぉ": "wo", "しぇ": "she", "じぇ": "je", "ちぇ": "che", "つぁ": "tsa", "つぇ": "tse",
    "つぉ": "tso", "てぃ": "ti", "でぃ": "di", "とぅ": "tu", "どぅ": "du", "ふぁ": "fa", "ふぃ": "fi", "ふぇ": "fe",
    "ふぉ": "fo", "でゅ": "dyu", "てゅ": "tyu", "ふゅ": "fyu", "ゔぁ": "va", "ゔぃ": "vi", "ゔぇ": "ve", "ゔぉ": "vo",
}  # fmt: skip


def _hepburn_table() -> dict[str, str]:
    table = {kana: head + vowel for head, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
    table.pop("_", None)
    table |= _SINGLE | _LOANS
    for kana, head in _DIGRAPH_HEADS.items():
        table |= {kana + small: head + vowel for small, vowel in zip("ゃゅょ", "auo", strict=True)}
    return table


_HEPBURN = _hepburn_table()
_KUNREI = {
    "si": "し", "zi": "じ", "ti": "ち", "tu": "つ", "hu": "ふ", "di": "ぢ", "du": "づ", "wo": "を", "la": "ら",
    "li": "り",
    "lu": "る", "le": "れ", "lo": "ろ", "sya": "しゃ", "syu": "しゅ", "syo": "しょ", "zya": "じゃ", "zyu": "じゅ",
    "zyo": "じょ", "tya": "ちゃ", "tyu": "ちゅ", "tyo": "ちょ", "cya": "ちゃ", "cyu": "ちゅ", "cyo": "ちょ",
    "jya": "じゃ", "jyu": "じゅ", "jyo": "じょ", "ja": "じゃ", "ju": "じゅ", "jo": "じょ", "xtu": "っ", "thi": "てぃ",
    "dhi": "でぃ", "sha": "しゃ", "shu": "しゅ", "sho": "しょ", "cha": "ちゃ", "chu": "ちゅ", "cho": "ちょ",
}  # fmt: skip
_PREFERRED = {"o": "お", "i": "い", "e": "え", "a": "あ", "u": "う", "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ"}
_FROM_ROMAJI = {latin: kana for kana, latin in _HEPBURN.items()} | _KUNREI | _PREFERRED
_FROM_ROMAJI |= {"ji": "じ", "zu": "ず", "n": "ん"}
_MACRONS = str.maketrans({"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ee", "ō": "ou", "â": "aa", "î": "ii", "û": "uu"})
_CIRCUMFLEX = str.maketrans({"ê": "ee", "ô": "ou", "’": "'"})
_LONG = {"a": "ā", "i": "ī", "u": "ū", "e": "ē", "o": "ō"}


def to_hiragana(text: str) -> str:
    """Turn katakana into hiragana, leaving ー and everything else as it is."""
    return text.translate(_KATAKANA)


def is_kana(text: str) -> bool:
    """Say whether the text is kana (either kind, with ー) and nothing else."""
    return bool(text) and all("\u3041" <= c <= "\u309f" or "\u30a1" <= c <= "\u30ff" for c in text)


def _kana_units(kana: str) -> list[str]:
    units: list[str] = []
    at = 0
    while at < len(kana):
        pair = kana[at : at + 2]
        size = 2 if len(pair) == 2 and pair in _HEPBURN else 1
        units.append(kana[at : at + size])
        at += size
    return units


def _lengthened(done: str, unit: str) -> str | None:
    """The text so far with its last vowel long, when `unit` only prolongs it."""
    if not done or done[-1] not in _LONG:
        return None
    last = done[-1]
    same = unit == "ー" or (unit == "う" and last in "ou") or (unit, last) in {("あ", "a"), ("え", "e"), ("お", "o")}
    return done[:-1] + _LONG[last] if same else None


@lru_cache(maxsize=16384)
def hepburn(kana: str, verb_ending: bool = False) -> str:
    """Romanise kana by modified Hepburn (ALA-LC 2012: macrons, ん as n, n' before a vowel or y).

    `verb_ending` keeps the final う of a verb apart: 思う is omou, not omō. Unknown signs stay as they are.
    """
    units = _kana_units(to_hiragana(kana))
    done = ""
    doubled = False
    for index, unit in enumerate(units):
        if unit == "っ":
            doubled = True
            continue
        keep_apart = verb_ending and unit == "う" and index == len(units) - 1
        longer = None if keep_apart else _lengthened(done, unit)
        if longer is not None:
            done = longer
            continue
        sound = _HEPBURN.get(unit, "" if unit == "ー" else unit)
        if done.endswith("n") and index and units[index - 1] == "ん" and sound[:1] in set("aiueoy"):
            done += "'"
        if doubled:
            done += "t" if sound.startswith("ch") else sound[:1]
            doubled = False
        done += sound
    return done + ("t" if doubled else "")


@lru_cache(maxsize=16384)
def from_romaji(text: str) -> str | None:
    """Turn one romaji word (Hepburn, kunrei, wapuro, ー as "-") into hiragana; None when it is not romaji."""
    latin = unicodedata.normalize("NFC", text.lower()).translate(_MACRONS).translate(_CIRCUMFLEX)
    latin = re.sub(r"m(?=[bpm])", "n", latin).replace("tch", "cch")
    out = ""
    at = 0
    while at < len(latin):
        sign = latin[at]
        if sign in "-'":
            out += "ー" if sign == "-" and out else ""
            at += 1
        elif sign == latin[at + 1 : at + 2] and sign in "kgstzdhbpcjrf":
            out += "っ"
            at += 1
        else:
            size = next((n for n in (4, 3, 2, 1) if latin[at : at + n] in _FROM_ROMAJI), 0)
            if not size:
                return None
            out += _FROM_ROMAJI[latin[at : at + size]]
            at += size
    return out or None
