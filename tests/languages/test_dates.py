"""Days to come, how long somebody has, and which languages are named, in all eight languages."""

from datetime import date

import pytest

from kaiwa.languages.dates import find_dates
from kaiwa.languages.durations import course_days, daily_minutes
from kaiwa.languages.language_names import find_language_names

TODAY = date(2026, 11, 10)  # a Tuesday


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "in May", ["2027-05-01"]),
        (
            "en",
            "I may go in two weeks; the exam is on 3 June 2027 or March 5th",
            ["2026-11-24", "2027-06-03", "2027-03-05"],
        ),
        ("en", "on Friday, next week, by the end of March", ["2026-11-13", "2026-11-16", "2027-03-31"]),
        ("en", "mid-April, this summer, at Christmas", ["2027-04-15", "2027-06-01", "2026-12-25"]),
        ("en", "in November", ["2026-11-30"]),
        ("en", "every Friday for two weeks", []),
        ("en", "on 30 February, in 9999 days, on 1 January 1990", []),
        ("en", "2027-02-28", ["2027-02-28"]),
        ("en", "dinner tonight, the day after tomorrow we leave", ["2026-11-10", "2026-11-12"]),
        ("es", "en dos semanas, el 3 de junio de 2027", ["2026-11-24", "2027-06-03"]),
        ("es", "el mes que viene, a finales de mayo", ["2026-12-01", "2027-05-31"]),
        ("es", "por la mañana", []),
        (
            "fr",
            "dans quinze jours, début juin, le 1er mai, fin mars",
            ["2026-11-25", "2027-06-01", "2027-05-01", "2027-03-31"],
        ),
        ("fr", "la semaine prochaine, cet été", ["2026-11-16", "2027-06-01"]),
        ("de", "am 3. Juni, Ende Mai, nächsten Monat", ["2027-06-03", "2027-05-31", "2026-12-01"]),
        ("de", "übermorgen, am 3.6., bis Weihnachten", ["2026-11-12", "2027-06-03", "2026-12-25"]),
        ("de", "Guten Morgen", []),
        ("it", "tra due settimane, il 3 giugno, entro fine marzo", ["2026-11-24", "2027-06-03", "2027-03-31"]),
        ("it", "domani, a maggio, in estate", ["2026-11-11", "2027-05-01", "2027-06-01"]),
        ("ja", "来月、五月三日、二週間後", ["2026-12-01", "2027-05-03", "2026-11-24"]),
        ("ja", "あと3日、3ヶ月後、金曜日", ["2026-11-13", "2027-02-10", "2026-11-13"]),
        ("zh", "下个月，五月三号，两周后", ["2026-12-01", "2027-05-03", "2026-11-24"]),
        ("zh", "三个月之内，月底，星期五", ["2027-02-10", "2026-11-30", "2026-11-13"]),
        ("ko", "다음 달에, 5월 3일, 2주 뒤", ["2026-12-01", "2027-05-03", "2026-11-24"]),
        ("ko", "두 달 후, 주말, 금요일", ["2027-01-10", "2026-11-14", "2026-11-13"]),
    ],
)
def test_days_are_found_in_order(language: str, text: str, days: list[str]) -> None:
    assert [each.day.isoformat() for each in find_dates(text, language, TODAY)] == days


def test_a_day_knows_its_place() -> None:
    text = "Wir fliegen in zwei Wochen nach Rom"
    found = find_dates(text, "de", TODAY)[0]
    assert text[found.start : found.end] == "in zwei Wochen"


def test_a_day_of_this_year_that_has_a_year_may_have_passed() -> None:
    assert find_dates("on 3 June 2026", "en", TODAY)[0].day == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("language", "text", "minutes"),
    [
        ("en", "10 minutes a day", 10),
        ("en", "half an hour every day", 30),
        ("en", "two hours a week", 17),
        ("en", "a 20 minute talk on Friday", None),
        ("es", "media hora al día", 30),
        ("fr", "un quart d'heure par jour", 15),
        ("de", "eine Stunde pro Tag", 60),
        ("de", "zehn Minuten täglich", 10),
        ("it", "mezz'ora al giorno", 30),
        ("ja", "毎日十五分", 15),
        ("ja", "一日に十分", 10),
        ("zh", "每天半个小时", 30),
        ("ko", "하루에 십 분", 10),
    ],
)
def test_minutes_a_day(language: str, text: str, minutes: int | None) -> None:
    found = daily_minutes(text, language)
    assert (found.amount if found else None) == minutes


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "a two-week course", 14),
        ("en", "a trip of two weeks", None),
        ("es", "un curso de diez días", 10),
        ("fr", "un programme de deux semaines", 14),
        ("de", "ein 30-Tage-Kurs", 30),
        ("it", "un corso di tre settimane", 21),
        ("ja", "二週間のコース", 14),
        ("zh", "两周的计划", 14),
        ("ko", "2주 코스", 14),
    ],
)
def test_days_of_a_course(language: str, text: str, days: int | None) -> None:
    found = course_days(text, language)
    assert (found.amount if found else None) == days


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Ich lerne Japanisch und Koreanisch", ["ja", "ko"]),
        ("mi suegra italiana", ["it"]),
        ("business Englishを", ["en"]),
        ("学日语去东京", ["ja", "ja"]),
        ("한국어를 배우고 싶어요", ["ko"]),
        ("nach Rom, dann nach Sevilla", ["it", "es"]),
        ("we roam around and polish our accent", []),
    ],
)
def test_languages_are_named_outright_or_by_places(text: str, languages: list[str]) -> None:
    assert [name.language for name in find_language_names(text)] == languages
