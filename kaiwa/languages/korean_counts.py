"""Numbers with counters in Korean text: digits, native (두 잔), Sino-Korean (삼 층) and romanised native ones."""

import re
import unicodedata
from collections.abc import Iterator

from kaiwa.languages.japanese_numbers import parse_number
from kaiwa.languages.number_value import Number

_KO_ONES = {"하나": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_KO_SHORT = {"한": 1, "두": 2, "세": 3, "네": 4, "석": 3, "넉": 4}
_KO_TENS = {"열": 10, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90}
_KO_SINO = {"영": "0", "공": "0", "일": "一", "이": "二", "삼": "三", "사": "四", "오": "五", "육": "六", "륙": "六",
    "칠": "七",
    "팔": "八", "구": "九",
            "십": "十", "백": "百", "천": "千", "만": "万"}  # fmt: skip
_KO_COUNTERS = (
    "잔|명|개월|개|병|분|시간|시|살|마리|장|대|번째|번|권|그릇|사람|달|벌|켤레|조각|곳|가지|줄|판|군데|"
    "주일|주|접시|박스|컵|캔|송이|자리|테이블|인분|원|층|월|일|년|호선|호실|호|박|초|도|세|학년|인|킬로|퍼센트"
)
_KO_NATIVE = re.compile(
    rf"(?<![가-힣])(?:(?P<ten>열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)\s?)?(?:(?P<one>하나(?!도)|둘|셋|넷|"
    rf"다섯|여섯|일곱|여덟|아홉)|"
    rf"(?P<short>[한두세네석넉])(?=\s?(?:{_KO_COUNTERS})))?(?:\s?(?P<counter>{_KO_COUNTERS}))?"
)
_KO_SINO_FOUND = re.compile(
    rf"(?<![가-힣])(?P<number>(?:[일이삼사오육칠팔구십백천]*만\s)?[일이삼사오육륙칠팔구십백천만]+)(?:\s?(?P<counter>{_KO_COUNTERS}))?"
)
_KO_DIGITS = re.compile(rf"(?P<number>[0-9０-９][0-9０-９,]*(?:\.[0-9]+)?[만천백]?)(?:\s?(?P<counter>{_KO_COUNTERS}))?")
_KO_LATIN = re.compile(
    r"\b(?:(hana|dul|ses|daseot|yeoseot|ilgop|yeodeol|ahop|yeol)|(han|du|se|ne|daseot)\s?-?(jan|myeong|gae|byeong|"
    r"bun|si|saram|sal|janman))\b"
)
_KO_LATIN_VALUES = dict(
    hana=1, han=1, dul=2, du=2, ses=3, se=3, ne=4, daseot=5, yeoseot=6, ilgop=7, yeodeol=8, ahop=9, yeol=10
)


def korean_numbers(text: str) -> Iterator[Number]:
    """Numbers of Korean text in order: digits, native (두 잔), Sino-Korean (이십, 삼 층), romanised (du jan)."""
    found: list[Number] = []
    for match in _KO_DIGITS.finditer(text):
        number = unicodedata.normalize("NFKC", match["number"]).replace(",", "")
        signs = number.translate({ord("만"): "万", ord("천"): "千", ord("백"): "百"})
        value = float(signs) if "." in signs else parse_number(signs)
        if value is not None:
            found.append(Number(float(value), match.start(), match.end(), match[0], match["counter"]))
    found.extend(_native(text))
    found.extend(_sino(text))
    for match in _KO_LATIN.finditer(text.lower()):
        value = float(_KO_LATIN_VALUES[match[1] or match[2]])
        found.append(Number(value, match.start(), match.end(), text[match.start() : match.end()], match[3]))
    yield from sorted(found, key=lambda number: number.start)


def _native(text: str) -> Iterator[Number]:
    for match in _KO_NATIVE.finditer(text):
        ten, one, short = match["ten"], match["one"], match["short"]
        if not (ten or one or short) or (
            ten and not (one or short or match["counter"]) and not _ends(text, match.end("ten"))
        ):
            continue
        if (
            short == "한"
            and match["counter"] == "번"
            and ("한번" in match[0] or text[: match.start()].rstrip().endswith("다시"))
        ):
            continue
        if not match["counter"] and not _ends(text, match.end()):
            continue
        value = (
            (20 if ten == "스무" else _KO_TENS.get(ten or "", 0))
            + _KO_ONES.get(one or "", 0)
            + _KO_SHORT.get(short or "", 0)
        )
        yield Number(float(value), match.start(), match.end(), match[0], match["counter"])


def _ends(text: str, place: int) -> bool:
    return not re.match(r"[가-힣]", text[place:]) or bool(
        re.match(r"(?:이요|요|이에요|예요|을|를|이|가|은|는|만|로|주세요|씩|입니다)(?![가-힣]{3})", text[place:])
    )


def _sino(text: str) -> Iterator[Number]:
    for match in _KO_SINO_FOUND.finditer(text):
        number, counter = match["number"], match["counter"]
        unit = bool(re.search("[십백천만]", number))
        long = len(number) > 1 and unit and (counter is not None or _ends(text, match.end("number")))
        spaced = re.search(r"\s", match[0])
        single = counter is not None and not (number in "이일" and spaced) and counter != "시"
        if not (long or single) or (
            counter is None and number in ("만일", "이만", "사이", "구이", "이사", "오이", "천천", "일일이")
        ):
            continue
        value = parse_number("".join(_KO_SINO[sign] for sign in number if sign in _KO_SINO))
        if value is not None:
            yield Number(float(value), match.start(), match.end(), match[0], counter)
