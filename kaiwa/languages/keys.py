"""Keys under which two ways of typing the same line meet, for matching what a learner typed."""

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.chinese_keys import syllable_keys, word_keys
from kaiwa.languages.japanese_tokens import tokenise
from kaiwa.languages.kana import from_romaji, is_kana, to_hiragana
from kaiwa.languages.korean_stems import korean_stem
from kaiwa.languages.korean_typed import korean_key
from kaiwa.languages.words import common_words, lemmatise

_LETTERS = re.compile(r"[^\W_]+")
_LATIN_RUN = re.compile(r"[a-zà-ɏǎ-ǜ'\-]+")
_SAME_SOUND = str.maketrans("はへをぢづゎ", "わえおじずわ")
_VOWEL_ROWS = {
    "あ": "あかさたなはまやらわがざだばぱゃぁ", "い": "いきしちにひみりぎじびぴぃ",
    "う": "うくすつぬふむゆるぐずぶぷゅぅゔ",
    "え": "えけせてねへめれげぜでべぺぇ", "お": "おこそとのほもよろをごぞどぼぽょぉ",
}  # fmt: skip
_LONG_VOWELS = re.compile(
    f"(?<=[{_VOWEL_ROWS['あ']}])あ+|(?<=[{_VOWEL_ROWS['い']}])い+|(?<=[{_VOWEL_ROWS['う']}])う+"
    f"|(?<=[{_VOWEL_ROWS['え']}])[えい]+|(?<=[{_VOWEL_ROWS['お']}])[おう]+|ー+"
)
_FOREIGN = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ı": "i", "ł": "l"})


@lru_cache(maxsize=16384)
def matching_key(text: str, language: str) -> str:
    """One form for the many ways a line is typed; "" for a text without letters or digits.

    NFKC, lower case, no punctuation. ja: hiragana by reading without spaces or vowel length, は へ を as わ え お,
    romaji too. zh: toneless pinyin syllables with spaces, ü as v. ko: jamo by sound without spaces. The others: no
    accents, German ue, oe, ae as u, o, a, œ as oe, apostrophe and hyphen as a space.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if language == "ja":
        return _japanese(plain)
    if language == "zh":
        return " ".join(syllable_keys(plain))
    return korean_key(plain) if language == "ko" else _latin(plain, language)


def key_words(text: str, language: str) -> list[str]:
    """Words of the key for weighing by lemma: hiragana lemmas, joined toneless pinyin, jamo stems, plain lemmas."""
    return list(_key_words(text, language))


@lru_cache(maxsize=16384)
def _key_words(text: str, language: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).lower()
    if language == "ja":
        return tuple(_japanese_words(plain))
    if language == "zh":
        return tuple(word_keys(plain))
    if language == "ko":
        words = re.findall(r"[\uac00-\ud7a3]+|[a-z]+|\d+", plain)
        return tuple(korean_key(korean_stem(word)) for word in words)
    lemmas = (_latin(lemma, language) for lemma in lemmatise(plain, language))
    return tuple(word for lemma in lemmas for word in lemma.split())


def _folded_kana(kana: str) -> str:
    return _LONG_VOWELS.sub("", to_hiragana(kana)).translate(_SAME_SOUND)


def _from_latin(run: str) -> str:
    """Kana of a latin run when it is romaji; "o-kudasai" is tried whole, then by its parts."""
    whole = from_romaji(run.strip("-'"))
    return whole or "".join(from_romaji(part) or part for part in re.split("[-']", run))


def _japanese(plain: str) -> str:
    kana = _LATIN_RUN.sub(lambda match: _from_latin(match[0]), plain)
    letters = "".join(_LETTERS.findall(kana))
    if not is_kana(letters):
        kana = "".join(token.reading or "" for token in tokenise(kana))
        letters = "".join(re.findall(r"[^\W_]|ー", kana))
    return _folded_kana(letters)


_SILENT = frozenset({"補助記号", "記号", "空白"})


@lru_cache(maxsize=1)
def _loan_words() -> dict[str, str]:
    """Katakana words by their folded kana, so that koohii is one word and not こ and おひ."""
    words = (word for word in common_words("ja") if len(word) > 2 and re.fullmatch("[ァ-ヶー]+", word))
    return {_folded_kana(word): word for word in words}


_PARTICLES = {"o": "を", "wo": "を", "wa": "は", "e": "へ"}
_COUNTED = tuple(
    (word, word) for word in ("ひとつ", "ふたつ", "みっつ", "よっつ", "いつつ", "むっつ", "ななつ", "ひとり", "ふたり")
)


def _word_from_latin(run: str) -> str:
    if run in _PARTICLES:
        return _PARTICLES[run]
    kana = _from_latin(run)
    loan = _loan_words().get(_folded_kana(kana))
    return loan if loan and len(tokenise(kana)) > 1 else kana


def _japanese_words(plain: str) -> list[str]:
    kana = _LATIN_RUN.sub(lambda match: _word_from_latin(match[0]), plain)
    joined = re.sub("(?<=[ぁ-ヶー]) +(?=[ぁ-ヶ])", "", kana)
    tokens = [token for token in tokenise(joined, _COUNTED) if token.reading]
    return [
        _lemma_key(token.lemma if token.part in ("動詞", "形容詞", "助動詞") else token.surface) for token in tokens
    ]


@lru_cache(maxsize=16384)
def _lemma_key(lemma: str) -> str:
    return _japanese(lemma.lower())


def _latin(plain: str, language: str) -> str:
    if language == "de":
        plain = re.sub("ae|oe|(?<![aeq])ue", lambda match: match[0][0], plain)
    bare = unicodedata.normalize("NFD", plain.translate(_FOREIGN))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(_LETTERS.findall(letters))
