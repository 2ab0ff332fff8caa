"""Names of people and of organisations in running Chinese and Japanese, which no capital letter gives away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import rjieba

from kaiwa.languages.japanese_tokens import proper_nouns
from kaiwa.languages.words import word_frequency

_NAMED = {"nr": "person", "nrt": "person", "nrfg": "person", "nt": "organisation"}
_ORDINARY = 2e-5
SURNAMES = (
    "王李张張刘劉陈陳杨楊黄赵趙吴吳周徐孙孫马馬朱胡林郭何高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蔡潘田董袁"
    "于余叶蒋杜苏魏程吕丁沈任姚卢钟姜崔"
    "谭陆范汪廖石贾夏方邹熊白孟秦邱侯江尹薛雷龙史陶贺顾毛郝龚邵万钱严武戴莫孔汤"
)


@dataclass(frozen=True)
class ProperName:
    """A name as it stands in the text: of a `person`, an `organisation`, or of something that is neither place."""

    text: str
    kind: str


@lru_cache(maxsize=512)
def proper_names(text: str, language: str) -> tuple[ProperName, ...]:
    """The names in the order of the text, places left out; nothing for languages other than ja and zh."""
    if language == "ja":
        return tuple(ProperName(word, kind) for word, kind in proper_nouns(text))
    if language == "zh":
        tagged = ((word, _NAMED.get(tag, "")) for word, tag in rjieba.tag(text))
        return tuple(ProperName(word, kind) for word, kind in tagged if _is_name(word, kind))
    return ()


def _is_name(word: str, kind: str) -> bool:
    """Whether a word that was taken for a name is one: a person's begins with a surname, or has a dot inside."""
    if kind == "person" and word[0] not in SURNAMES and "·" not in word:
        return False
    return bool(kind) and len(word) > 1 and word_frequency(word, "zh") < _ORDINARY
