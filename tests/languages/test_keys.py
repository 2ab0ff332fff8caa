"""Ways of typing one line meet under one key."""

import pytest

from kaiwa.languages import LANGUAGE_IDS
from kaiwa.languages.keys import key_words, matching_key

SAME = [
    ("ja", ("コーヒーを二つください", "こおひいをふたつください", "koohii o futatsu kudasai", "kōhī wo 2つ kudasai",
    "ko-hi- o hutatu kudasai", "コーヒーを 二つ、ください。")),
    ("ja", ("私は日本人です", "わたしはにほんじんです", "watashi wa nihonjin desu", "ワタシハニホンジンデス")),
    ("ja", ("東京へ行きます", "toukyou e ikimasu", "tōkyō e ikimasu", "とうきょうへいきます")),
    ("ja", ("三百円です", "300円です", "さんびゃくえんです", "sambyaku en desu")),
    ("ja", ("一緒に", "issho ni", "いっしょに")),
    ("ja", ("お願いします", "onegai shimasu", "onegaishimasu", "o-negai shimasu")),
    ("ja", ("切手", "kitte", "きって")),
    ("zh", ("我想要一杯咖啡", "wǒ xiǎng yào yì bēi kā fēi", "wo3 xiang3 yao4 yi1 bei1 ka1 fei1",
    "woxiangyaoyibeikafei", "Wo xiang yao yibei kafei!")),
    ("zh", ("绿茶", "綠茶", "lǜchá", "lü4 cha2", "lvcha")),
    ("zh", ("谢谢", "謝謝", "xièxie", "xiexie")),
    ("ko", ("커피 두 잔 주세요", "커피두잔주세요", "keopi du jan juseyo", "커피 두 잔 주세요!")),
    ("ko", ("감사합니다", "gamsahamnida")),
    ("ko", ("같이", "가치", "gachi")),
    ("ko", ("안녕하세요", "annyeonghaseyo")),
    ("de", ("Schöne Grüße", "schoene gruesse", "SCHÖNE GRÜSSE", "schone grusse")),
    ("fr", ("J’aimerais un café, s’il vous plaît", "j'aimerais un cafe s'il vous plait",
    "J aimerais un café s il vous plaît.")),
    ("fr", ("ma sœur", "ma soeur")),
    ("es", ("¿Mañana, señor?", "manana senor")),
    ("it", ("Perché no?", "perche no")),
    ("en", ("I’d like a take-away coffee!", "i'd like a take away coffee")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lines"), SAME)
def test_ways_of_typing_meet(language: str, lines: tuple[str, ...]) -> None:
    assert len({matching_key(line, language) for line in lines}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("ja", "二つください", "三つください"), ("ja", "います", "いません"), ("zh", "我要", "我不要"), ("ko", "두 잔",
    "세 잔"),
     ("de", "neun", "neu"), ("fr", "deux", "douze"), ("zh", "买", "没"), ("ja", "きて", "きって")],
)  # fmt: skip
def test_different_lines_stay_apart(language: str, one: str, other: str) -> None:
    assert matching_key(one, language) != matching_key(other, language)


@pytest.mark.parametrize("language", LANGUAGE_IDS)
@pytest.mark.parametrize("text", ["", "!?", "🙂", "。、", "\n"])
def test_nothing_to_match_has_an_empty_key(text: str, language: str) -> None:
    assert matching_key(text, language) == ""
    assert key_words(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ja", "コーヒーを飲みました", ["こひ", "お", "のむ", "ます", "た"]),
        ("ja", "koohii o nomimashita", ["こひ", "お", "のむ", "ます", "た"]),
        ("zh", "我想要咖啡", ["wo", "xiangyao", "kafei"]),
        ("zh", "wo xiangyao kafei", ["wo", "xiangyao", "kafei"]),
        ("ko", "커피를", ["ㅋㅓㅍㅣ"]),
        ("fr", "l'addition", ["l", "addition"]),
        ("en", "two coffees", ["two", "coffee"]),
    ],
)
def test_key_words(language: str, text: str, words: list[str]) -> None:
    assert key_words(text, language) == words
