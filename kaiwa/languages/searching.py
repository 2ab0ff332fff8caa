"""Words that a text is found by, in any language, and the question that finds what somebody is still typing.

Chinese, Japanese and Korean are cut into pairs of signs, since nobody types blanks between their words; everything
else into lower-case words without accents. Both sides are cut alike, so that nobody has to say in which language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kaiwa.languages.kana import to_hiragana

MOST_WORDS, LONGEST = 8, 60
_SIGNS = "\\u3005-\\u3007\\u3041-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff"
_RUNS = re.compile(f"([{_SIGNS}]+)|((?:(?![{_SIGNS}])[^\\W_])+)")
_FOREIGN = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ı": "i", "ł": "l"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def index_words(text: str) -> set[str]:
    """Everything a text is found by: pairs and the last sign of each run, words, and umlauts as two letters too."""
    found: set[str] = set()
    for run, is_paired in _cut(text):
        if is_paired:
            found.update(run[at : at + 2] for at in range(len(run)))
        elif run.isascii():
            found.add(run)
        else:
            found.update((_bare(run), _bare(run.translate(_UMLAUTS))))
    return found


def search_vector(texts: Iterable[str]) -> str:
    """The words of texts as PostgreSQL reads a tsvector."""
    words: set[str] = set().union(*map(index_words, texts))
    # letters and digits alone: nothing in them needs to be escaped
    return " ".join(f"'{word}'" for word in sorted(words))


def search_question(text: str) -> str:
    """What somebody typed as PostgreSQL reads a tsquery, "" where there is no word in it.

    Every word must be there; the last may be half typed.
    """
    runs = list(_cut(text))
    wanted: list[str] = []
    for number, (run, is_paired) in enumerate(runs, 1):
        is_last = number == len(runs) and text.rstrip() == text
        if is_paired:
            pairs = [run[at : at + 2] for at in range(len(run) - 1)]
            wanted += [f"'{pair}'" for pair in pairs] or [f"'{run}':*"]
        else:
            wanted.append(f"'{_bare(run)}'{':*' if is_last else ''}")
    return " & ".join(list(dict.fromkeys(wanted))[:MOST_WORDS])


def _cut(text: str) -> Iterable[tuple[str, bool]]:
    """Runs of letters, and whether they are cut into pairs."""
    plain = to_hiragana(unicodedata.normalize("NFKC", text).lower())
    for match in _RUNS.finditer(plain):
        yield match[0][:LONGEST], match[1] is not None


def _bare(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.translate(_FOREIGN))
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
