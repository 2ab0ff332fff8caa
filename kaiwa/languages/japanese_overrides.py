"""Japanese word readings that the dictionary gets wrong in conversation, decided by what stands before and after."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class _Rule:
    reading: str
    before: str = ""
    after: str = ""


_ALWAYS = {
    "明日": "あした", "日本": "にほん", "日本人": "にほんじん", "日本語": "にほんご", "私": "わたし", "今日": "きょう",
    "昨日": "きのう", "大人": "おとな", "他": "ほか", "一昨日": "おととい", "明後日": "あさって",
    "明々後日": "しあさって",
    "昨夜": "ゆうべ", "今朝": "けさ", "今年": "ことし", "上手": "じょうず", "下手": "へた", "お家": "おうち",
    "私達": "わたしたち", "私たち": "わたしたち", "何処": "どこ", "何時か": "いつか", "お母さん": "おかあさん",
    "お父さん": "おとうさん", "他の": "ほかの", "良い": "いい", "良かっ": "よかっ", "良く": "よく", "言う": "いう",
    "梅雨": "つゆ", "一寸": "ちょっと", "何故": "なぜ", "何とか": "なんとか", "何でも": "なんでも", "何か": "なにか",
    "何も": "なにも", "何度": "なんど", "何回": "なんかい", "紅葉": "こうよう", "足": "あし", "頭": "あたま",
    "二十歳": "はたち", "部屋": "へや", "眼鏡": "めがね", "土産": "みやげ", "お土産": "おみやげ",
    "美味しい": "おいしい",
    "一人前": "いちにんまえ", "風邪": "かぜ", "市場": "いちば", "人気": "にんき", "最中": "さいちゅう",
    "博士": "はかせ",
    "今日中": "きょうじゅう", "明日中": "あしたじゅう", "一日中": "いちにちじゅう", "世界中": "せかいじゅう",
    "日本中": "にほんじゅう", "十分": "じゅうぶん", "寒気": "さむけ", "床": "ゆか", "大家": "おおや",
    "大家さん": "おおやさん",
    "一番": "いちばん", "主人": "しゅじん", "家内": "かない", "皮膚": "ひふ", "薬局": "やっきょく", "お腹": "おなか",
    "腹": "はら", "額": "がく", "表": "おもて", "裏": "うら", "塩": "しお", "工夫": "くふう", "仮名": "かな",
    "S": "えす", "M": "えむ", "L": "える",
    "抹茶": "まっちゃ", "温かい": "あたたかい", "暖かい": "あたたかい", "柔らかい": "やわらかい",
}  # fmt: skip
_BY_CONTEXT: dict[str, tuple[_Rule, ...]] = {
    "何": (
        _Rule("なん", after=r"で(?:す|し|しょう|も|ある|すか)|だ|と|の|て|なら|じゃ|なの|でいら|でござ"),
        _Rule("なん", after=r"で(?!き)"),
        _Rule("なに"),
    ),
    "方": (_Rule("かた", before=r"(?:この|その|あの|どの|ご年配の|いい|男の|女の|担当の|お年寄りの|の名前の)$",
    after=r"[はがもをにでと、様々]"),
           _Rule("ほう", before=r"(?:の|た|る|い|な|ない)$"), _Rule("かた")),
    "家": (_Rule("うち", before=r"(?:うちの|私の|僕の|俺の|わたしの)$"), _Rule("いえ")),
    "辛い": (_Rule("つらい", before=r"(?:が|は|仕事|気持ち|とても|別れ|のは)$",
    after=r"(?:です|こと|思い|時|気持|とき|よ|ね|ん).*"), _Rule("からい")),
    "後": (_Rule("ご", before=r"(?:時間|分|日|年|週間|か月|ヶ月|その|食|放課|午|最)$"), _Rule("あと")),
    "生": (_Rule("なま"),),
    "行っ": (_Rule("おこなっ", before=r"(?:会議|調査|検査|手術|練習|試合|式|イベント|工事)を$"), _Rule("いっ")),
    "入っ": (_Rule("はいっ", before=r"気に$|^(?!.*気に$)"),),
    "空い": (_Rule("すい", before=r"(?:お腹|おなか|腹|電車|道|店内|バス)[がはも]?$"), _Rule("あい")),
    "空き": (_Rule("すき", before=r"(?:お腹|おなか|腹|電車|道|店内|バス)[がはも]?$"), _Rule("あき")),
    "開け": (_Rule("あけ"),),
    "開い": (_Rule("あい", before=r"(?:ドア|店|窓|扉|お店)[がはも]$"), _Rule("ひらい", before="を$"), _Rule("あい")),
    "止め": (_Rule("やめ", before=r"(?:たばこ|タバコ|仕事|お酒|酒|煙草|の)[をはも]?$"), _Rule("とめ")),
    "降り": (_Rule("ふり", before=r"(?:雨|雪)[がはも]$"), _Rule("おり")),
    "降っ": (_Rule("ふっ"),),
    "降る": (_Rule("ふる"),),
    "角": (_Rule("かど"),),
    "中": (_Rule("じゅう", before=r"(?:一日|一年|世界|一晩|今日|明日|日本|家)$"), _Rule("ちゅう",
    before=r"(?:今週|今月|午前|電話|話し|仕事|会議|営業|工事|授業|旅行|準備|食事)$"), _Rule("なか")),
    "上": (_Rule("うえ"),),
    "下": (_Rule("した"),),
    "外": (_Rule("そと"),),
    "前": (_Rule("まえ"),),
    "月": (_Rule("つき"),),
    "日": (_Rule("ひ"),),
    "水": (_Rule("みず"),),
    "人": (_Rule("じん", before=r"(?:日本|中国|韓国|アメリカ|イギリス|フランス|ドイツ|外国|イタリア|スペイン)$"),
    _Rule("ひと")),
    "次": (_Rule("つぎ"),),
    "今": (_Rule("いま"),),
    "間": (_Rule("あいだ", before=r"(?:の|る|た|い|この|その)$"), _Rule("かん")),
    "店": (_Rule("みせ"),),
    "魚": (_Rule("さかな"),),
    "夜": (_Rule("よる"),),
    "朝": (_Rule("あさ"),),
    "弟": (_Rule("おとうと"),),
    "妹": (_Rule("いもうと"),),
    "父": (_Rule("ちち"),),
    "母": (_Rule("はは"),),
    "兄": (_Rule("あに"),),
    "姉": (_Rule("あね"),),
    "避け": (_Rule("さけ"),),
    "通り": (_Rule("とおり"),),
    "止ま": (_Rule("とま"),),
    "被っ": (_Rule("かぶっ"),),
    "注い": (_Rule("つい"),),
    "抱い": (_Rule("だい"),),
    "米": (_Rule("こめ"),),
    "汚れ": (_Rule("よごれ"),),
    "側": (_Rule("そば", before=r"の$", after=r"に(?:い|あ|座)"), _Rule("がわ")),
    "様": (_Rule("さま"),),
    "君": (_Rule("くん", before=r"[一-龯ァ-ヶ]$"), _Rule("きみ")),
    "時": (_Rule("とき"),),
    "物": (_Rule("もの"),),
    "事": (_Rule("こと"),),
    "気": (_Rule("き"),),
    "席": (_Rule("せき"),),
    "札": (_Rule("さつ"), ),
}  # fmt: skip
_NOT_AFTER_HAN = frozenset("上下外前月日水人中間店夜朝父母米側時物事気席札角生")


def corrected_reading(surface: str, reading: str | None, before: str, after: str) -> str | None:
    """The reading of a token in its place; the dictionary's own where no rule speaks.

    `before` and `after` are the text on either side. One-character nouns keep the dictionary's reading next to
    another kanji, where they are parts of a compound the rules do not know.
    """
    if surface in _ALWAYS:
        return _ALWAYS[surface]
    rules = _BY_CONTEXT.get(surface)
    if rules is None:
        return reading
    alone = not (_is_han(before[-1:]) or _is_han(after[:1]))
    for rule in rules:
        bare = not rule.before and not rule.after
        if bare and surface in _NOT_AFTER_HAN and not alone:
            return reading
        if rule.before and not re.search(rule.before, before):
            continue
        if rule.after and not re.match(rule.after, after):
            continue
        return rule.reading
    return reading


def _is_han(sign: str) -> bool:
    return bool(sign) and ("\u4e00" <= sign <= "\u9fff" or sign == "々")
