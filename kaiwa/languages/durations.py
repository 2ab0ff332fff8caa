"""How long somebody has: minutes a day, and days that a course is to last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kaiwa.languages.digits import in_digits

_MINUTES = {
    "en": r"min(?:ute)?s?",
    "es": r"min(?:uto)?s?",
    "fr": r"min(?:ute)?s?",
    "de": r"min(?:ute)?n?",
    "it": r"min(?:ut[oi])?",
}
_HOURS = {"en": r"h(?:ou)?rs?", "es": r"horas?", "fr": r"h(?:eure)?s?", "de": r"stunden?|std\.?", "it": r"or[ae]"}
_ONE = {"en": "an?", "es": "una?", "fr": "une?", "de": "einer?", "it": "un[a']?"}
_HALF_HOURS = {
    "en": r"half an hour|a half[\s-]hour|half[\s-]hour",
    "es": r"media hora|media horita",
    "fr": r"(?:une )?demi[\s-]heure",
    "de": r"(?:eine )?halbe stunde",
    "it": r"mezz'?\s?ora|mezzoretta|mezza ora",
    "ja": r"半時間|30分",
    "zh": r"半个?小时|半個?小時|半个?钟头",
    "ko": r"반\s*시간|30분",
}
_QUARTERS = {
    "en": r"quarter of an hour",
    "es": r"(?:un )?cuarto de hora",
    "fr": r"(?:un )?quart d'heure",
    "de": r"(?:eine )?viertelstunde",
    "it": r"(?:un )?quarto d'ora",
}
_DAILY = {
    "en": r"\b(?:a|per|each|every)\s+(?:single\s+)?day\b|\bdaily\b|/\s?day|\bevery (?:morning|evening|night)\b",
    "es": r"\b(?:al|por|cada) dia\b|\bdiari(?:os|as|o|a|amente)\b|\btodos los dias\b|\bcada (?:manana|noche)\b",
    "fr": r"\bpar jour\b|\bchaque (?:jour|matin|soir)\b|\btous les (?:jours|matins|soirs)\b|\bquotidien\w*",
    "de": r"\b(?:am|pro|jeden) tag\b|\btaglich\w*|\bjeden (?:morgen|abend)\b",
    "it": r"\bal giorno\b|\bogni (?:giorno|mattina|sera)\b|\btutti i giorni\b|\bquotidian\w*",
    "ja": r"毎日|[1一]日|毎朝|毎晩|日に",
    "zh": r"每天|每日|[1一]天|天天|每晚|每早",
    "ko": r"하루에?|매일|[1일]일에|아침마다|저녁마다|날마다",
}
_WEEKLY = {
    "en": r"\b(?:a|per|each|every)\s+week\b|\bweekly\b",
    "es": r"\b(?:a la|por|cada) semana\b|\bsemanal\w*",
    "fr": r"\b(?:par|chaque) semaine\b|\bhebdo\w*",
    "de": r"\b(?:pro|jede|in der) woche\b|\bwochentlich\b",
    "it": r"\b(?:a|alla|ogni) settimana\b|\bsettimanal\w*",
    "ja": r"毎週|週に|[1一]週間に",
    "zh": r"每周|每星期|[1一]周",
    "ko": r"매주|일주일에|주당",
}
_TIME = {
    "en": r"\b(?:only|just) (?:have|got)\b|\bhave (?:only )?\d+ min|\bminutes of time\b",
    "es": r"\b(?:solo tengo|tengo solo|tengo)\b",
    "fr": r"\bj'ai (?:que|seulement)?\b|\bn'ai que\b",
    "de": r"\b(?:habe|hab) (?:nur )?\d|\bzeit\b",
    "it": r"\bho (?:solo|soltanto)\b",
    "ja": r"しか|時間がない",
    "zh": r"只有",
    "ko": r"밖에",
}
_COURSE = {
    "en": r"(?P<count>\d+)[\s-]+(?P<unit>day|week)s?[\s-]+(?:course|plan|program(?:me)?|challenge|path|crash)",
    "es": r"(?:curso|plan|programa|reto) (?:intensivo )?(?:de|en) (?P<count>\d+) (?P<unit>dia|semana)s?",
    "fr": r"(?:cours|plan|programme|parcours|defi) (?:intensif )?(?:de|en|sur) (?P<count>\d+) (?P<unit>jour|semaine)s?",
    "de": r"(?P<count>\d+)[\s-]*(?P<unit>tage|wochen?)[\s-]*(?:n?kurs|plan|programm|challenge)|"
    r"(?:kurs|plan|programm) (?:von|uber|fur|mit) (?P<count2>\d+) (?P<unit2>tage|wochen)",
    "it": r"(?:corso|piano|programma|percorso) (?:intensivo )?(?:di|in) (?P<count>\d+) (?P<unit>giorn|settiman)[oiae]",
    "ja": r"(?P<count>\d+)(?P<unit>日|週)間?(?:の)?(?:コース|プラン|計画|講座|プログラム)",
    "zh": r"(?P<count>\d+)个?(?P<unit>天|周|星期)的?(?:课程|計劃|计划|课|挑战|学习计划)",
    "ko": r"(?P<count>\d+)\s*(?P<unit>일|주)(?:일|간)?\s*(?:짜리|코스|과정|계획|플랜|프로그램)",
}
_UNSPACED = {"ja": ("分", "時間"), "zh": ("分", "个?(?:小时|钟头|小時)"), "ko": (r"\s*분", r"\s*시간")}
_WEEKS = frozenset({"week", "semana", "semaine", "wochen", "woche", "settiman", "週", "周", "星期", "주"})


@dataclass(frozen=True)
class FoundLength:
    """A number of minutes or days with its place in the text."""

    amount: int
    start: int
    end: int


def daily_minutes(text: str, language: str) -> FoundLength | None:
    """Minutes that somebody gives a day, also of "two hours a week"; None for lengths of other things.

    Unknown languages raise KeyError.
    """
    digits = in_digits(text, language)
    daily, weekly = re.search(_DAILY[language], digits.plain), re.search(_WEEKLY[language], digits.plain)
    if not (daily or weekly or re.search(_TIME[language], digits.plain)):
        return None
    for pattern, minutes in _lengths(language):
        match = pattern.search(digits.plain)
        if match is None:
            continue
        count = match.groupdict().get("count") or "1"
        amount = minutes * (int(count) if count.isdecimal() and len(count) < 4 else 1)
        if weekly and not daily:
            amount = round(amount / 7)
        near = [each for each in (daily, weekly) if each and abs(each.start() - match.end()) < 4]
        start, end = digits.origin(match.start(), max([match.end(), *(each.end() for each in near)]))
        return FoundLength(amount, start, end)
    return None


def course_days(text: str, language: str) -> FoundLength | None:
    """Days that a course is asked to last: "a two-week course" gives 14. Unknown languages raise KeyError."""
    digits = in_digits(text, language)
    match = re.search(_COURSE[language], digits.plain)
    if match is None:
        return None
    parts = match.groupdict()
    count, unit = parts["count"] or parts.get("count2"), parts["unit"] or parts.get("unit2")
    if not count or len(count) > 3:
        return None
    return FoundLength(int(count) * (7 if unit in _WEEKS else 1), *digits.origin(*match.span()))


@lru_cache(maxsize=8)
def _lengths(language: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Patterns of lengths, with the minutes of one of them."""
    half = (re.compile(_HALF_HOURS[language]), 30)
    if language in _UNSPACED:
        minute, hour = _UNSPACED[language]
        # 十分 alone also means "enough"
        ten = (re.compile("(?<=[にで])十分"), 10)
        return (half, (re.compile(rf"(?P<count>\d+){hour}"), 60), (re.compile(rf"(?P<count>\d+){minute}"), 1), ten)
    one = _ONE[language]
    return (
        half,
        (re.compile(_QUARTERS[language]), 15),
        (re.compile(rf"(?P<count>\d+|\b{one})\s*-?(?:{_HOURS[language]})\b"), 60),
        (re.compile(rf"(?P<count>\d+)\s*-?(?:{_MINUTES[language]})\b"), 1),
    )
