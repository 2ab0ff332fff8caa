"""What stands in a public text where something personal stood, and what names it, language by language."""

from enum import IntEnum

LANGUAGES = ("en", "es", "fr", "de", "it", "ja", "ko", "zh")


class Mark(IntEnum):
    """A place where something personal stood: a sign that no text has, until the neutral word takes its place."""

    PERSON = 0xE000
    # behind a title: Frau N., Aさん, 某先生
    INITIAL = 0xE001
    COMPANY = 0xE002
    SOMETHING = 0xE003
    WHEN = 0xE004
    ADDRESS = 0xE005
    MAIL = 0xE006
    SITE = 0xE007
    NUMBER = 0xE008
    AMOUNT = 0xE009
    AGE = 0xE00A
    HEALTH = 0xE00B
    # in the place of an adjective: "I am pregnant"
    ILL = 0xE00C
    MEDICINE = 0xE00D

    @property
    def sign(self) -> str:
        """The sign itself."""
        return chr(self)


# in the order of LANGUAGES
_WORDS = {
    Mark.PERSON: ("someone", "alguien", "quelqu’un", "jemand", "qualcuno", "ある人", "어떤 사람", "某人"),
    Mark.INITIAL: ("N.", "N.", "N.", "N.", "N.", "A", "A", "某"),
    Mark.COMPANY: (
        "a company",
        "una empresa",
        "une entreprise",
        "einer Firma",
        "un’azienda",
        "ある会社",
        "어떤 회사",
        "某公司",
    ),
    Mark.SOMETHING: (
        "somewhere",
        "en algún lugar",
        "quelque part",
        "irgendwo",
        "da qualche parte",
        "あるところ",
        "어떤 곳",
        "某处",
    ),
    Mark.WHEN: ("soon", "pronto", "bientôt", "bald", "presto", "近いうちに", "곧", "不久"),
    Mark.ADDRESS: (
        "an address",
        "una dirección",
        "une adresse",
        "eine Adresse",
        "un indirizzo",
        "ある住所",
        "어떤 주소",
        "某地址",
    ),
    Mark.MAIL: (
        "by e-mail",
        "por correo",
        "par e-mail",
        "per E-Mail",
        "per e-mail",
        "メール",
        "이메일",
        "电子邮件",
    ),
    Mark.SITE: ("a website", "una web", "un site", "eine Website", "un sito", "あるサイト", "어떤 사이트", "某网站"),
    Mark.NUMBER: (
        "a number",
        "un número",
        "un numéro",
        "eine Nummer",
        "un numero",
        "ある番号",
        "어떤 번호",
        "某号码",
    ),
    Mark.AMOUNT: (
        "a sum",
        "una cantidad",
        "une somme",
        "einen gewissen Betrag",
        "una somma",
        "ある金額",
        "어떤 금액",
        "一笔钱",
    ),
    Mark.AGE: (
        "of a certain age",
        "cierta edad",
        "un certain âge",
        "in einem gewissen Alter",
        "una certa età",
        "ある年齢",
        "어느 나이",
        "某个年纪",
    ),
    Mark.HEALTH: (
        "a health matter",
        "un tema de salud",
        "une question de santé",
        "ein gesundheitliches Thema",
        "una questione di salute",
        "健康上のこと",
        "건강 문제",
        "健康问题",
    ),
    Mark.MEDICINE: (
        "a medicine",
        "un medicamento",
        "un médicament",
        "ein Medikament",
        "un farmaco",
        "薬",
        "약",
        "药",
    ),
    Mark.ILL: (
        "in a special situation",
        "en una situación especial",
        "dans une situation particulière",
        "in einer besonderen Lage",
        "in una situazione particolare",
        "健康上の事情がある",
        "건강상 사정이 있는",
        "有健康原因",
    ),
}
NEUTRAL = {mark: dict(zip(LANGUAGES, words, strict=True)) for mark, words in _WORDS.items()}

# what goes with a time that is left out
BEFORE_TIMES = {
    "en": "on in by until till before this next at from for since early late mid the of around",
    "es": "el en para hasta antes_de de del desde a principios_de a_principios_de a_finales_de este esta próximo",
    "fr": "le en pour avant_le avant jusqu'au dès_le du au à_partir_du début fin mi ce cet cette d'ici_le",
    "de": "am im bis_zum bis zum vom ab_dem ab den dem seit vor_dem vor anfang mitte ende diesen nächsten des in",
    "it": "il entro_il entro in a ad per prima_di prima_del di del dal fine inizio questo questa al",
}
AFTER_TIMES = {"ja": "までに|から|まで|には|に|は", "ko": "까지는|까지|부터|에는|에", "zh": "之前|以前|前|份|起"}
SEASONS = {
    "en": "spring summer autumn winter christmas easter",
    "es": "primavera verano otoño invierno navidad navidades",
    "fr": "printemps été automne hiver noël",
    "de": "frühling frühjahr sommer herbst winter weihnachten ostern",
    "it": "primavera estate autunno inverno natale pasqua",
    "ja": "春 夏 秋 冬 クリスマス お正月",
    "ko": "봄 여름 가을 겨울 크리스마스 설날 추석",
    "zh": "春天 夏天 秋天 冬天 圣诞节 圣诞 春节",
}
