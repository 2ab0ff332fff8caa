"""Japanese numbers with their counters, found in running text with their readings (NHK accent dictionary, 2016)."""

import re
import unicodedata
from collections.abc import Iterator

from kaiwa.languages.japanese_numbers import Counter, counted_reading, number_reading, parse_number

_SHI_KU = ((4, "よ"), (7, "しち"), (9, "く"))
_DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか",
    10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_THINGS = {
    1: "ひとつ",
    2: "ふたつ",
    3: "みっつ",
    4: "よっつ",
    5: "いつつ",
    6: "むっつ",
    7: "ななつ",
    8: "やっつ",
    9: "ここのつ",
}
_DATE_DIGITS = ((7, "しち"), (9, "く"))


def _special(table: dict[int, str], tail: str = "") -> tuple[tuple[int, str], ...]:
    return tuple((number, reading + tail) for number, reading in table.items())


def _people(tail: str) -> Counter:
    return Counter("にん" + tail, special=_special({1: "ひとり", 2: "ふたり"}, tail), digits=((4, "よ"), (7, "しち")))


_PLAIN = {
    "名": "めい", "名様": "めいさま", "枚": "まい", "台": "だい", "番": "ばん", "番線": "ばんせん", "番目": "ばんめ",
    "度": "ど", "号室": "ごうしつ", "号車": "ごうしゃ", "倍": "ばい", "部": "ぶ", "割": "わり", "秒": "びょう",
    "畳": "じょう", "番地": "ばんち", "両": "りょう", "列": "れつ", "文字": "もじ", "問": "もん", "段": "だん",
    "万円": "まんえん", "ドル": "ドル", "ユーロ": "ユーロ",
}  # fmt: skip
_K = {"個": "こ", "回": "かい", "課": "か", "件": "けん", "か月": "かげつ", "ヶ月": "かげつ", "カ月": "かげつ",
      "箇月": "かげつ", "ケ月": "かげつ", "か国": "かこく", "ヶ国": "かこく", "か所": "かしょ", "ヶ所": "かしょ",
      "缶": "かん", "曲": "きょく", "回目": "かいめ", "級": "きゅう", "行": "ぎょう"}  # fmt: skip
_S = {"歳": "さい", "才": "さい", "冊": "さつ", "週間": "しゅうかん", "週": "しゅう", "種類": "しゅるい", "隻": "せき"}
_T = {"着": "ちゃく", "頭": "とう", "点": "てん", "丁目": "ちょうめ", "通": "つう", "丁": "ちょう", "トン": "トン"}
_H = {"本": ("ほん", "ぼん"), "杯": ("はい", "ばい"), "匹": ("ひき", "びき"), "泊": ("はく", "ぱく"), "分": ("ふん",
    "ぷん"),
      "分間": ("ふんかん", "ぷんかん"), "票": ("ひょう", "びょう"), "拍": ("はく", "ぱく"), "本目": ("ほんめ",
      "ぼんめ"),
      "杯目": ("はいめ", "ばいめ")}  # fmt: skip
COUNTERS: dict[str, Counter] = {
    **{name: Counter(sound) for name, sound in _PLAIN.items()},
    **{name: Counter(sound, "k") for name, sound in _K.items()},
    **{name: Counter(sound, "s") for name, sound in _S.items()},
    **{name: Counter(sound, "t") for name, sound in _T.items()},
    **{name: Counter(sound, "h", third) for name, (sound, third) in _H.items()},
    "階": Counter("かい", "k", "がい"),
    "軒": Counter("けん", "k", "げん"),
    "足": Counter("そく", "s", "ぞく"),
    "行": Counter("ぎょう"),
    "歳": Counter("さい", "s", special=((20, "はたち"),)),
    "円": Counter("えん", digits=((4, "よ"),)),
    "年": Counter("ねん", digits=((4, "よ"),)),
    "年間": Counter("ねんかん", digits=((4, "よ"),)),
    "年生": Counter("ねんせい", digits=((4, "よ"),)),
    "人": _people(""),
    "人分": _people("ぶん"),
    "人様": _people("さま"),
    "人用": _people("よう"),
    "人前": Counter("にんまえ", digits=((4, "よ"),)),
    "人目": _people("め"),
    "時": Counter("じ", digits=_SHI_KU),
    "時半": Counter("じはん", digits=_SHI_KU),
    "時間": Counter("じかん", digits=_SHI_KU),
    "時間半": Counter("じかんはん", digits=_SHI_KU),
    "月": Counter("がつ", digits=((4, "し"), (7, "しち"), (9, "く"))),
    "日": Counter("にち", special=_special(_DAYS), digits=_DATE_DIGITS),
    "日間": Counter("にちかん", special=_special(_DAYS, "かん"), digits=_DATE_DIGITS),
    "日目": Counter("にちめ", special=_special(_DAYS, "め"), digits=_DATE_DIGITS),
    "つ": Counter("つ", special=_special(_THINGS)),
    "つ目": Counter("つめ", special=_special(_THINGS, "め")),
}
_NAN_SOFT = {"本": "ぼん", "杯": "ばい", "匹": "びき", "泊": "ぱく", "分": "ぷん", "階": "がい", "軒": "げん",
    "足": "ぞく",
             "百": "びゃく", "千": "ぜん"}  # fmt: skip
_NAMES = "|".join(sorted(map(re.escape, COUNTERS), key=len, reverse=True))
_NUMBER = (
    r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?[十百千万億]*(?:[0-9０-９]+[千百万]?)*"
    r"|[〇一二三四五六七八九十百千万億]+"
)
_FOUND = re.compile(rf"(?P<number>{_NUMBER})(?P<counter>{_NAMES})?")
_WHAT = re.compile(rf"何(?P<counter>{_NAMES}|曜日|百|千|万|時頃|パーセント|語|色|年|度)")
_NOT_NUMBERS = re.compile(
    r"一昨日|一昨年|八百屋|八百長|千葉|百合|三日月|七五三|五十嵐|九州|四国|万一|千代|一人称|一本気|百貨店|百科|"
    r"十八番|二日酔い|四季|三味線|"
    r"一生|一緒|一応|一般|一部|一切|一体|一見|一方|一気|一言|一目|一息|一晩|二晩|三毛|五月晴|十字|千円札|"
    r"一人(?=暮ら|旅|息子|娘|っ子)"
    r"|一日(?=中)|一月(?=ほど|くらい|ぐらい)|一番|一度(?=に)|万年|三角|四角|七夕|二十日|二十歳|一昨|七面|一段"
)
_MINUTES_BEFORE = re.compile(r"(?:あと|もう|約|歩いて|徒歩|電車で|車で|バスで|時|ここから|後|たった|毎)$")
_MINUTES_AFTER = re.compile(
    r"(?:くらい|ぐらい|ほど|後|前|間|待|かか|遅|お待|で(?:着|行|でき|戻|終)|ごと|おき|早|したら|しか|だけ待|歩)"
)
_FIXED = {"二十歳": "はたち", "二十日": "はつか", "千円札": "せんえんさつ", "二日酔い": "ふつかよい",
    "一晩": "ひとばん",
          "二晩": "ふたばん", "一言": "ひとこと", "一目": "ひとめ", "一息": "ひといき",
          "一昨日": "おととい", "一昨年": "おととし"}  # fmt: skip


_SCAN = re.compile(f"(?P<not>{_NOT_NUMBERS.pattern})|{_WHAT.pattern.replace('counter', 'asked')}|{_FOUND.pattern}")
_NOT_COUNTS = re.compile("一度|一番(?![線目])")


def find_counted_values(text: str) -> Iterator[tuple[int, int, float, str | None]]:
    """Every number as (start, end, value, counter); a lone kanji numeral only when no letter touches it."""
    for match in _SCAN.finditer(text):
        if match["not"] in ("二十歳", "二十日"):
            yield match.start(), match.end(), 20.0, match["not"][-1]
        if match["not"] or match["asked"] or _NOT_COUNTS.match(text, match.start()):
            continue
        number, counter = match["number"], match["counter"]
        if counter == "分" and number == "十" and not _is_minutes(text, match.start(), match.end()):
            continue
        around = text[: match.start()][-1:] + text[match.end() : match.end() + 1]
        if counter is None and len(number) == 1 and not number.isdecimal() and any(map(str.isalpha, around)):
            continue
        plain = unicodedata.normalize("NFKC", number)
        value = float(plain) if re.fullmatch(r"\d+\.\d+", plain) else parse_number(plain)
        if value is not None:
            yield match.start(), match.end(), float(value), counter


def find_counted(text: str) -> Iterator[tuple[int, int, str]]:
    """Every number or number with counter as (start, end, hiragana reading); words like 九州 or 一緒 are left alone."""
    taken = 0
    for match in _SCAN.finditer(text):
        if match.start() < taken:
            continue
        reading = _FIXED.get(match["not"]) if match["not"] else _reading(match, text)
        if reading:
            taken = match.end()
            yield match.start(), match.end(), reading


def _reading(match: re.Match[str], text: str) -> str | None:
    if match["asked"]:
        return "なん" + _asked_sound(match["asked"])
    number, counter = match["number"], match["counter"]
    if counter == "分" and number == "十" and not _is_minutes(text, match.start(), match.end()):
        return None
    if counter == "日" and parse_number(number) == 1:
        return "ついたち" if text[: match.start()].endswith("月") else "いちにち"
    if re.search("[.．]", number):
        return _decimal_reading(number, counter)
    if counter is None:
        return _bare_reading(number)
    value = parse_number(number)
    if value is None or value >= 10**12:
        return None
    if counter in ("つ", "つ目") and not 1 <= value <= 9:
        return None
    return counted_reading(value, COUNTERS[counter]) if value else "ゼロ" + COUNTERS[counter].sound


def _asked_sound(counter: str) -> str:
    known = {"曜日": "ようび", "万": "まん", "時頃": "じごろ", "パーセント": "パーセント", "語": "ご", "色": "しょく"}
    if counter in known:
        return known[counter]
    if counter in ("百", "千"):
        return _NAN_SOFT[counter]
    soft = _NAN_SOFT.get(counter[0])
    sound = COUNTERS[counter].sound
    return soft + sound[len(soft) :] if soft and counter in _NAN_SOFT else (soft or "") + sound[len(soft or "") :]


def _is_minutes(text: str, start: int, end: int) -> bool:
    if re.match("で(?:す|した|はない|しょう)|だ|に|な", text[end:]) and text[:start].endswith("もう"):
        return False
    return bool(_MINUTES_BEFORE.search(text[:start]) or _MINUTES_AFTER.match(text[end:]))


def _bare_reading(number: str) -> str | None:
    if len(number) == 1 and not number.isdecimal():
        return None
    if number.startswith(("0", "０")) and len(number) > 1:
        return "".join(
            "ゼロ" if digit in "0０" else number_reading(int(digit)) for digit in number if digit.isdecimal()
        )
    value = parse_number(number)
    return None if value is None or value >= 10**12 else number_reading(value)


def _decimal_reading(number: str, counter: str | None) -> str | None:
    whole, _, part = number.replace("．", ".").partition(".")
    value = parse_number(whole)
    if value is None or value >= 10**12 or not part.isdecimal():
        return None
    digits = "".join("ゼロ" if digit in "0０" else number_reading(int(digit)) for digit in part)
    return number_reading(value) + "てん" + digits + (COUNTERS[counter].sound if counter else "")
