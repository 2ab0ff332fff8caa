"""Which languages, countries and cities a text names, in any of the eight languages it may be written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kaiwa.languages.word_lists import foldable, words_pattern


class Naming(IntEnum):
    """How outright a language is named; a people is an adjective too, and may mean either."""

    CITY = 1
    COUNTRY = 2
    PEOPLE = 3
    LANGUAGE = 4


@dataclass(frozen=True)
class NamedLanguage:
    """A language (ISO 639-1) that a text names, and where."""

    language: str
    naming: Naming
    start: int
    end: int


# lists as word_lists.py reads them
_NAMES: dict[str, dict[Naming, str]] = {
    "ja": {
        Naming.LANGUAGE: "nihongo jlpt 日本語 日语 日語 日文 일본어 일어 日本话",
        Naming.PEOPLE: "japanese* japanisch* japones* japonais* giappones* japaner* 日本人 일본인 일본_사람",
        Naming.COUNTRY: "japan japon giappone nippon 日本 일본",
        Naming.CITY: "tokyo tokio osaka kyoto kioto sapporo nagoya fukuoka okinawa hiroshima yokohama kobe hokkaido "
        "nara kanazawa 東京 东京 大阪 京都 札幌 名古屋 福岡 福冈 沖縄 冲绳 広島 广岛 横浜 横滨 神戸 北海道 도쿄 "
        "오사카 교토 삿포로 후쿠오카 오키나와 나고야 홋카이도",
    },
    "ko": {
        Naming.LANGUAGE: "hangul hangeul topik 韓国語 韩语 韓語 韩文 朝鲜语 한국어 한국말 ハングル",
        Naming.PEOPLE: "korean* koreanisch* corean* coreen* koreaner* 韓国人 韩国人 한국인 한국_사람",
        Naming.COUNTRY: "korea sudkorea corea coree 韓国 韩国 한국",
        Naming.CITY: "seoul seul busan incheon jeju daegu ソウル 釜山 首尔 济州 済州 서울 부산 제주 인천 대구",
    },
    "zh": {
        Naming.LANGUAGE: "mandarin* putonghua hsk 中国語 中文 汉语 漢語 普通话 普通話 华语 중국어 中國話 中国话",
        Naming.PEOPLE: "chinese* chinesisch* chino chinos chinas chinois* cines* chinesen 中国人 中國人 중국인 "
        "중국_사람",
        Naming.COUNTRY: "china chine cina taiwan 中国 中國 台湾 台灣 중국 대만",
        Naming.CITY: "beijing peking pekin pechino shanghai schanghai sanghai shangai taipei taipeh guangzhou "
        "shenzhen chengdu xi'an hangzhou 北京 上海 广州 深圳 成都 杭州 台北 베이징 북경 상하이 상해 타이베이 ペキン "
        "シャンハイ",
    },
    "en": {
        Naming.LANGUAGE: "english ielts toefl toeic anglais englisch* schulenglisch wirtschaftsenglisch ingles "
        "inglese 英語 英语 英文 영어",
        Naming.PEOPLE: "inglesa* ingleses inglesi american* amerikan* americain* british britisch* britannique* "
        "britanic* anglaise* australian* irish irisch* アメリカ人 イギリス人 美国人 英国人 미국인 영국인",
        Naming.COUNTRY: "england inglaterra angleterre inghilterra usa u.s. uk united_states united_kingdom "
        "great_britain vereinigte_staaten vereinigten_staaten grossbritannien großbritannien estados_unidos "
        "reino_unido etats-unis etats_unis royaume-uni stati_uniti regno_unito america amerika amerique australia "
        "australien australie ireland irland irlanda irlande scotland schottland escocia アメリカ イギリス 英国 米国 "
        "オーストラリア アイルランド 美国 美國 澳大利亚 澳洲 爱尔兰 미국 영국 호주 아일랜드",
        Naming.CITY: "london londres londra new_york nueva_york los_angeles san_francisco boston chicago dublin "
        "dublino edinburgh sydney melbourne toronto ロンドン ニューヨーク ロサンゼルス シドニー 伦敦 倫敦 纽约 "
        "洛杉矶 悉尼 런던 뉴욕 로스앤젤레스 시드니",
    },
    "es": {
        Naming.LANGUAGE: "spanish schulspanisch spanisch castellano dele スペイン語 西班牙语 西语 西班牙文 스페인어",
        Naming.PEOPLE: "spanische* espanol* espagnol* spagnol* spanier* mexican* mexikan* mexicain* messican* "
        "argentin* colombian* kolumbian* peruan* chilen* スペイン人 西班牙人 스페인_사람",
        Naming.COUNTRY: "spain spanien espana espagne spagna mexico mexiko mexique messico colombia kolumbien "
        "colombie peru cuba kuba latin_america latinoamerica lateinamerika sudamerika south_america スペイン "
        "メキシコ 西班牙 墨西哥 阿根廷 스페인 멕시코 アルゼンチン",
        Naming.CITY: "madrid barcelona sevilla seville siviglia malaga bilbao buenos_aires bogota マドリード "
        "バルセロナ 马德里 巴塞罗那 마드리드 바르셀로나",
    },
    "fr": {
        Naming.LANGUAGE: "french schulfranzosisch franzosisch francais delf dalf フランス語 法语 法語 法文 프랑스어 "
        "불어",
        Naming.PEOPLE: "franzosische* frances* francaise* franzose* quebecois* フランス人 法国人 프랑스인 "
        "프랑스_사람",
        Naming.COUNTRY: "france frankreich francia quebec フランス 法国 法國 프랑스",
        Naming.CITY: "paris parigi lyon lione marseille marsella bordeaux toulouse montreal パリ 巴黎 里昂 파리 "
        "リヨン",
    },
    "de": {
        Naming.LANGUAGE: "german deutsch testdaf deutschkurs* deutschunterricht* aleman allemand tedesco ドイツ語 "
        "德语 德語 德文 독일어",
        Naming.PEOPLE: "germans deutsche* alemana* alemanes allemande* allemands tedesca tedeschi tedesche austrian* "
        "osterreichisch* ドイツ人 德国人 독일인",
        Naming.COUNTRY: "germany deutschland alemania allemagne germania austria osterreich autriche ドイツ 德国 "
        "德國 奥地利 독일 오스트리아",
        Naming.CITY: "berlin berlino munich munchen munich monaco_di_baviera hamburg hamburgo amburgo cologne koln "
        "frankfurt francfort leipzig dresden stuttgart vienna viena vienne wien zurich ベルリン ミュンヘン ウィーン "
        "柏林 慕尼黑 维也纳 베를린 뮌헨",
    },
    "it": {
        Naming.LANGUAGE: "italian italiano italienisch italien_parle イタリア語 意大利语 意大利文 이탈리아어 "
        "義大利語",
        Naming.PEOPLE: "italians italiana* italiani italiane italienne* italiens italienisch* italiener* イタリア人 "
        "意大利人 이탈리아인",
        Naming.COUNTRY: "italy italia italie italien sicily sicilia sizilien sicile sardinia sardegna sardinien "
        "toskana tuscany toscana イタリア 意大利 이탈리아",
        Naming.CITY: "rome roma rom milan milano mailand naples napoli neapel napoles florence firenze florenz "
        "florencia venice venezia venedig venecia venise turin torino bologna ローマ ミラノ ナポリ フィレンツェ "
        "ヴェネツィア 罗马 米兰 佛罗伦萨 威尼斯 로마 밀라노 피렌체 베네치아",
    },
    "pt": {Naming.LANGUAGE: "portugu* portugies* portog* brazilian* ポルトガル語 葡萄牙语 葡语 포르투갈어"},
    "ru": {Naming.LANGUAGE: "russian russisch* ruso russe russo ロシア語 俄语 俄文 러시아어"},
    "uk": {Naming.LANGUAGE: "ukrain* ucrain* ucranian* ウクライナ語 乌克兰语 우크라이나어"},
    "ar": {Naming.LANGUAGE: "arabic arabisch* arabe arabo アラビア語 阿拉伯语 아랍어"},
    "tr": {Naming.LANGUAGE: "turkish turkisch* turco turc トルコ語 土耳其语 터키어 튀르키예어"},
    "nl": {Naming.LANGUAGE: "dutch niederland* hollandisch* neerland* olandese holandes オランダ語 荷兰语 네덜란드어"},
    "sv": {Naming.LANGUAGE: "swedish schwedisch* sueco suedois svedese スウェーデン語 瑞典语 스웨덴어"},
    "pl": {Naming.LANGUAGE: "learn_polish speak_polish polnisch* polaco polonais polacco ポーランド語 波兰语 폴란드어"},
    "el": {Naming.LANGUAGE: "greek griechisch* griego grec greco ギリシャ語 希腊语 그리스어"},
    "vi": {Naming.LANGUAGE: "vietnames* vietnamita vietnamien* ベトナム語 越南语 베트남어"},
    "th": {Naming.LANGUAGE: "thai thailandisch* tailandes thailandais thailandese タイ語 泰语 태국어"},
    "hi": {Naming.LANGUAGE: "hindi ヒンディー語 印地语 힌디어"},
    "he": {Naming.LANGUAGE: "hebrew hebraisch* hebreo hebreu ebraico ヘブライ語 希伯来语 히브리어"},
    "la": {Naming.LANGUAGE: "latein latein* latin_language ラテン語 拉丁语 라틴어"},
    "eo": {Naming.LANGUAGE: "esperanto エスペラント 世界语 에스페란토"},
    "tlh": {Naming.LANGUAGE: "klingon* クリンゴン語 克林贡语 클링온어"},
}  # fmt: skip


def find_language_names(text: str) -> list[NamedLanguage]:
    """Languages in the order of the text, by name, people, country or city; of two in one place the longer counts."""
    plain = foldable(text)
    found = [
        NamedLanguage(language, naming, *match.span())
        for language, names in _NAMES.items()
        for naming, entries in names.items()
        for match in words_pattern(entries).finditer(plain)
    ]
    found.sort(key=lambda each: (each.start, each.start - each.end, -each.naming))
    kept: list[NamedLanguage] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
