"""What makes a line a question, and the tags that ask only for agreement: regular expressions as for polarity."""

from kaiwa.languages.polarity_patterns import EN_AUXILIARY

TAGS: dict[str, tuple[str, ...]] = {
    "en": (
        rf",\s*(?:{EN_AUXILIARY}|wo|ca)(?:n't)? (?:it|you|we|they|he|she|there|i)(?: not)?\s*\??\s*$",
        r",? (?:right|huh|eh|no)\s*\?\s*$",
    ),
    "es": (r",?\s*¿?\s*(?:no|verdad|no es así|no es verdad|no crees|cierto)\s*\?\s*$",),
    "fr": (r",?\s*(?:n'est[- ]ce pas|non|hein|pas vrai)\s*\?\s*$",),
    "de": (r",\s*(?:nicht wahr|nicht|oder|oder nicht|ne|gell|stimmt's)\s*\?\s*$",),
    "it": (r",\s*(?:no|vero|non è vero|giusto|eh)\s*\?\s*$",),
    "ja": (),
    "ko": (r"(?:그렇|안 그래|맞)(?:죠|지요?|요)\s*\?\s*$",),
    "zh": (r"(?:不是吗|不是嗎|对吧|是吧|對吧)\s*[?？]?\s*$",),
}

QUESTION: dict[str, tuple[str, ...]] = {
    "en": (
        rf"^(?:excuse me,? |sorry,? |so,? |and |but |ok,? |well,? |hi,? |hello,? |please,? )*(?!do (?:it|this|"
        rf"that)\b)(?:{EN_AUXILIARY})(?:n't)? (?:i|you|he|she|it|we|they|there|this|that|these|those|the|my|your|"
        rf"his|her|"
        rf"our|their|a|an|any|some|someone|anyone)\b",
        r"^(?:excuse me,? |sorry,? |so,? |and |but |hi,? |hello,? )*(?:what|where|when|who|whose|which|how|why|"
        r"what's|where's|how's|who's|when's)\b(?! a (?:nice|lovely|great|pity|shame))",
        r"\b(?:how much|how many|what time) (?:is|are|do|does|did|will|would)\b",
    ),
    "es": (
        r"^(?:perdón,? |perdone,? |disculpe,? |oiga,? |hola,? |y |pero |entonces,? )*(?:a |de |con |por |para |en |"
        r"desde |hasta )?(?:qué|quién|quiénes|cuál|cuáles|cuándo|cuánto|cuánta|cuántos|cuántas|dónde|adónde|"
        r"cómo)\b(?! no\b)",
        r"^(?:perdón,? |perdone,? |disculpe,? |hola,? )*(?:puedo|podría|podrías|puede|puedes|podemos|hay|tiene|"
        r"tienen|tienes|quiere|quieres|sabe|sabes|me puede|me podría|me puedes|es usted|eres|está|le importa|"
        r"te importa|le gusta|te gusta)\b",
    ),
    "fr": (
        r"\best[- ]ce (?:que|qu')",
        r"\b\w+-(?:t-)?(?:je|tu|il|elle|on|nous|vous|ils|elles|ce)\b",
        r"^(?:pardon,? |excusez-moi,? |bonjour,? |et |mais )*(?:à |de |d'|avec |pour |en |depuis )?(?:qui|que|qu'|"
        r"quoi|quel|quelle|quels|quelles|où|quand|comment|combien|pourquoi)\b(?! pas)",
        r"\b(?:combien|où|comment|quoi|quand)[\s.!]*$",
    ),
    "de": (
        r"^(?:entschuldigung,? |entschuldigen sie,? |hallo,? |und |aber |guten tag,? |also,? )*(?:um |von |mit |für |"
        r"seit |bis |an |auf )?(?:was|wer|wen|wem|wessen|wo|wann|wie|warum|wieso|weshalb|welche[rsnm]?|woher|wohin|"
        r"wieviel)\b",
        r"^(?:entschuldigung,? |entschuldigen sie,? |hallo,? |und |aber |guten tag,? )*(?:ist|sind|bin|bist|haben|"
        r"hast|habe|hat|kann|kannst|können|könnte|könnten|könntest|darf|dürfen|dürfte|muss|müssen|möchten|möchtest|"
        r"wollen|willst|soll|sollen|gibt|geht|gehen|gehst|kommen|kommst|wissen|weißt|würden|würdest|hätten|hättest|"
        r"machen|machst|fährt|kostet|nehmen|nimmst|wird|werden|sprechen|sprichst|trinken|trinkst|essen|isst) (?:ich|"
        r"du|er|sie|es|wir|ihr|man|das|der|die|hier|noch|mir|dieser|diese|dieses|ein|eine|in)\b(?! bitte)",
    ),
    "it": (
        r"^(?:scusi,? |mi scusi,? |scusa,? |ciao,? |buongiorno,? |e |ma |allora,? )*(?:a |di |da |con |per |"
        r"in )?(?:che|chi|cosa|cos'|quale|quali|quando|quanto|quanta|quanti|quante|dove|dov'|come|com'|perché|"
        r"qual)(?:\b|(?<='))(?! no\b)(?! (?:bello|bella|peccato|buono|buona))",
        r"^(?:scusi,? |mi scusi,? |scusa,? |ciao,? |buongiorno,? )*(?:posso|possiamo|può|puoi|potrebbe|potresti|c'è|"
        r"ci sono|ha|hai|avete|vuole|vuoi|sa|sai|mi può|mi potrebbe|mi puoi|le dispiace|ti dispiace|le piace|"
        r"ti piace|è possibile)\b",
    ),
    "ja": (
        r"(?:です|ます|でした|ました|ません|でしょう|ましょう|だろう|ない|の|る|た|う|い)か(?:ね|な)?[\s。.!]*$",
        r"(?:何時|いくら|どこ|いつ|だれ|誰|どう|どれ|どんな|なに|何)(?:です|でした)?(?:か)?[\s。.!]*$",
        r"(?:です|ます|ません)か[。、 ]",
        r"かしら|っけ[\s。.]*$|(?:もら|いただ)(?:え|け)(?:る|ます|ません)か",
    ),
    "ko": (
        r"(?:까|까요|나요|가요|은가요|는가요|ㄴ가요|니까|냐|니|을래요|ㄹ래요|래요)[\s.!~]*$",
        r"(?:^|\s)(?:뭐|무엇|무슨|어디|언제|누구|누가|왜|어떻게|얼마|몇|어느|어떤)[가-힣]*(?=.*(?:요|니까|어|야|지|"
        r"까|죠|해)[\s.!~]*$)",
    ),
    "zh": (
        r"(?:吗|嗎|呢|么|嘛)[\s。.!~]*$",
        r"什么|什麼|谁|誰|哪|怎么|怎麼|几点|幾點|几个|幾個|多少|为什么|為什麼|多久|多大|多远|多長|多长(?:时间)|何时",
        r"(\w)不\1|(\w)没\2|有没有|有沒有|是不是|可不可以|能不能",
        r"\b(?:ma|ne)[\s.!]*$",
        r"\b(?:shen me|shei|na li|na er|zen me|duo shao|ji dian|wei shen me)\b",
    ),
}
