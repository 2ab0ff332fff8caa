"""How each language names days to come: regular expressions on lower-case text without accents, numbers in digits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DatePatterns:
    """What a language calls days.

    `months` and `weekdays` are in order; `ahead` stands before "3 weeks" that are to come and `ahead_after` behind
    them; `before_month` must stand before a month without a day; `ends` and `middles` name a part of a month. `named`
    are phrases with what they mean: days from today (+1), units ahead (next week) or a month and a day.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    units: dict[str, str]
    one: str
    ahead: str
    ahead_after: str
    before_month: str
    ends: str
    middles: str
    named: dict[str, str]


_SEASONS = {"spring": "03-01", "summer": "06-01", "autumn": "09-01", "winter": "12-01"}


def _named(tonight: str, tomorrow: str, after: str, week: str, month: str, year: str, weekend: str,
           ends: tuple[str, str], days: tuple[str, str],
           seasons: tuple[str, str, str, str]) -> dict[str, str]:  # fmt: skip
    fixed = dict(zip(seasons, _SEASONS.values(), strict=True))
    return {tonight: "+0", after: "+2", tomorrow: "+1", week: "week", month: "month", year: "year", weekend: "weekend",
            ends[0]: "end of month", ends[1]: "end of year", days[0]: "12-25", days[1]: "01-01", **fixed}  # fmt: skip


PATTERNS = {
    "en": DatePatterns(
        ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
         "sep(?:t|tember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
        ("mondays?", "tuesdays?", "wednesdays?", "thursdays?", "fridays?", "saturdays?", "sundays?"),
        {"day": "days?", "week": "weeks?", "month": "months?", "year": "years?"},
        "an?|one", r"\b(?:in|within|in the next|in about|the next)\s+(?:about\s+)?",
        r"\s+(?:from now|left|to go|away)\b",
        r"\b(?:in|by|until|till|before|this|next|early|late|mid|for|end of|middle of|beginning of|start of|of)[\s-]+",
        r"\b(?:late|(?:at\s+)?(?:the\s+)?end of)\s+", r"\b(?:mid[\s-]|(?:the\s+)?middle of\s+)",
        _named(r"\btonight\b|\bthis evening\b",
               r"\btomorrow\b", r"\bday after tomorrow\b", r"\bnext week\b", r"\bnext month\b", r"\bnext year\b",
               r"\b(?:this|the|next) weekend\b", (r"\bend of (?:the|this) month\b", r"\bend of (?:the|this) year\b"),
               (r"\b(?:christmas|xmas)\b", r"\bnew year'?s?\b"),
               (r"\b(?:in|this|next|by|before) (?:the )?spring\b", r"\b(?:in|this|next|by|before) (?:the )?summer\b",
                r"\b(?:in|this|next|by|before) (?:the )?(?:autumn|fall)\b",
                r"\b(?:in|this|next|by|before) (?:the )?winter\b")),
    ),
    "es": DatePatterns(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "sep?tiembre", "octubre",
        "noviembre",
         "diciembre"),
        ("lunes", "martes", "miercoles", "jueves", "viernes", "sabados?", "domingos?"),
        {"day": "dias?", "week": "semanas?", "month": "mes(?:es)?", "year": "anos?"},
        "una?", r"\b(?:en|dentro de|de aqui a|me quedan?|quedan?|faltan?)\s+(?:unos?\s+|unas\s+)?",
        r"\s+(?:mas tarde)\b",
        r"\b(?:en|para|hasta|antes de|este|a principios de|a mediados de|a finales de|de)\s+",
        r"\b(?:a\s+)?fin(?:al|ales)? de\s+",
        r"\b(?:a\s+)?mediados de\s+",
        _named(r"\besta noche\b", r"(?<!la )(?<!por la )(?<!esta )\bmanana\b(?! por)", r"\bpasado manana\b",
               r"\b(?:la )?(?:proxima semana|semana (?:que viene|proxima))\b",
               r"\b(?:el )?(?:proximo mes|mes (?:que viene|proximo))\b",
               r"\b(?:el )?(?:proximo ano|ano (?:que viene|proximo))\b",
               r"\b(?:este|el|proximo) (?:fin de semana|finde)\b", (r"\bfin(?:ales)? de(?:l| este) mes\b",
               r"\bfin(?:ales)? de(?:l)? ano\b"),
               (r"\bnavidad(?:es)?\b", r"\bano nuevo\b"),
               (r"\b(?:en|esta|para|antes de(?: la)?|la) primavera\b",
               r"\b(?:en|este|para(?: el)?|antes del|el|del) verano\b",
                r"\b(?:en|este|para(?: el)?|antes del|el) otono\b",
                r"\b(?:en|este|para(?: el)?|antes del|el) invierno\b")),
    ),
    "fr": DatePatterns(
        ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
         "decembre"),
        ("lundis?", "mardis?", "mercredis?", "jeudis?", "vendredis?", "samedis?", "dimanches?"),
        {"day": "jours?", "week": "semaines?", "month": "mois", "year": "ans?|annees?"},
        "une?", r"\b(?:dans|d'ici|sous|il me reste|il reste)\s+(?:environ\s+)?", r"\s+(?:qui restent)\b",
        r"\b(?:en|pour|avant|ce|debut|mi|fin|courant|d'ici|jusqu'en|au mois de|le|de)[\s-]+",
        r"\b(?:a la |d'ici )?fin\s+",
        r"\bmi[\s-]|\ba la mi[\s-]",
        _named(r"\bce soir\b", r"(?<!apres )(?<!apres-)\bdemain\b", r"\bapres[\s-]demain\b", r"\bsemaine prochaine\b",
        r"\bmois prochain\b", r"\bannee prochaine\b",
               r"\b(?:ce|le) (?:week-?end|week end)\b", (r"\bfin (?:du|de ce) mois\b", r"\bfin (?:de l'|d')annee\b"),
               (r"\bnoel\b", r"\bnouvel an\b"),
               (r"\b(?:au|ce|le) printemps\b", r"\b(?:en|cet|pour l'|avant l'|l')\s?ete\b",
                r"\b(?:en|cet|pour l'|avant l'|l')\s?automne\b", r"\b(?:en|cet|pour l'|avant l'|l')\s?hiver\b")),
    ),
    "de": DatePatterns(
        ("januar|janner", "februar", "marz|maerz", "april", "mai", "juni", "juli", "august", "september", "oktober",
         "november", "dezember"),
        ("montags?", "dienstags?", "mittwochs?", "donnerstags?", "freitags?", "samstags?|sonnabends?", "sonntags?"),
        {"day": "tag(?:e|en)?", "week": "wochen?", "month": "monat(?:e|en)?", "year": "jahr(?:e|en)?"},
        "einem|einer|ein", r"\b(?:in|binnen|innerhalb von|noch|in etwa|nur noch)\s+(?:etwa\s+|ca\.?\s+)?",
        r"\s+(?:zeit|bis dahin)\b",
        r"\b(?:im|bis|vor|ab|anfang|mitte|ende|diesen|nachsten|fur|monat)\s+", r"\bende\s+", r"\bmitte\s+",
        _named(r"\bheute abend\b", r"(?<!guten )(?<!uber)\bmorgen\b(?! fruh aufst)", r"\bubermorgen\b",
        r"\b(?:nachste|kommende)[rn]? woche\b",
               r"\b(?:nachste|kommende)[nms]? monat\b", r"\b(?:nachste|kommende)[sn]? jahr\b",
               r"\b(?:am|dieses|nachstes) wochenende\b", (r"\bende (?:des|dieses) monats\b|\bmonatsende\b",
               r"\bende des jahres\b|\bjahresende\b"),
               (r"\bweihnachten\b", r"\b(?:neujahr|silvester)\b"),
               (r"\bfruhling\b|\bfruhjahr\b", r"\b(?:im|diesen|nachsten|zum|bis zum) sommer\b", r"\bherbst\b",
                r"\b(?:im|diesen|nachsten|zum|bis zum) winter\b")),
    ),
    "it": DatePatterns(
        ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
         "novembre", "dicembre"),
        ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"),
        {"day": "giorn[oi]", "week": "settiman[ae]", "month": "mes[ei]", "year": "ann[oi]"},
        "una?|un", r"\b(?:tra|fra|entro|in|mi restano|mancano)\s+(?:circa\s+)?", r"\s+(?:di tempo)\b",
        r"\b(?:a|ad|in|per|entro|prima di|questo|inizio|meta|fine|il|di)\s+", r"\b(?:a |entro )?fine\s+(?:di\s+)?",
        r"\bmeta\s+(?:di\s+)?",
        _named(r"\bstasera\b", r"\bdomani\b", r"\bdopodomani\b", r"\b(?:settimana prossima|prossima settimana)\b",
        r"\b(?:mese prossimo|prossimo mese)\b",
               r"\b(?:anno prossimo|prossimo anno)\b", r"\b(?:questo|nel) (?:fine settimana|weekend)\b",
               (r"\bfine (?:del )?mese\b", r"\bfine (?:dell'\s?)?anno\b"), (r"\bnatale\b", r"\bcapodanno\b"),
               (r"\bprimavera\b", r"\b(?:in|d'|quest'|per l'|entro l'|l')\s?estate\b", r"\bautunno\b", r"\binverno\b")),
    ),
}  # fmt: skip

# full dates have a month and perhaps a year and a day; counted ones a number and a unit; the rest as above
UNSPACED = {
    "ja": {
        "date": (
            r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?!間)(?:の)?(?:(?P<day>\d{1,2})日|(?P<end>末|下旬|終わり)|"
            r"(?P<mid>中旬|半ば))?"
        ),
        "counted": (
            r"(?:あと|残り)?(?P<count>\d+)(?P<unit>日|週間|[ヶケカかヵ]月|年)(?:後|以内|で(?!きる|す))|"
            r"あと(?P<count2>\d+)(?P<unit2>日|週間|[ヶケカかヵ]月)"
        ),
        "named": (
            "今夜|今晩=+0 明後日|あさって=+2 明日|あした=+1 再来週=2week 来週=week 再来月=2month 来月=month 来年=year "
            "週末=weekend 今月末|月末=end_of_month 年末=end_of_year クリスマス=12-25 正月|元旦=01-01 "
            "春に|春まで|春休み|この春=03-01 夏に|夏まで|夏休み|この夏=06-01 秋に|秋まで|この秋=09-01 "
            "冬に|冬まで|冬休み|この冬=12-01"
        ),
        "weekday": "(?<!毎週)([月火水木金土日])曜",
        "weekdays": "月火水木金土日",
    },
    "zh": {
        "date": (
            r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号號]|(?P<end>底|末)|"
            r"(?P<mid>中旬))?"
        ),
        "counted": (
            r"(?P<count>\d+)个?(?P<unit>天|日|周|星期|礼拜|月|年)(?:之?[后後内內]|以[后後内內])|(?:还有|只有|"
            r"还剩)(?P<count2>\d+)个?(?P<unit2>天|周|星期|月)"
        ),
        "named": (
            "今晚=+0 后天|後天=+2 明天=+1 下下周=2week 下周|下個?星期|下个星期|下礼拜=week 下下个月=2month "
            "下个月|下個月|下月=month 明年=year 周末|週末=weekend 月底|月末=end_of_month 年底|年末=end_of_year "
            "圣诞=12-25 元旦|新年=01-01 春天|春季=03-01 夏天|暑假|夏季=06-01 秋天|秋季=09-01 冬天|寒假|冬季=12-01"
        ),
        "weekday": "(?<!每)(?:周|星期|礼拜)([一二三四五六日1-6])",
        "weekdays": "一二三四五六日",
    },
    "ko": {
        "date": r"(?:(?P<year>\d{4})년\s*)?(?P<month>\d{1,2})월\s*(?:(?P<day>\d{1,2})일|(?P<end>말)|(?P<mid>중순))?",
        "counted": r"(?P<count>\d+)\s*(?P<unit>일|주일?|개월|달|년)\s*(?:후|뒤|안에|이내|남)",
        "named": (
            "오늘\\s*(?:저녁|밤)=+0 모레=+2 내일=+1 다다음\\s*주=2week 다음\\s*주=week 다음\\s*달=month 내년=year "
            "주말=weekend 월말|이번\\s*달\\s*말=end_of_month 연말=end_of_year 크리스마스|성탄절=12-25 새해|설날=01-01 "
            "봄에|봄까지|올봄=03-01 여름=06-01 가을=09-01 겨울=12-01"
        ),
        "weekday": "(?<!매주 )([월화수목금토일])요일",
        "weekdays": "월화수목금토일",
    },
}  # fmt: skip
