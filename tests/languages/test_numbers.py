"""Numbers and clock times in eight languages."""

import pytest

from kaiwa.languages.numbers import find_numbers, find_times

NUMBERS: dict[str, list[tuple[str, list[tuple[float, str | None]]]]] = {
    "en": [
        ("two coffees", [(2.0, None)]),
        ("a coffee", []),
        ("twenty-one", [(21.0, None)]),
        ("one hundred and five", [(105.0, None)]),
        ("a couple of beers", [(2.0, None)]),
        ("3.5", [(3.5, None)]),
        ("two thousand three hundred", [(2300.0, None)]),
        ("this one", []),
        ("one please", [(1.0, None)]),
        ("Three coffees and a tea", [(3.0, None)]),
        ("no one", []),
        ("a hundred euros", [(100.0, None)]),
        ("ninety-nine", [(99.0, None)]),
    ],
    "es": [
        ("veintidós", [(22.0, None)]),
        ("un café", []),
        ("un poco", []),
        ("uno", [(1.0, None)]),
        ("dos mil quinientos", [(2500.0, None)]),
        ("treinta y cinco", [(35.0, None)]),
        ("una, por favor", [(1.0, None)]),
        ("quinientos", [(500.0, None)]),
        ("un par de cervezas", [(2.0, None)]),
    ],
    "fr": [
        ("quatre-vingt-dix", [(90.0, None)]),
        ("soixante et onze", [(71.0, None)]),
        ("deux cafés", [(2.0, None)]),
        ("une", [(1.0, None)]),
        ("un café", []),
        ("mille deux cents", [(1200.0, None)]),
        ("quatre-vingts euros", [(80.0, None)]),
        ("vingt et un", [(21.0, None)]),
    ],
    "de": [
        ("einundzwanzig", [(21.0, None)]),
        ("ein Kaffee", []),
        ("eine", [(1.0, None)]),
        ("zweihundertfünfzig", [(250.0, None)]),
        ("dreißig", [(30.0, None)]),
        ("zweitausend", [(2000.0, None)]),
        ("zweimal Kaffee", [(2.0, None)]),
        ("noch einmal", []),
        ("fünf", [(5.0, None)]),
        ("hundertfünf", [(105.0, None)]),
        ("eintausend", [(1000.0, None)]),
    ],
    "it": [
        ("ventuno", [(21.0, None)]),
        ("due caffè", [(2.0, None)]),
        ("un caffè", []),
        ("uno", [(1.0, None)]),
        ("duecentocinquanta", [(250.0, None)]),
        ("tremila", [(3000.0, None)]),
        ("sei italiano?", []),
        ("un paio di birre", [(2.0, None)]),
        ("ventotto", [(28.0, None)]),
    ],
    "ja": [
        ("ひとつ", [(1.0, "つ")]),
        ("二つ", [(2.0, "つ")]),
        ("三人", [(3.0, "人")]),
        ("二名", [(2.0, "名")]),
        ("千円", [(1000.0, "円")]),
        ("六百円", [(600.0, "円")]),
        ("ふたつください", [(2.0, "つ")]),
        ("にめい", [(2.0, "名")]),
        ("futatsu", [(2.0, "つ")]),
        ("hitotsu kudasai", [(1.0, "つ")]),
        ("ni mei desu", [(2.0, "名")]),
        ("2つ", [(2.0, "つ")]),
        ("コーヒーをふたつ", [(2.0, "つ")]),
        ("日本", []),
        ("にほん", []),
        ("一緒に", []),
        ("２つ", [(2.0, "つ")]),
        ("大人二枚と子供一枚", [(2.0, "枚"), (1.0, "枚")]),
        ("もう一度", []),
    ],
    "ko": [
        ("하나", [(1.0, None)]),
        ("둘", [(2.0, None)]),
        ("두 잔", [(2.0, "잔")]),
        ("세 명", [(3.0, "명")]),
        ("이십", [(20.0, None)]),
        ("네, 알겠어요", []),
        ("커피 두 잔 주세요", [(2.0, "잔")]),
        ("삼 층", [(3.0, "층")]),
        ("천 원", [(1000.0, "원")]),
        ("du jan", [(2.0, "jan")]),
        ("한국", []),
        ("이만 원", [(20000.0, "원")]),
        ("스물한 살", [(21.0, "살")]),
        ("하나도 없어요", []),
        ("열두 개", [(12.0, "개")]),
    ],
    "zh": [
        ("两杯", [(2.0, "杯")]),
        ("一个", [(1.0, "个")]),
        ("三位", [(3.0, "位")]),
        ("liang bei", [(2.0, "bei")]),
        ("我要两杯咖啡", [(2.0, "杯")]),
        ("一起", []),
        ("一点", []),
        ("二十五块", [(25.0, "块")]),
        ("woyaoliangbei", [(2.0, "bei")]),
        ("liǎng bēi", [(2.0, "bei")]),
        ("一百五", [(150.0, None)]),
        ("星期三", []),
        ("三百二十块", [(320.0, "块")]),
        ("两个人", [(2.0, "个人")]),
        ("十分好", []),
    ],
}
TIMES: dict[str, list[tuple[str, list[tuple[int, int]]]]] = {
    "en": [
        ("3pm", [(15, 0)]),
        ("half past two", [(2, 30)]),
        ("15:30", [(15, 30)]),
        ("quarter to five", [(4, 45)]),
        ("at seven thirty", [(7, 30)]),
        ("ten past three pm", [(15, 10)]),
        ("noon", [(12, 0)]),
        ("two hours", []),
    ],
    "es": [
        ("a las tres y media", [(3, 30)]),
        ("a las cinco menos cuarto de la tarde", [(16, 45)]),
        ("son las dos", [(2, 0)]),
        ("15:30", [(15, 30)]),
    ],
    "fr": [
        ("quinze heures trente", [(15, 30)]),
        ("15h30", [(15, 30)]),
        ("midi et demi", [(12, 30)]),
        ("trois heures et quart", [(3, 15)]),
        ("huit heures du soir", [(20, 0)]),
    ],
    "de": [
        ("halb vier", [(3, 30)]),
        ("um drei Uhr nachmittags", [(15, 0)]),
        ("viertel vor acht", [(7, 45)]),
        ("15.30 Uhr", [(15, 30)]),
        ("zehn nach fünf", [(5, 10)]),
        ("acht Uhr dreißig", [(8, 30)]),
    ],
    "it": [
        ("alle tre e mezza", [(3, 30)]),
        ("sono le due", [(2, 0)]),
        ("all'una", [(1, 0)]),
        ("mezzogiorno", [(12, 0)]),
        ("alle otto di sera", [(20, 0)]),
        ("alle sette meno un quarto", [(6, 45)]),
    ],
    "ja": [
        ("3時半", [(3, 30)]),
        ("午後三時", [(15, 0)]),
        ("三時間", []),
        ("sanji han", [(3, 30)]),
        ("gogo san ji", [(15, 0)]),
        ("ごごさんじはんに", [(15, 30)]),
        ("九時十五分", [(9, 15)]),
        ("15:30", [(15, 30)]),
    ],
    "ko": [
        ("세 시 반", [(3, 30)]),
        ("오후 세시", [(15, 0)]),
        ("세 시간", []),
        ("열두 시 십오 분", [(12, 15)]),
        ("3시 20분", [(3, 20)]),
        ("세 시 半", [(3, 30)]),
    ],
    "zh": [
        ("下午三点半", [(15, 30)]),
        ("两点", [(2, 0)]),
        ("三点一刻", [(3, 15)]),
        ("八点十五分", [(8, 15)]),
        ("一点", [(1, 0)]),
        ("xiawu san dian ban", [(15, 30)]),
        ("差一刻三点", [(2, 45)]),
        ("点心", []),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"), [(language, *case) for language, cases in NUMBERS.items() for case in cases]
)
def test_numbers(language: str, text: str, expected: list[tuple[float, str | None]]) -> None:
    found = find_numbers(text, language)
    assert [(number.value, number.counter) for number in found] == expected
    assert all(text[number.start : number.end] == number.surface for number in found)


@pytest.mark.parametrize(
    ("language", "text", "expected"), [(language, *case) for language, cases in TIMES.items() for case in cases]
)
def test_times(language: str, text: str, expected: list[tuple[int, int]]) -> None:
    found = find_times(text, language)
    assert [(time.hour, time.minute) for time in found] == expected
    assert all(text[time.start : time.end] == time.surface for time in found)


@pytest.mark.parametrize("language", NUMBERS)
@pytest.mark.parametrize(
    "text", ["", "\n", "🙂", "a" * 3000, "1" * 3000, "一" * 3000, "일" * 3000, "eins " * 500, "İ3"]
)
def test_odd_input_is_survived(text: str, language: str) -> None:
    for number in find_numbers(text, language):
        assert text[number.start : number.end] == number.surface
    for time in find_times(text, language):
        assert text[time.start : time.end] == time.surface
