"""The phrases of clock_times.py: <H> and <M> stand for an hour and minutes in digits or words, accents are off."""

_DIGITAL = r"(?<![\d:])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?!\d)"
HALVES = {"three quarters": "三刻|dreiviertel|drei viertel|tre quarti"}
LATER = {
    "en": "pm|afternoon|evening|night|tonight", "es": "tarde|noche|pm", "fr": "apres midi|soir",
    "de": "nachmittag|abend|nacht",
    "it": "pomeriggio|sera|notte", "ja": "午後|夜|夕方|晩|gogo|ごご|よる", "ko": "오후|저녁|밤",
    "zh": "下午|晚上|傍晚|晚|xia wu|wan shang|xiawu|wanshang",
}  # fmt: skip
_EN_PART = (
    r"(?:\s?(?P<part>[ap]\.?m\b\.?)|\s(?:in the|at|this) (?P<part2>morning|afternoon|evening|night)"
    r"| (?P<part3>tonight))"
)
_ES_PART = r"(?:\s(?:de|por) la (?P<part>manana|tarde|noche)|\s?(?P<part2>[ap]\.?m\b\.?))"
_FR_PART = r"(?:\s(?:du|de l')\s?(?P<part>matin|apres midi|soir))"
_DE_PART = r"(?:\s(?:am |in der )?(?P<part>morgens|vormittags|nachmittags?|abends?|nachts?|morgen|fruh))"
_IT_PART = r"(?:\s(?:del|della|di) (?P<part>mattin[ao]|pomeriggio|sera|notte))"
PATTERNS: dict[str, tuple[str, ...]] = {
    "en": (
        _DIGITAL + _EN_PART + "?", rf"(?P<half>half)(?: past)? <H>{_EN_PART}?",
            rf"(?:a )?(?P<quarter>quarter) past <H>{_EN_PART}?",
        rf"(?:a )?(?P<quarter>quarter) (?P<before>to) <H>{_EN_PART}?", rf"<M>(?: minutes?)? past <H>{_EN_PART}?",
        rf"<M>(?: minutes?)? (?P<before>to) <H>{_EN_PART}?", rf"<H>[.:](?P<minute>[0-5]\d){_EN_PART}",
        rf"<H>(?: o'?clock)?{_EN_PART}", r"<H> o'?clock",
        rf"<H> <M>{_EN_PART}", r"(?<=\bat )<H> (?P<minute>\b(?:thirty|fifteen|forty five|ten|twenty|forty|fifty|five|"
                               r"twenty five|thirty five|fifty five)\b)",
        r"(?<=\bat )<H>(?! \w*(?:people|table|minutes|euros|pounds|dollars))",
        r"\b(?:(?P<noon>noon|midday)|(?P<midnight>midnight))\b",
    ),
    "es": (
        _DIGITAL + _ES_PART + "?", rf"\blas? <H> y (?P<half>media){_ES_PART}?",
            rf"\blas? <H> y (?P<quarter>cuarto){_ES_PART}?",
        rf"\blas? <H> (?P<before>menos) (?:(?P<quarter>cuarto)|<M>){_ES_PART}?",
        rf"\blas? <H> (?:y |con )?<M>{_ES_PART}?",
        rf"\b(?:a|son|es|sobre|hasta|desde|de|para|antes de) las? <H>(?: en punto)?{_ES_PART}?",
        rf"\blas? <H>{_ES_PART}", r"\b(?:(?P<noon>mediodia)|(?P<midnight>medianoche))\b",
    ),
    "fr": (
        _DIGITAL, r"(?<!\d)(?P<hour>\d{1,2})\s?h(?:eures?)?\s?(?P<minute>[0-5]\d)?\b" + _FR_PART + "?",
            rf"<H> heures? et (?P<half>demie?){_FR_PART}?", rf"<H> heures? et (?:un )?(?P<quarter>quart){_FR_PART}?",
        rf"<H> heures? (?P<before>moins) (?:le |un )?(?:(?P<quarter>quart)|<M>){_FR_PART}?",
        rf"<H> heures? <M>{_FR_PART}?", rf"<H> heures?{_FR_PART}?",
        r"\b(?:(?P<noon>midi)|(?P<midnight>minuit))(?P<half> et demie?)?\b(?!\s?(?:apres))",
    ),
    "de": (
        _DIGITAL + r"(?: uhr)?" + _DE_PART + "?", rf"\b(?P<halfto>halb) <H>{_DE_PART}?",
            rf"\b(?P<quarter>viertel) (?:nach|uber) <H>{_DE_PART}?",
            rf"\b(?P<quarter>viertel) (?P<before>vor) <H>{_DE_PART}?",
        rf"<M>(?: minuten)? nach <H>{_DE_PART}?", rf"<M>(?: minuten)? (?P<before>vor) <H>{_DE_PART}?",
        rf"<H> uhr <M>{_DE_PART}?", rf"<H>\.(?P<minute>[0-5]\d) uhr{_DE_PART}?", rf"<H> uhr{_DE_PART}?",
        rf"\b(?:um|gegen|ab|bis) <H>{_DE_PART}?(?! \w*(?:personen|leute|euro))",
        rf"<H>{_DE_PART}", r"\b(?:(?P<noon>mittags|zwolf uhr mittags)|(?P<midnight>mitternacht))\b",
    ),
    "it": (
        _DIGITAL + _IT_PART + "?", rf"\b(?:(?:al|dal|per |sono |verso |del)?le|all'|l'|"
                                   rf"dall') ?<H> e (?P<half>mezz[ao]){_IT_PART}?",
                                   rf"\b(?:(?:al|dal|per |sono |verso |del)?le|all'|l'|"
                                   rf"dall') ?<H> e (?:un )?(?P<quarter>quarto|tre quarti){_IT_PART}?",
        rf"\b(?:(?:al|dal|per |sono |verso |del)?le|all'|l') ?<H> (?P<before>meno) (?:un )?(?:(?P<quarter>quarto)|"
        rf"<M>){_IT_PART}?", rf"\b(?:(?:al|dal|del)?le|all'|l') ?<H> e <M>{_IT_PART}?",
        rf"\b(?:alle|dalle|sono le|verso le|per le|all'|e l') ?<H>(?: in punto)?{_IT_PART}?",
        rf"\ble <H>{_IT_PART}", r"\b(?:(?P<noon>mezzogiorno)|(?P<midnight>mezzanotte))(?P<half> e mezz[ao])?\b",
    ),
}  # fmt: skip
_KANJI = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
ROMAJI_TIME = {"ichi": 1, "ni": 2, "san": 3, "yo": 4, "go": 5, "roku": 6, "shichi": 7, "nana": 7, "hachi": 8, "ku": 9,
    "juu": 10, "ju": 10, "juuichi": 11, "juuni": 12,
               "いち": 1, "に": 2, "さん": 3, "よ": 4, "ご": 5, "ろく": 6, "しち": 7, "はち": 8, "く": 9,
               "じゅう": 10, "じゅういち": 11,
               "じゅうに": 12}  # fmt: skip
PINYIN_TIME = {
    "yi": 1,
    "liang": 2,
    "san": 3,
    "si": 4,
    "wu": 5,
    "liu": 6,
    "qi": 7,
    "ba": 8,
    "jiu": 9,
    "shi": 10,
    "shi yi": 11,
    "shi er": 12,
}
_JA_LATIN = "juuichi|juuni|ichi|ni|san|yo|go|roku|shichi|nana|hachi|ku|juu|ju"
_JA_KANA = "じゅういち|じゅうに|いち|に|さん|よ|ご|ろく|しち|はち|く|じゅう"
_KO_HOUR = "열한|열두|열 한|열 두|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|[0-9]{1,2}"
_KO_PART = "(?:(?P<part>오전|오후|아침|저녁|밤|새벽|낮)(?:에)?\\s?)?"
_ZH_PART = "(?:(?P<part>上午|早上|下午|晚上|傍晚|中午|凌晨|今晚|明晚|xia ?wu|shang ?wu|zao ?shang|wan ?shang)\\s?)?"
EAST: dict[str, tuple[str, ...]] = {
    "ja": (
        _DIGITAL, rf"(?:(?P<part>午前|午後|朝|夜|夕方|昼|晩)の?)?(?P<hour>{_KANJI})時(?!間)(?:(?P<half>半)|"
                  rf"(?P<minute>{_KANJI})分)?",
        rf"(?:(?P<part>gogo|gozen|yoru|asa)(?: no)? )?\b(?P<hour>{_JA_LATIN}) ?ji\b(?P<half> ?han)?(?! ?kan)",
        rf"(?:(?P<part>ごご|ごぜん|よる|あさ)の?)?(?:(?<![ぁ-ん])|"
        rf"(?<=[のはにごぜん、]))(?P<hour>{_JA_KANA})じ(?P<half>はん)?(?=[にのごはでがまかを、。 ]|$)(?!かん)",
        r"(?P<noon>正午)|(?P<midnight>真夜中)",
    ),
    "ko": (_DIGITAL, rf"{_KO_PART}(?<![가-힣])(?P<hour>{_KO_HOUR})\s?시(?!간|[작장켜키험도])\s?(?:(?P<half>반|半)|"
                     rf"(?P<minute>[0-9]{{1,2}}|[일이삼사오육칠팔구십]{{1,3}})\s?분)?",
                     r"(?P<noon>정오)|(?P<midnight>자정)"),
    "zh": (
        _DIGITAL, rf"{_ZH_PART}差(?P<quarter>一刻)(?P<before>)(?P<hour>[两兩]|{_KANJI})[点點]",
        rf"{_ZH_PART}(?P<hour>[两兩]|{_KANJI})[点點](?!心|菜|击|儿)(?:钟|(?P<half>半)|(?P<quarter>[一三]刻)|"
        rf"[零〇]?(?P<minute>{_KANJI})分?)?",
        rf"{_ZH_PART}\b(?P<hour>shi ?yi|shi ?er|yi|liang|san|si|wu|liu|qi|ba|jiu|shi) ?dian\b(?P<half> ?ban)?",
        r"(?P<noon>正午)|(?P<midnight>午夜)",
    ),
}  # fmt: skip
