"""Korean as it sounds: assimilation inside a word, and the Revised Romanization of Korean (MCST, 2000)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_LEAD_LATIN = dict(
    zip(
        LEADS,
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"],
        strict=True,
    )
)
_VOWEL_LATIN = dict(
    zip(
        VOWELS,
        [
            "a",
            "ae",
            "ya",
            "yae",
            "eo",
            "e",
            "yeo",
            "ye",
            "o",
            "wa",
            "wae",
            "oe",
            "yo",
            "u",
            "wo",
            "we",
            "wi",
            "yu",
            "eu",
            "ui",
            "i",
        ],
        strict=True,
    )
)
_TAIL_LATIN = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ng"}
_SPLIT = {
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅄ": "ㅂㅅ",
}
_CLOSED = {
    "ㄲ": "ㄱ", "ㅋ": "ㄱ", "ㄳ": "ㄱ", "ㄺ": "ㄱ", "ㄵ": "ㄴ", "ㄶ": "ㄴ", "ㅅ": "ㄷ", "ㅆ": "ㄷ", "ㅈ": "ㄷ",
    "ㅊ": "ㄷ",
    "ㅌ": "ㄷ", "ㅎ": "ㄷ", "ㄼ": "ㄹ", "ㄽ": "ㄹ", "ㄾ": "ㄹ", "ㅀ": "ㄹ", "ㄻ": "ㅁ", "ㅍ": "ㅂ", "ㄿ": "ㅂ",
    "ㅄ": "ㅂ",
}  # fmt: skip
_BREATHED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_AS_SAID = {"맛없": "마덦", "첫인상": "처딘상", "서울역": "서울력", "알약": "알략", "물약": "물략", "십육": "심뉵",
    "볼일": "볼릴",
            "꽃잎": "꼰닢", "깻잎": "깬닢", "나뭇잎": "나문닢", "한여름": "한녀름", "담요": "담뇨", "색연필": "생년필",
            "지하철역": "지하철력", "전철역": "전철력", "할일": "할릴", "휘발유": "휘발류", "식용유": "시굥뉴",
            "부산역": "부산녁", "두통약": "두통냑", "감기약": "감기약", "멀미약": "멀미약", "의견란": "의견난",
            "생산량": "생산냥",
            "음운론": "음운논", "못잊": "몬닏", "못 잊": "몬 닏"}  # fmt: skip
_HANGUL_WORD = re.compile("[\uac00-\ud7a3]+")
_SAID = re.compile("|".join(sorted(_AS_SAID, key=len, reverse=True)))


@dataclass
class _Syllable:
    lead: str
    vowel: str
    tail: str


def _decomposed(word: str) -> list[_Syllable]:
    codes = [ord(sign) - 0xAC00 for sign in word]
    return [_Syllable(LEADS[code // 588], VOWELS[code % 588 // 28], TAILS[code % 28]) for code in codes]


def _before_vowel(left: _Syllable, right: _Syllable) -> None:
    tail = left.tail
    if tail in ("ㅌ", "ㄾ", "ㄷ") and right.vowel == "ㅣ":
        left.tail, right.lead = ("ㄹ" if tail == "ㄾ" else ""), "ㅈ" if tail == "ㄷ" else "ㅊ"
    elif tail in ("ㄶ", "ㅀ"):
        left.tail, right.lead = "", "ㄴ" if tail == "ㄶ" else "ㄹ"
    elif tail == "ㅎ":
        left.tail = ""
    elif tail in _SPLIT:
        left.tail, right.lead = _SPLIT[tail][0], _SPLIT[tail][1]
    elif tail and tail != "ㅇ":
        left.tail, right.lead = "", tail


def _around_h(left: _Syllable, right: _Syllable) -> None:
    """ㅎ breathes on its neighbour; after ㄱ or ㅂ it stays written except in verbs in -히- (RR, rule 3.1.4)."""
    if left.tail in ("ㅎ", "ㄶ", "ㅀ") and right.lead in _BREATHED:
        left.tail = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[left.tail]
        right.lead = _BREATHED[right.lead]
    elif left.tail in ("ㅎ", "ㄶ", "ㅀ") and right.lead == "ㅅ":
        left.tail = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}[left.tail]
    elif right.lead == "ㅎ" and left.tail in ("ㅅ", "ㅆ", "ㄷ", "ㅈ", "ㅊ", "ㅌ", "ㄵ"):
        said = "ㅊ" if left.tail in ("ㅈ", "ㄵ") or (left.tail == "ㄷ" and right.vowel in "ㅣㅕ") else "ㅌ"
        left.tail, right.lead = ("ㄴ" if left.tail == "ㄵ" else ""), said
    elif right.lead == "ㅎ" and right.vowel in "ㅣㅕ" and left.tail in ("ㄱ", "ㅂ", "ㄺ", "ㄼ"):
        rest, sound = (
            ("ㄹ", (left.tail == "ㄺ" and "ㅋ") or "ㅍ") if left.tail in _SPLIT else ("", _BREATHED[left.tail])
        )
        left.tail, right.lead = rest, sound


def _assimilate(left: _Syllable, right: _Syllable) -> None:
    if right.lead == "ㅇ":
        _before_vowel(left, right)
        return
    _around_h(left, right)
    left.tail = _CLOSED.get(left.tail, left.tail)
    pair = (left.tail, right.lead)
    if pair in {("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")}:
        left.tail, right.lead = "ㄹ", "ㄹ"
    elif right.lead == "ㄹ" and left.tail in ("ㅁ", "ㅇ", "ㄱ", "ㅂ", "ㄷ"):
        right.lead = "ㄴ"
        left.tail = _NASAL.get(left.tail, left.tail)
    elif right.lead in "ㄴㅁ" and left.tail in _NASAL:
        left.tail = _NASAL[left.tail]


@lru_cache(maxsize=8192)
def sounds(word: str) -> tuple[tuple[str, str, str], ...]:
    """(lead, vowel, tail) of each syllable as it is said: 독립 is 동닙. Raises ValueError for anything but hangul."""
    if not _HANGUL_WORD.fullmatch(word):
        raise ValueError(f"not a hangul word: {word!r}")
    syllables = _decomposed(_SAID.sub(lambda match: _AS_SAID[match[0]], word))
    for left, right in pairwise(syllables):
        _assimilate(left, right)
    syllables[-1].tail = _CLOSED.get(syllables[-1].tail, syllables[-1].tail)
    return tuple((syllable.lead, syllable.vowel, syllable.tail) for syllable in syllables)


@lru_cache(maxsize=8192)
def romanise_korean(text: str) -> str:
    """Revised Romanization of every hangul word in the text; tense sounds by rule 3.1 not shown; the rest stays."""
    return _HANGUL_WORD.sub(lambda match: _latin(sounds(match[0])), unicodedata.normalize("NFC", text))


def _latin(said: tuple[tuple[str, str, str], ...]) -> str:
    text = ""
    tail_before = ""
    for lead, vowel, tail in said:
        latin = "l" if lead == "ㄹ" and tail_before == "ㄹ" else _LEAD_LATIN[lead]
        text += latin + _VOWEL_LATIN[vowel] + _TAIL_LATIN[tail]
        tail_before = tail
    return text
