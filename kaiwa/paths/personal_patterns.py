"""How personal things look: contacts, addresses, money, ages, titles, kin and employers, in eight languages at once."""

import re

from kaiwa.languages.proper_names import SURNAMES

CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞİŁŃŇŐŘŚŠŞŤŮŰŹŻŽ"
_WORD = rf"[{CAPITAL}][\w&’'-]*(?<![’'-])(?:\.\w+)*"
NAME = rf"{_WORD}(?:\s+(?:(?:&|de|of|del|della|di|von|van|la|le|da)\s+){{0,2}}{_WORD}){{0,3}}"
# a name that ends before a genitive: Kenji's
PERSON_NAME = r"(?:(?!['’]s\b){n})(?:\s+(?:(?:de|del|di|von|van|la|da)\s+){{0,2}}{n}){{0,2}}".format(
    n=rf"[{CAPITAL}][^\W\d_]*(?:-[{CAPITAL}]?[^\W\d_]+)*"
)
_HAN = "一-龯々"
# what stands before a place is none of it
_ZH = rf"(?:(?![在住到去于])[{_HAN}])"


def _made(*patterns: str, flags: re.RegexFlag = re.NOFLAG) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, flags) for each in patterns)


MAILS = _made(r"(?:\b(?:at|to|by|por|al?|à|par|per|an|unter|via)\s+)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SITES = _made(
    r"\b(?:https?://|www\.)[^\s<>、。，」）)]+", r"\b[\w-]+\.(?:com|org|net|de|fr|es|it|jp|kr|cn|io|me)(?:/\S*)?\b"
)
HANDLES = _made(r"(?<![\w])@[\w.]{2,}")
_SUM = r"\d{1,3}(?:[.,’' \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SUM = f"(?:{_SUM})"
MONEY = _made(
    rf"(?:[€$£¥₩]|\b(?:USD|EUR|CHF|GBP|JPY)\b)\s?{_SUM}\s?(?:k\b|million\b)?",
    rf"\b{_SUM}\s?(?:k\s?)?(?:€|\$|£|¥|(?:euros?|dollars?|pounds?|yen|won|yuan|dólares|pesos|libras|francs?|"
    r"Franken|CHF|EUR|USD|sterline|dollari|Dollar|Pfund)\b)",
    r"[\d０-９][\d０-９,.，]*\s?[万億千만천억]*\s?(?:円|元|원|块钱|块|人民币)",
    flags=re.IGNORECASE,
)
AGES = _made(
    r"\b(?:aged\s+\d{1,3}|\d{1,3}\s+years?\s+old|\d{1,2}\s?yo)\b",
    r"\b(?<=tengo )\d{1,3}\s+años|(?<=tiene )\d{1,3}\s+años|\bde\s+\d{1,3}\s+años\b(?=\s+de\s+edad)|"
    r"\d{1,3}\s+años\s+de\s+edad",
    r"(?<=j['’]ai )\d{1,3}\s+ans|(?<=elle a )\d{1,3}\s+ans|(?<=il a )\d{1,3}\s+ans(?!\s+d)",
    r"\b\d{1,3}\s+jahre\s+alt\b",
    r"(?<=ho )\d{1,3}\s+anni|(?<= ha )\d{1,3}\s+anni",
    r"[\d０-９]{1,3}\s?(?:歳|才)(?!児)|[\d]{1,3}\s?(?:살|세)(?![가-힣]*계)|[\d]{1,3}\s?[岁歲]",
    flags=re.IGNORECASE,
)
# before a noun, where nothing need stand
AGES_DROPPED = _made(
    r"\b\d{1,3}[- ]years?[- ]old\s+(?=\w)",
    r"\b\d{1,3}-?jährige[rnsm]?\s+(?=\w)",
    r",?\s*\bde\s+\d{1,3}\s+(?:años|ans)\b(?!\s+d)",
    r",?\s*\bdi\s+\d{1,3}\s+anni\b(?!\s+d)",
    flags=re.IGNORECASE,
)
ADDRESSES = _made(
    rf"\b\d{{1,5}}[A-Za-z]?\s+(?:[{CAPITAL}]\w+\s+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|"
    r"Court|Square|Terrace|Way|Place)\b\.?",
    rf"\b(?:[{CAPITAL}][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)|[{CAPITAL}]\w+\s(?:Straße|"
    r"Platz|Weg|Allee))\s+\d+\s?[a-z]?\b",
    rf"\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai)\s+"
    rf"(?:(?:de\s+la|de\s+l['’]|du|des|de|d['’])\s*)?[{CAPITAL}][\w-]+(?:\s[{CAPITAL}][\w-]+)*",
    rf"\b(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso)\s+"
    rf"(?:(?:de\s+la|de\s+los|del|de|della|dei|"
    rf"di)\s+)?[{CAPITAL}][\w-]+(?:\s[{CAPITAL}][\w-]+)*,?\s*(?:n[.º°]?\s*)?\d+\w?",
    rf"(?:{_ZH}{{2,3}}[省市])?(?:{_ZH}{{1,4}}[区县])?{_ZH}{{1,5}}(?:路|街|大道|巷|胡同)\d+号(?:\d*[楼室单元栋]*)*",
    rf"(?:〒?\s?\d{{3}}[-－]\d{{4}}\s*)?(?:[{_HAN}]{{2,3}}[都道府県])?[{_HAN}ヶァ-ヶー]{{1,6}}[区市町村郡][{_HAN}"
    rf"ヶァ-ヶー]{{0,8}}"
    r"\d+(?:[-－]\d+|丁目|番地?|号)*",
    r"〒\s?\d{3}[-－]?\d{4}",
    r"(?:[가-힣]+(?:시|도|구|군|동)\s+)*[가-힣]+\d*(?:로|길)\s?\d++(?:-\d+)?(?:번지|호)?(?![일월년주시명개])",
    rf"\b\d{{5}}\s+[{CAPITAL}][\w-]+",
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b",
    r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b",
)
PHONES = _made(r"(?<![A-Za-z\d:])\+?\(?\d[\d\s().\-/]{5,}\d(?![A-Za-z\d])", r"(?<![\d.,])\d{5,}(?![\d%])")
YEARS = _made(r"(?:\b(?:in|im Jahre?|en|nel|since|seit|desde|depuis|dal)\s+)?(?<!\d)(?:19|20)\d\d(?!\d)\s?(?:年|년)?")

TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Professor|Doctor|Frau|Herrn?|Fräulein|Se[ñn]or(?:a|ita)?|Sra?|Srta|Don|Do[ñn]a|"
    r"Monsieur|Madame|Mademoiselle|Mme|Mlle|MM?|Docteur|Signora?|Signorina|Sig|Sig\.ra|Dottor(?:e|essa)?|Dott|"
    r"[Ss]eñor(?:a|ita)?|[Ss]ignora?|[Mm]adame|[Mm]onsieur)"
)
TITLED = re.compile(rf"\b({TITLES})(\.?)\s+(?!I\b|N\.)({PERSON_NAME})")
KIN = (
    "boyfriend girlfriend husband wife partner fiancé fiancée fiance fiancee friend boss colleague teacher "
    "landlord landlady "
    "son daughter brother sister mother father mum mom dad grandmother grandfather grandma grandpa uncle aunt "
    "cousin neighbour neighbor nephew niece roommate flatmate "
    "freund freundin mann ehemann ehefrau verlobter verlobte verlobten chef chefin kollege kollegen kollegin "
    "lehrer lehrerin vermieter vermieterin "
    "sohn tochter bruder schwester mutter vater oma opa onkel tante nachbar nachbarn nachbarin enkel enkelin "
    "schwiegermutter schwiegervater "
    "novio novia marido esposo esposa mujer pareja amigo amiga jefe jefa profesor profesora casero hijo hija "
    "hermano hermana madre padre suegra suegro vecino vecina abuelo abuela tío tía primo prima "
    "copain copine mari femme compagnon compagne ami amie patron patronne professeur propriétaire fils fille "
    "frère sœur soeur mère père voisin voisine grand-mère grand-père oncle cousine "
    "fidanzato fidanzata ragazzo ragazza marito moglie compagno compagna amico amica capo collega professore "
    "professoressa figlio figlia fratello sorella vicino vicina nonno nonna zio zia cugino cugina"
)
_KIN = "|".join(sorted(KIN.split(), key=len, reverse=True))
RELATED = re.compile(
    rf"\b((?i:{_KIN})),?\s+((?:(?:called|named|namens|llamad[oa]|qui s['’]appelle|di nome)\s+)?)({PERSON_NAME})"
)
# in an intent that was typed without capitals
RELATED_TYPED = re.compile(
    rf"\b(?i:my|mi|mein|meine|meinem|meinen|meiner|mon|ma|mio|mia)\s+(?i:{_KIN}),?\s+([^\W\d_]{{2,}})"
)
CALLED = re.compile(
    rf"\b((?i:my name is|i['’]?m called|me llamo|je m['’]appelle|ich heiße|ich heisse|mein name ist|mi chiamo|"
    rf"called|named|namens|"
    rf"llamad[oa]))\s+({PERSON_NAME})"
)
JA_HONORIFIC = r"(?:さん|様|さま|くん|君|ちゃん|先生|氏|部長|課長|社長)"
JA_CALLED = re.compile(rf"([ァ-ヶー]{{2,}})(?={JA_HONORIFIC})")
JA_SELF = re.compile(rf"(?<=私は|僕は|前は)([{_HAN}ァ-ヶーぁ-ん]{{2,8}})(?=です|と申|といいます)")
ZH_TITLED = re.compile(rf"(?:[{SURNAMES}][{_HAN}]{{0,2}}?)(?=先生|女士|小姐|太太|老师|经理|医生|教授|阿姨|叔叔|总监)")
ZH_NICKNAME = re.compile(rf"(?<![{_HAN}大])[小老阿][{SURNAMES}](?![{SURNAMES}])|(?<=[和跟给与找见])[小阿][{SURNAMES}]")
_ZH_KIN = "男朋友|女朋友|朋友|丈夫|妻子|老公|老婆|同事|老板|老师|房东|儿子|女儿|哥哥|姐姐|弟弟|妹妹|邻居|同学"
ZH_KIN_NAMED = re.compile(
    rf"({_ZH_KIN})(?:叫)?([{SURNAMES}][{_HAN}]{{1,2}}?)(?=的|和|跟|在|是|家|一起|，|。|父母|吃|见|[^{_HAN}]|$)"
)
ZH_SELF = re.compile(rf"(?<=我叫|是叫)([{_HAN}]{{2,3}})")
_KO_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍류고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도"
    "소석선설마길연위표명기반라왕금옥육인맹제모"
)
KO_TITLED = re.compile(
    rf"(?<![가-힣])(?:[{_KO_SURNAMES}][가-힣]{{0,2}}|[가-힣]{{2,3}})\s?(?=씨(?![가-힣]*앗))|"
    rf"(?<![가-힣])[{_KO_SURNAMES}](?:[가-힣]{{2}})?\s(?=선생님|교수님|부장님|과장님|대리님|사장님|팀장님)"
)
KO_KIN = re.compile(
    r"((?:남자\s?친구|여자\s?친구|남친|여친|친구|남편|아내|상사|동료|집주인|아들|딸|형|누나|언니|오빠|동생|"
    r"이웃))\s+(?:인\s+)?(?!아주머니|아저씨|어머니|아버지|할머니|할아버지|부모|아이|가족|사람|관계|분들|"
    r"부부)([가-힣]{2,4}?)"
    r"(?=(?:의|이|가|을|를|와|과|랑|이랑|하고|에게|한테|네|은|는)?(?:\s|[,.!?]|$))"
)
KO_SELF = re.compile(
    rf"(?<=제 이름은 )([가-힣]{{2,4}}?)(?=입니다|이에요|예요)|(?<=저는 )([{_KO_SURNAMES}][가-힣]{{2}})(?=입니다|"
    rf"이에요|예요|이고)"
)
KO_FULL = re.compile(
    rf"(?<![가-힣])([{_KO_SURNAMES}][가-힣]{{2}})(?=(?:의|이|가|을|를|와|과|랑|에게|한테|은|는)?(?![가-힣]))"
)

_WORK = (
    r"(?i:work(?:s|ed|ing)?|job|interview|internship|intern|position|employed|start(?:s|ing)?|colleagues?|boss|"
    r"hired|nurse|"
    r"engineer|developer|manager|trabaj\w+|empleo|puesto|entrevista|prácticas|contrat\w+|empiezo|empezar|"
    r"travaill\w+|poste|emploi|"
    r"entretien|stage|embauch\w+|lavor\w+|impiego|posto|colloquio|tirocinio|assunt\w+|arbeit\w*|stelle|praktikum|"
    r"vorstellungsgespräch|bewerbungsgespräch|angestellt\w*|ausbildung|kolleg\w+|beworben|bewerbung)"
)
_AT = (
    r"(?:for|at|with|by|en|para|con|chez|pour|à|avec|presso|in|per|alla|alle|al|da|bei|beim|für)\s+"
    r"(?:(?:der|die|la|the|l['’])\s*)?(?:(?:Firma|empresa|société|ditta|company)\s+)?"
)
EMPLOYED = re.compile(rf"(\b{_WORK}\s+(?:[^\W\d_{CAPITAL}]+\s+){{0,2}}?{_AT})(?!{TITLES}\b)({NAME})")
EMPLOYED_DE = re.compile(
    rf"(\bbei(?:\s+der)?(?:\s+Firma)?\s+)({_WORD})(?=\s+(?:\w+\s+){{0,2}}(?:arbeit|anfang|angestellt|beginn|"
    rf"vorstell|tätig|beworben))"
)
FIRM_DE = re.compile(rf"(?:\bder\s+)?\bFirma\s+({NAME})")
FIRMS = _made(
    rf"({NAME})\s+(?:GmbH(?:\s&\sCo\.?\sKG)?|AG|SE|KG|Inc\.?|Ltd\.?|LLC|Corp\.?|Corporation|S\.A\.|S\.L\.|SARL|"
    rf"S\.?p\.?A\.?|S\.?r\.?l\.?)(?!\w)",
    rf"((?:株式会社|有限会社|合同会社)[{_HAN}ァ-ヶーA-Za-z0-9・]+|[{_HAN}ァ-ヶーA-Za-z0-9・]+(?:株式会社|有限会社))",
    r"((?:주식회사|\(주\)|㈜)\s?[가-힣A-Za-z0-9]+?(?=에서|에|의|와|과|\s|[.,]|$)|[가-힣A-Za-z]{2,}(?:전자|그룹|"
    r"자동차|은행|건설|생명|화학|텔레콤)(?=에서|에|의|\s|[.,]|$))",
    rf"((?:{_ZH}|[A-Za-z]){{2,10}}?(?:有限公司|集团公司|集团))",
)
WORKED = _made(
    rf"([{_HAN}ァ-ヶーA-Za-z・]{{2,}})(?=(?:で|に)(?:働|勤|就職|入社|転職|内定|インターン)|の面接)",
    r"([가-힣A-Za-z]{2,}?)(?=에서\s*(?:일하|일을|일할|근무|인턴)|에\s*(?:취직|입사|취업|다니|다닙|다녀))",
    rf"(?<=在)([{_HAN}A-Za-z]{{2,10}}?)(?:公司)?(?=工作|上班|实习|任职|就职|面试)|"
    rf"(?<=去)([A-Za-z{_HAN}]{{2,6}}?)(?:公司)?(?=面试)",
)
INSTITUTIONS = re.compile(
    rf"\b(?:(?:University|Hospital|School|College)\s+of\s+{_WORD}|(?:{_WORD}\s+){{1,3}}(?:University|Hospital|"
    rf"College|High School|Clinic)|"
    rf"(?:Universität|Klinik|Krankenhaus|Klinikum|Universidad|Hospital|Université|Hôpital|Università|Ospedale|"
    rf"Lycée|Colegio|Gymnasium)"
    rf"(?:\s+(?:de\s+la|del|de|di|du|des|Sankt|St\.))?\s+{_WORD}(?:\s+{_WORD}){{0,2}})"
)
