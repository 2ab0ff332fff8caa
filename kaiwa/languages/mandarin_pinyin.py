"""Pinyin of Chinese text: pypinyin with the polyphones of conversation decided by their neighbours, and sandhi."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_WORDS = {
    "觉得": "jué de", "覺得": "jué de", "睡觉": "shuì jiào", "睡覺": "shuì jiào", "喜欢": "xǐ huan", "喜歡": "xǐ huan",
    "朋友": "péng you", "谢谢": "xiè xie", "謝謝": "xiè xie", "爸爸": "bà ba", "妈妈": "mā ma", "哥哥": "gē ge",
    "姐姐": "jiě jie", "弟弟": "dì di", "妹妹": "mèi mei", "爷爷": "yé ye", "奶奶": "nǎi nai", "时候": "shí hou",
    "东西": "dōng xi", "先生": "xiān sheng", "地方": "dì fang", "名字": "míng zi", "客气": "kè qi",
    "漂亮": "piào liang",
    "认识": "rèn shi", "明白": "míng bai", "休息": "xiū xi", "衣服": "yī fu", "知道": "zhī dào", "便宜": "pián yi",
    "很长": "hěn cháng", "太长": "tài cháng", "多长": "duō cháng", "不长": "bù cháng", "头发长": "tóu fa cháng",
    "头发": "tóu fa", "很重": "hěn zhòng", "孩子": "hái zi", "意思": "yì si", "学生": "xué sheng", "医生": "yī shēng",
    "眼睛": "yǎn jing", "告诉": "gào su", "早上": "zǎo shang", "晚上": "wǎn shang", "舒服": "shū fu", "麻烦": "má fan",
    "商量": "shāng liang", "打算": "dǎ suàn", "关系": "guān xi", "太太": "tài tai", "我们": "wǒ men",
    "多少": "duō shao",
    "豆腐": "dòu fu", "包子": "bāo zi", "饺子": "jiǎo zi", "窗户": "chuāng hu", "护士": "hù shi", "大夫": "dài fu",
    "大家": "dà jiā", "还给": "huán gěi", "还书": "huán shū", "还钱": "huán qián", "归还": "guī huán",
    "教书": "jiāo shū",
    "长大": "zhǎng dà", "长得": "zhǎng de", "只有": "zhǐ yǒu", "只要": "zhǐ yào", "为了": "wèi le", "因为": "yīn wèi",
    "量一下": "liáng yī xià", "量体温": "liáng tǐ wēn", "要不要": "yào bu yào", "是不是": "shì bu shì",
    "好不好": "hǎo bu hǎo",
    "能不能": "néng bu néng", "有没有": "yǒu méi yǒu", "可不可以": "kě bu kě yǐ", "会不会": "huì bu huì",
    "对不起": "duì bu qǐ", "差不多": "chà bu duō", "来不及": "lái bu jí", "听不懂": "tīng bu dǒng",
    "看不懂": "kàn bu dǒng",
    "受不了": "shòu bu liǎo", "吃不了": "chī bu liǎo", "怎么": "zěn me", "这么": "zhè me", "那么": "nà me",
    "什么": "shén me", "行李": "xíng li", "还行": "hái xíng", "不行": "bù xíng", "行吗": "xíng ma",
    "行不行": "xíng bu xíng",
    "出差": "chū chāi", "放假": "fàng jià", "请假": "qǐng jià", "发烧": "fā shāo", "发票": "fā piào", "理发": "lǐ fà",
    "空调": "kōng tiáo", "有空调": "yǒu kōng tiáo", "叔叔": "shū shu", "厉害": "lì hai", "厲害": "lì hai",
    "有空": "yǒu kòng",
    "没空": "méi kòng", "干净": "gān jìng", "干杯": "gān bēi", "干什么": "gàn shén me",
    "数学": "shù xué", "一会儿": "yī huìr", "一点儿": "yī diǎnr", "这儿": "zhèr", "那儿": "nàr", "哪儿": "nǎr",
    "哪里": "nǎ lǐ", "那里": "nà lǐ", "重新": "chóng xīn", "音乐": "yīn yuè", "快乐": "kuài lè", "可乐": "kě lè",
    "好吃": "hǎo chī", "爱好": "ài hào", "好奇": "hào qí", "首都": "shǒu dū", "成都": "chéng dū", "方便": "fāng biàn",
    "大便": "dà biàn", "随便": "suí biàn", "银行": "yín háng", "行人": "xíng rén", "旅行": "lǚ xíng",
    "自行车": "zì xíng chē",
    "了解": "liǎo jiě", "得了": "dé le", "记得": "jì de", "值得": "zhí de", "懂得": "dǒng de", "晓得": "xiǎo de",
    "得到": "dé dào", "得病": "dé bìng", "身份": "shēn fèn", "相信": "xiāng xìn", "照相": "zhào xiàng",
    "睡着": "shuì zháo",
    "着急": "zháo jí", "着凉": "zháo liáng", "看着": "kàn zhe", "背包": "bēi bāo", "血": "xuè", "暖和": "nuǎn huo",
    "葡萄": "pú tao", "石榴": "shí liu", "味道": "wèi dào", "裤子": "kù zi", "先生们": "xiān sheng men",
}  # fmt: skip
_RULES: tuple[tuple[str, str], ...] = (
    (r"(?<=[我你您他她们就都也还该])得(?=[走去回先赶在早等给做写上下吃买开学工付要马问看打换])", "děi"),
    (r"(?<=[一-龥])得(?=[很不太真非快慢好多远早晚怎特挺越清懂见了厉厲遠見])", "de"),
    (r"还(?=了|一下|你|他|她|我钱|掉|不上|清)(?!了解)", "huán"),
    (r"(?<=[慢好轻认快真开静悄])地(?=[走说做看听吃写学来等])", "de"),
    (r"(?<=[一-龥])地(?=[走说做看听吃写等])", "de"),
    (r"教(?=[我你您他她汉中英日学法德韩得了过])", "jiāo"),
    (r"(?<=[很太真最更挺么有不这那])长(?![大得高辈])", "cháng"),
    (r"只(?=[一-龥])(?<![一两三四五六七八九十几这那]只)", "zhǐ"),
    (r"(?<=[一两三四五六七八九十几这那])只", "zhī"),
    (r"子(?=[^一-龥]|$)(?<=[桌椅杯房孩儿裤帽鞋瓶盘筷勺肚鼻嗓袜裙样]子)", "zi"),
    (r"(?<=[桌椅杯房孩裤帽筷勺肚鼻嗓袜裙样])子", "zi"),
    (r"(?<=[一-龥])了(?![解不得])", "le"),
    (r"(?<=[我你他她它您人])们", "men"),
    (r"吗|嗎", "ma"),
    (r"呢", "ne"),
    (r"吧", "ba"),
    (r"(?<=[两三几四五六七八九十])[个個]", "gè"),
    (r"(?<=[这那哪這下上每])[个個]", "ge"),
)
_WORD_FINDER = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def tone_of(syllable: str) -> int:
    """Tone 1–4 by the mark on a pinyin syllable, 0 for the neutral tone."""
    return next((_TONES[sign] for sign in unicodedata.normalize("NFD", syllable) if sign in _TONES), 0)


def _author_spans(text: str, readings: tuple[tuple[str, str], ...], taken: dict[int, str | None]) -> None:
    for surface, reading in sorted(readings, key=lambda pair: -len(pair[0])):
        syllables = reading.split()
        for match in re.finditer(re.escape(surface), text) if surface else ():
            _take(match.start(), surface, syllables, taken)


def _take(start: int, surface: str, syllables: list[str], taken: dict[int, str | None]) -> None:
    places = [start + index for index, sign in enumerate(surface) if _HAN.match(sign)]
    if any(place in taken for place in places):
        return
    if len(syllables) < len(places) and surface.endswith("儿"):
        taken[places.pop()] = ""
    for place, syllable in zip(places, syllables, strict=False):
        taken[place] = syllable


@lru_cache(maxsize=4096)
def pinyin_by_character(text: str, readings: tuple[tuple[str, str], ...] = ()) -> tuple[str | None, ...]:
    """Pinyin with tone marks for each character, None for what is not Han, "" for a 儿 that fused with its syllable.

    Order of authority: the author's `readings`, words, neighbour rules, pypinyin; then 不 and 一 change their tone as
    printed in textbooks (GB/T 16159-2012 leaves it open): bú and yí before a fourth tone, yì before the others.
    """
    authored: dict[int, str | None] = {}
    _author_spans(text, readings, authored)
    taken = dict(authored)
    for match in _WORD_FINDER.finditer(text):
        _take(match.start(), match[0], _WORDS[match[0]].split(), taken)
    for pattern, syllable in _RULES:
        for match in re.finditer(pattern, text):
            taken.setdefault(match.start(), syllable)
    for match in _HAN.finditer(text):
        for offset, syllable in enumerate(lazy_pinyin(match[0], style=Style.TONE, tone_sandhi=False)):
            taken.setdefault(match.start() + offset, syllable)
    found: list[str | None] = [taken.get(place) for place in range(len(text))]
    return tuple(_with_sandhi(text, found, authored))


_COUNTING = re.compile(r"[一二三四五六七八九十〇零百千万第0-9初周期]")


def _with_sandhi(text: str, found: list[str | None], authored: Mapping[int, str | None]) -> list[str | None]:
    done = list(found)
    for place, sign in enumerate(text):
        if place in authored or sign not in "不一" or found[place] in ("bu", None):
            continue
        following = found[place + 1] if place + 1 < len(text) else None
        before = text[place - 1] if place else ""
        if sign == "不":
            done[place] = "bú" if following and tone_of(following) == 4 else "bù"
        elif (
            not following
            or _COUNTING.match(before)
            or text[place + 1] in "二三四五六七八九十月号楼"
            or before in tuple("期拜")
        ):
            done[place] = "yī"
        elif before and before == text[place + 1]:
            done[place] = "yi"
        else:
            done[place] = "yí" if tone_of(following) == 4 or text[place + 1] == "个" else "yì"
    return done
