"""Numbers with measure words in Chinese text, in Han, digits and pinyin."""

import re
import unicodedata
from collections.abc import Iterator

from kaiwa.languages.japanese_numbers import parse_number
from kaiwa.languages.number_value import Number
from kaiwa.languages.pinyin_syllables import cut_pinyin

_ZH_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_ZH_COUNTERS = (
    "个人|个半|个|個人|個|杯|位|块钱|块|塊|元|毛|瓶|碗|张|張|本|件|条|條|只|隻|双|雙|份|斤|公斤|点钟|点半|点|點|分钟|分|小时|天|年|月|号|號|岁|歲|"
    "次|站|路|楼|层|樓|口|辆|台|间|晚|遍|种|片|壶|听|罐|盒|包|套|把|名|人|星期|周|米|公里|度|家|句|头|根|颗|串|笼"
)
_ZH = re.compile(
    rf"(?P<number>[0-9０-９]+(?:[.．][0-9]+)?[万千百]?|[零〇一二两兩三四五六七八九十百千万]+)(?P<counter>{_ZH_COUNTERS})?"
)
_ZH_NOT = re.compile(
    r"一下|一起|一点儿?(?!钟|半|[零一二三四五]十)|一點|一样|一樣|一直|一定|一般|一共|一些|一边|一會|一会|一切|万一|统一|第一次见|十分(?!钟)|三明治|千万|四川|百货|"
    r"百度|(?:星期|周|礼拜)[一二三四五六日]|二手|一路|一旦|唯一|八卦|九州|七喜|三亚|一种|一方|一来|一流|五金|四季|一个人(?=[去来住吃走])"
)
_SOUNDS = {
    "ling": 0,
    "yi": 1,
    "er": 2,
    "liang": 2,
    "san": 3,
    "si": 4,
    "wu": 5,
    "liu": 6,
    "qi": 7,
    "ba": 8,
    "jiu": 9,
    "shi": 10,
    "bai": 100,
    "qian": 1000,
}
_SOUND_COUNTERS = frozenset(
    [
        "ge",
        "bei",
        "wei",
        "kuai",
        "yuan",
        "ping",
        "wan",
        "zhang",
        "ben",
        "jian",
        "fen",
        "jin",
        "dian",
        "hao",
        "sui",
        "ci",
        "ren",
        "tian",
        "tiao",
        "zhong",
    ]
)
_SIGN_OF = {
    1: "一",
    2: "二",
    3: "三",
    4: "四",
    5: "五",
    6: "六",
    7: "七",
    8: "八",
    9: "九",
    10: "十",
    100: "百",
    1000: "千",
    0: "零",
}


def _chinese_value(number: str) -> float | None:
    plain = unicodedata.normalize("NFKC", number)
    if re.fullmatch(r"\d+\.\d+", plain):
        return float(plain)
    value = parse_number(
        "".join("二" if sign in "两兩" else sign for sign in plain).replace("零", "" if len(plain) > 1 else "零")
    )
    short = re.fullmatch(r"([一二两三四五六七八九])([百千万])([一二三四五六七八九])", plain)
    if short and value is not None:
        value += _ZH_DIGITS[short[3]] * ({"百": 10, "千": 100, "万": 1000}[short[2]] - 1)
    return None if value is None else float(value)


def chinese_numbers(text: str) -> Iterator[Number]:
    """Numbers of Chinese text in order, with measure words; pinyin ones only with a measure word or standing alone."""
    barred = {place for match in _ZH_NOT.finditer(text) for place in range(match.start(), match.end())}
    for match in _ZH.finditer(text):
        lone = len(match["number"]) == 1 and not match["number"].isdecimal() and not match["counter"]
        if match.start() in barred or (lone and not _alone(text, match)):
            continue
        value = _chinese_value(match["number"])
        if value is not None:
            yield Number(value, match.start(), match.end(), match[0], match["counter"])
    yield from _pinyin_numbers(text)


def _alone(text: str, match: re.Match[str]) -> bool:
    return not re.search(r"\w", text[: match.start()][-1:] + text[match.end() : match.end() + 1]) or match[0] in "两兩"


def _pinyin_numbers(text: str) -> Iterator[Number]:
    syllables = list(_syllables(text))
    place = 0
    while place < len(syllables):
        end = place
        while end < len(syllables) and syllables[end][0] in _SOUNDS:
            end += 1
        counter = syllables[end][0] if end < len(syllables) and syllables[end][0] in _SOUND_COUNTERS else None
        if end > place and (counter or end - place == len(syllables)):
            signs = "".join(_SIGN_OF[_SOUNDS[sound]] for sound, _, _ in syllables[place:end])
            value, last = parse_number(signs), syllables[end if counter else end - 1][2]
            start = syllables[place][1]
            if value is not None:
                yield Number(float(value), start, last, text[start:last], counter)
        place = max(end, place + 1)


def _syllables(text: str) -> Iterator[tuple[str, int, int]]:
    for run in re.finditer(r"[a-zü\u00e0-\u01dc]+[0-5]?", text.lower()):
        at = run.start()
        for syllable in cut_pinyin(run[0]) or ():
            yield syllable, at, at + len(syllable)
            at += len(syllable)
