"""Words by which people wish a course to be otherwise, by language (see word_lists)."""

from kaiwa.minds.wishes import WishKind

_E, _H, _S, _L = WishKind.EASIER, WishKind.HARDER, WishKind.SHORTER_DAYS, WishKind.LONGER_DAYS
_SPEAK, _LISTEN, _CASUAL, _FORMAL = (
    WishKind.MORE_SPEAKING,
    WishKind.MORE_LISTENING,
    WishKind.CASUAL,
    WishKind.FORMAL,
)
_MORE, _LESS, _MOVE, _FEWER, _LONG = (
    WishKind.MORE_OF,
    WishKind.LESS_OF,
    WishKind.MOVE,
    WishKind.FEWER_DAYS,
    WishKind.MORE_DAYS,
)

WISHES: dict[str, dict[WishKind, str]] = {
    "en": {
        _E: "easier simpler slower gentler less_difficult less_hard less_challenging too_hard too_difficult "
        "not_so_hard not_so_difficult lower_level",
        _H: "harder tougher more_difficult more_challenging more_challenge too_easy too_simple higher_level "
        "less_easy more_demanding",
        _S: "shorter shorter_days too_long less_time less_long quicker shorten",
        _L: "longer longer_days too_short more_time lengthen",
        _SPEAK: "more_speaking more_talking speak_more talk_more more_conversation more_conversations more_oral",
        _LISTEN: "more_listening listen_more more_comprehension",
        _CASUAL: "casual informal relaxed colloquial less_formal more_slang friendlier less_stiff less_polite",
        _FORMAL: "formal politer more_polite less_casual more_politeness more_professional",
        _MORE: "more add include extra additional another also_some as_well",
        _LESS: "less fewer no_more remove skip drop without no don't_want not_so_much get_rid_of take_out leave_out "
        "too_much too_many cut",
        _MOVE: "move put shift swap bring reschedule exchange",
        _FEWER: "fewer_days shorter_course less_days",
        _LONG: "more_days longer_course extend more_weeks",
    },
    "es": {
        _E: "mas_facil* mas_sencill* mas_lent* mas_despacio menos_dificil* demasiado_dificil* muy_dificil* "
        "no_tan_dificil* mas_suave",
        _H: "mas_dificil* mas_exigente* mas_reto demasiado_facil* muy_facil* mas_complicad* menos_facil*",
        _S: "mas_cort* mas_breve* demasiado_larg* menos_tiempo muy_larg* acortar menos_larg*",
        _L: "mas_larg* demasiado_cort* mas_tiempo muy_cort* alargar_los_dias",
        _SPEAK: "hablar_mas mas_hablar mas_conversacion mas_conversaciones mas_oral mas_habla",
        _LISTEN: "escuchar_mas mas_escuchar mas_comprension mas_escucha",
        _CASUAL: "informal* coloquial* relajad* menos_formal* de_tu mas_cercan* tutear",
        _FORMAL: "formal* mas_educad* mas_cortes* de_usted menos_informal* mas_profesional*",
        _MORE: "mas anade* anadir agrega* incluye* incluir tambien otro otra",
        _LESS: "menos sin no_mas quita* quitar elimina* no_quiero salta* demasiad* fuera",
        _MOVE: "mueve mover pon poner pasa pasar cambia cambiar traslada* intercambia*",
        _FEWER: "menos_dias curso_mas_corto",
        _LONG: "mas_dias curso_mas_largo mas_semanas extender alargar_el_curso",
    },
    "fr": {
        _E: "plus_facile* plus_simple* plus_lent* plus_lentement moins_difficile* trop_difficile* trop_dur* "
        "moins_dur* pas_si_difficile",
        _H: "plus_difficile* plus_dur* plus_exigeant* trop_facile* trop_simple* plus_de_defi* plus_complique* "
        "moins_facile*",
        _S: "plus_court* trop_long* moins_long* moins_de_temps raccourci* plus_bref* plus_breves",
        _L: "plus_long* trop_court* plus_de_temps rallonge*_les_jour* moins_court*",
        _SPEAK: "plus_parler parler_plus parler_davantage plus_d'oral plus_de_conversation* plus_de_parole "
        "plus_a_l'oral",
        _LISTEN: "plus_ecouter ecouter_plus plus_d'ecoute plus_de_comprehension",
        _CASUAL: "decontract* informel* familier* familiere* moins_formel* tutoyer detendu* relax",
        _FORMAL: "formel* plus_poli* soutenu* vouvoyer moins_familier* plus_professionnel*",
        _MORE: "plus davantage ajoute* ajouter inclu* aussi encore un_autre une_autre",
        _LESS: "moins sans enleve* enlever supprim* retire* je_ne_veux_pas pas_de trop_de saute*",
        _MOVE: "deplac* met mets mettre mettez bouge* echang* avance* repousse*",
        _FEWER: "moins_de_jours parcours_plus_court",
        _LONG: "plus_de_jours parcours_plus_long plus_de_semaines prolong*",
    },
    "de": {
        _E: "einfacher* leichter* langsamer* weniger_schwer weniger_schwierig zu_schwer zu_schwierig nicht_so_schwer "
        "nicht_so_schwierig zu_anspruchsvoll",
        _H: "schwerer* schwieriger* anspruchsvoller* zu_einfach zu_leicht mehr_herausforderung weniger_einfach "
        "fordernder*",
        _S: "kurzer* zu_lang weniger_zeit verkurz* nicht_so_lang zu_lange",
        _L: "langer* zu_kurz mehr_zeit verlanger*_die_tage ausfuhrlicher*",
        _SPEAK: "mehr_sprechen mehr_reden mehr_gesprach* mehr_sprech*",
        _LISTEN: "mehr_horen mehr_zuhoren mehr_horverstehen mehr_hor*",
        _CASUAL: "lockerer* locker informell* umgangssprach* weniger_formell* weniger_formlich* duzen ungezwungen* "
        "weniger_steif* legerer",
        _FORMAL: "formell* formlich* hoflicher* siezen weniger_locker* weniger_informell* professioneller*",
        _MORE: "mehr hinzufug* fug erganz* auch zusatzlich* weitere* noch_ein* dazu",
        _LESS: "weniger ohne kein keine keinen entfern* streich* uberspring* will_nicht raus zu_viel zu_viele "
        "weglass* lass",
        _MOVE: "verschieb* schieb* verleg* setz* leg tausch* zieh* vorzieh*",
        _FEWER: "weniger_tage kurzerer_kurs",
        _LONG: "mehr_tage langerer_kurs mehr_wochen verlanger*",
    },
    "it": {
        _E: "piu_facil* piu_semplic* piu_lent* piu_piano meno_difficil* troppo_difficil* non_cosi_difficil* "
        "troppo_dur*",
        _H: "piu_difficil* piu_impegnativ* troppo_facil* troppo_semplic* piu_sfid* piu_complicat* meno_facil*",
        _S: "piu_cort* piu_brev* troppo_lung* meno_tempo accorcia* meno_lung*",
        _L: "piu_lung* troppo_cort* troppo_brev* piu_tempo allunga*_i_giorni",
        _SPEAK: "parlare_di_piu piu_parlato piu_conversazion* piu_orale parlare_piu",
        _LISTEN: "ascoltare_di_piu piu_ascolto piu_comprensione ascoltare_piu",
        _CASUAL: "informal* colloquial* rilassat* meno_formal* dare_del_tu piu_amichevol*",
        _FORMAL: "formal* piu_educat* piu_cortes* dare_del_lei meno_informal* piu_professional*",
        _MORE: "piu aggiung* includ* anche un_altro un'altra altri altre",
        _LESS: "meno senza togli* toglier* elimina* non_voglio salta* troppo troppi troppe basta",
        _MOVE: "sposta* metti mettere porta scambia* anticipa* rimanda*",
        _FEWER: "meno_giorni corso_piu_breve",
        _LONG: "piu_giorni corso_piu_lungo piu_settimane prolunga*",
    },
    "ja": {
        _E: "簡単 やさしく 易しく やさしい 易しい ゆっくり 難しすぎ もっと楽に 楽にし レベルを下げ",
        _H: "難しく もっと難しい 難しめ 簡単すぎ やさしすぎ 易しすぎ ハード レベルを上げ 手応え",
        _S: "短く 短め 短い 長すぎ 時間を減ら",
        _L: "長く 長め 長い 短すぎ 時間を増や",
        _SPEAK: "もっと話 話す練習 会話を増や 会話をもっと スピーキング もっと会話 話す機会",
        _LISTEN: "もっと聞 聞く練習 リスニング 聞き取り",
        _CASUAL: "カジュアル くだけ 砕け ため口 タメ口 気軽 フランク",
        _FORMAL: "フォーマル 丁寧 敬語 改まった",
        _MORE: "もっと 増や 追加 加え 入れて 多く 多め",
        _LESS: "減ら 少なく 少なめ なし 無し いらない 要らない 外し 除い やめ 抜き",
        _MOVE: "移動 移し 移す 動か 入れ替え 交換 ずらし に回し に変え",
        _FEWER: "日数を減ら コースを短く",
        _LONG: "日数を増や コースを長く 延ばし 延長",
    },
    "ko": {
        _E: "쉽게 쉬운 더_쉬 천천히 너무_어려 어렵지_않게 난이도를_낮",
        _H: "어렵게 더_어려 너무_쉬 도전적 난이도를_높 난이도를_올",
        _S: "짧게 더_짧 너무_길 너무_긴 시간을_줄",
        _L: "길게 더_길 너무_짧 시간을_늘",
        _SPEAK: "더_말하 말하기 회화를_더 대화를_더 더_많이_말",
        _LISTEN: "듣기 더_듣",
        _CASUAL: "편하게 캐주얼 반말 가볍게 격식_없 비격식",
        _FORMAL: "격식 정중 존댓말 공손 포멀",
        _MORE: "더 추가 늘려 늘리 많이 넣어",
        _LESS: "덜 줄여 줄이 빼 없이 없애 제외 그만 싫",
        _MOVE: "옮겨 옮기 이동 바꿔 바꾸 교환",
        _FEWER: "일수를_줄 코스를_짧",
        _LONG: "일수를_늘 코스를_길 연장",
    },
    "zh": {
        _E: "简单 容易 慢一点 慢点 太难 难度低 降低难度 轻松 别那么难 不要那么难",
        _H: "难一点 更难 太简单 太容易 提高难度 有挑战 难些 加大难度",
        _S: "短一点 更短 太长 缩短 短些 少花时间",
        _L: "长一点 更长 太短 长些 多花时间",
        _SPEAK: "多说 多练口语 口语 多讲 多对话 更多对话",
        _LISTEN: "多听 听力",
        _CASUAL: "随意 轻松随意 非正式 口语化 随便一点 不那么正式 不要那么正式 休闲",
        _FORMAL: "正式 礼貌 敬语 客气",
        _MORE: "多一点 多一些 更多 增加 加入 添加 多些 加一些 加点 多来",
        _LESS: "少一点 少一些 更少 减少 去掉 不要 删掉 少些 取消",
        _MOVE: "移到 移 挪 换到 调到 放到 放在 交换 对调 搬到",
        _FEWER: "减少天数 少几天",
        _LONG: "增加天数 多几天 延长",
    },
}  # fmt: skip

# kinds that cannot both be wished for the same days
OPPOSITES = ((_E, _H), (_S, _L), (_CASUAL, _FORMAL), (_MORE, _LESS), (_FEWER, _LONG))

# ordinals as digits.py leaves them, from the first on; the last one says "last"
ORDINALS: dict[str, tuple[str, ...]] = {
    "en": ("first", "second", "third", "fourth", "fifth", "last|final"),
    "es": ("primera?", "segund[ao]", "tercera?", "cuart[ao]", "quint[ao]", "ultim[ao]"),
    "fr": ("premiere?|1ere?", "deuxieme|seconde?", "troisieme", "quatrieme", "cinquieme", "derniere?"),
    "de": ("erste[nrs]?", "zweite[nrs]?", "dritte[nrs]?", "vierte[nrs]?", "funfte[nrs]?", "letzte[nrs]?"),
    "it": ("prim[ao]", "second[ao]", "terz[ao]", "quart[ao]", "quint[ao]", "ultim[ao]"),
    "ja": ("最初の", "(?!)", "(?!)", "(?!)", "(?!)", "最後の"),
    "ko": (
        r"첫째?\s*(?:번째)?", r"둘째|[2두]\s*번째", r"셋째|[3세]\s*번째", r"넷째|[4네]\s*번째", r"다섯째|5\s*번째",
        "마지막",
    ),
    "zh": ("第一个?|首", "第二个?", "第三个?", "第四个?", "第五个?", "最后一?个?"),
}  # fmt: skip
WEEK = {
    "en": "week", "es": "semana", "fr": "semaine", "de": "woche", "it": "settimana",
    "ja": "週", "ko": "주", "zh": "(?:周|星期|礼拜)",
}  # fmt: skip
DAY = {"en": "day", "es": "dia", "fr": "jour", "de": "tag", "it": "giorno", "ja": "日", "ko": "일", "zh": "天"}
