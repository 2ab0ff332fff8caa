"""Words, furigana, pinyin and romanization of whole lines."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kaiwa.languages import LANGUAGE_IDS
from kaiwa.languages.annotating import annotate

NASTY = (
    "", " ", "\n\n", "🙂", "👩‍👩‍👧‍👦 ok", "a\nb\tc", "コーヒーを2つ、please! 好的 네", "３．５％", "１０時１０分",
    "お", "。。。", "…", "''", "l'", "—",
    "ﾊﾝｶｸ", "か゛", "e\u0301te\u0301", "각", "𠮷野家", "一", "不", "何", "十分", "1,234,567,890,123,456円", "٣", "0",
    "00-11", "二〇二六年",
    "\u200b", "お客様\u3000三名", "我\u0000你", "ー", "々", "半分", "第3回", "3/4", "二十", "百千万", "億",
    "千二百万三",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGE_IDS)
@pytest.mark.parametrize("text", [*NASTY, "あ三つ🙂a我한 " * 500, "x" * 5000, "日本語" * 1667, "3" * 5000])
def test_surfaces_concatenate_to_the_text(text: str, language: str) -> None:
    words = annotate(text, language)
    assert "".join(word.surface for word in words) == text
    assert all("".join(piece for piece, _ in word.ruby) == word.surface for word in words)
    assert not any(word.is_word for word in words if not any(sign.isalnum() for sign in word.surface))


@pytest.mark.parametrize(
    ("surface", "ruby"),
    [
        ("お願い", (("お", None), ("願", "ねが"), ("い", None))),
        ("食べます", (("食", "た"), ("べます", None))),
        ("コーヒー", (("コーヒー", None),)),
        ("三つ", (("三", "みっ"), ("つ", None))),
        ("お手洗い", (("お", None), ("手洗", "てあら"), ("い", None))),
        ("二人", (("二人", "ふたり"),)),
    ],
)
def test_okurigana_carry_no_furigana(surface: str, ruby: tuple[tuple[str, str | None], ...]) -> None:
    assert annotate(surface, "ja")[0].ruby == ruby


@pytest.mark.parametrize(
    ("line", "romanized"),
    [
        ("私は東京へ行きます", "watashi wa tōkyō e ikimasu"),
        ("コーヒーを三杯ください", "kōhī o sanbai kudasai"),
        ("そう思う", "sō omou"),
        ("一致", "itchi"),
        ("禁煙です", "kin'en desu"),
        ("こんにちは", "konnichiwa"),
        ("ちょっと待って", "chotto matte"),
        ("おいしいですね", "oishii desu ne"),
    ],
)
def test_japanese_is_romanised_by_modified_hepburn(line: str, romanized: str) -> None:
    assert " ".join(word.romanization for word in annotate(line, "ja") if word.romanization) == romanized


@pytest.mark.parametrize(
    ("line", "pinyin"),
    [("不是", "bú shì"), ("一杯", "yì bēi"), ("一个", "yí gè"), ("银行", "yín háng"), ("我得走了", "wǒ děi zǒu le")],
)
def test_chinese_has_pinyin_with_sandhi(line: str, pinyin: str) -> None:
    words = annotate(line, "zh")
    assert " ".join(word.pinyin for word in words if word.pinyin) == pinyin
    assert [syllable for word in words for _, syllable in word.ruby] == pinyin.split()


@pytest.mark.parametrize(
    ("word", "romanized"),
    [("독립", "dongnip"), ("같이", "gachi"), ("좋아요", "joayo"), ("신라", "silla"), ("못해요", "motaeyo"),
     ("학년", "hangnyeon"), ("감사합니다", "gamsahamnida"), ("맛없어요", "madeopseoyo"), ("축하", "chukha")],
)  # fmt: skip
def test_korean_is_romanised_as_it_sounds(word: str, romanized: str) -> None:
    assert annotate(word, "ko")[0].romanization == romanized


def test_the_authors_readings_win_longest_first() -> None:
    words = annotate("明日は大人二人です", "ja", {"明日": "あす", "二人": "ににん", "大人二人": "おとなふたり"})
    assert [word.reading for word in words if word.reading] == ["あす", "は", "おとなふたり", "です"]
    assert annotate("行长", "zh", {"行长": "xíng cháng"})[0].pinyin == "xíng cháng"


def test_a_reading_that_fits_nowhere_changes_nothing() -> None:
    assert annotate("水をください", "ja", {"": "x", "酒": "さけ"}) == annotate("水をください", "ja")


def test_threads_read_the_same() -> None:
    lines = [f"明日{n}人で三杯のコーヒーを飲みました" for n in range(1, 60)]
    with ThreadPoolExecutor(32) as pool:
        together = list(pool.map(lambda line: annotate(line + "。", "ja"), lines * 4))
    assert together == [annotate(line + "。", "ja") for line in lines] * 4
