"""Words by which people say what they learn for and how much they know, by language (see word_lists)."""

# what is learned for, where no category of scenarios says it
GOALS: dict[str, dict[str, str]] = {
    "en": {
        "culture": "culture cultural anime manga movie* film* music song* lyrics k-pop kpop k-drama* drama dramas "
        "novel* literature books art opera history games gaming tradition* fans concert* theatre museum*",
        "growth": "confiden* shy shyness fear afraid scared nervous anxi* challenge hobby hobbies for_fun for_myself "
        "brain self-improvement fluent fluently fluency out_of_my_head freeze",
        "academic": "exam exams thesis study_abroad university degree erasmus certificate",
    },
    "es": {
        "culture": "cultura* anime manga pelicula* cine musica cancion* k-pop kpop dramas novela* literatura libros "
        "arte opera historia videojuegos concierto* museo*",
        "growth": "confianza timid* miedo nervios* verguenza reto aficion hobby por_diversion por_gusto soltar* "
        "fluidez fluido soltura bloqueo",
        "academic": "examen examenes tesis universidad erasmus certificado titulo",
    },
    "fr": {
        "culture": "culture* anime animes manga mangas film films cinema musique chanson* k-pop kpop dramas roman "
        "romans litterature livres art opera histoire jeux concert* musee*",
        "growth": "confiance timid* peur stress* nerveu* defi loisir hobby pour_le_plaisir aisance couramment "
        "bloque* oser",
        "academic": "examen* these universite fac erasmus diplome* certificat",
    },
    "de": {
        "culture": "kultur* anime manga filme* kino musik lieder k-pop kpop dramas romane literatur bucher kunst "
        "oper geschichte spiele konzert* museum museen",
        "growth": "selbstbewuss* selbstvertrauen selbstsicher* schuchtern* angst nervos* herausforderung hobby spass "
        "spaß fliessend fließend fluss* hemmung* trau traue",
        "academic": "prufung* abschlussarbeit* uni universitat studium erasmus zertifikat*",
    },
    "it": {
        "culture": "cultura* anime manga film cinema musica canzon* k-pop kpop drama romanz* letteratura libri arte "
        "opera storia videogiochi concert* muse*",
        "growth": "sicurezza fiducia timid* paura nervos* sfida hobby divertimento per_piacere scioltezza fluen* "
        "bloccat* coraggio",
        "academic": "esam* tesi universita erasmus certificat* diploma",
    },
    "ja": {
        "culture": "文化 アニメ 漫画 マンガ 映画 音楽 歌 韓流 ドラマ 小説 文学 芸術 オペラ 歴史 ゲーム 推し "
        "コンサート 美術館",
        "growth": "自信 恥ずかし 怖 緊張 趣味 挑戦 楽しみ 流暢 ペラペラ 苦手",
        "academic": "試験 留学 論文 検定 資格 受験",
    },
    "ko": {
        "culture": "문화 애니 만화 영화 음악 노래 드라마 소설 문학 예술 오페라 역사 게임 콘서트 덕질 박물관",
        "growth": "자신감 부끄 무서 두려 긴장 취미 도전 재미 유창 겁",
        "academic": "시험 유학 논문 자격증 교환학생",
    },
    "zh": {
        "culture": "文化 动漫 动画 漫画 电影 音乐 歌曲 歌剧 电视剧 韩剧 日剧 小说 文学 艺术 历史 游戏 追星 演唱会 "
        "博物馆",
        "growth": "自信 害羞 害怕 紧张 爱好 兴趣 挑战 流利 开口 不敢",
        "academic": "考试 留学 论文 证书 雅思 托福",
    },
}  # fmt: skip

# how much somebody knows; the letters of the levels themselves, and of other scales, stand in levels.py
LEVELS: dict[str, dict[str, str]] = {
    "en": {
        "A1": "beginner* from_scratch from_zero from_the_beginning start_at_zero no_knowledge know_nothing "
        "zero_knowledge never_learned hiragana katakana kana a_few_words couple_of_words only_know_hello newbie "
        "no_idea pinyin can_read_hangul total_newcomer don't_speak_any don't_know_any",
        "A2": "elementary false_beginner basics basic rusty school_french school_german school_spanish little "
        "some_kanji survival upper_beginner a_bit two_years_at_school",
        "B1": "intermediate lower_intermediate pre-intermediate conversational get_by hold_a_conversation "
        "simple_conversations",
        "B2": "upper_intermediate upper-intermediate good_level quite_well speak_well",
        "C1": "advanced fluent_already already_fluent i'm_fluent very_good near-fluent",
        "C2": "near-native native-like near_native bilingual mastery proficient",
    },
    "es": {
        "A1": "principiante* desde_cero de_cero no_se_nada ni_idea nada_de hiragana katakana alguna_palabra "
        "pocas_palabras empezar_a_aprender pinyin",
        "A2": "basico basica elemental nociones falso_principiante un_poco oxidad* poco",
        "B1": "intermedi* me_defiendo conversacional nivel_medio",
        "B2": "intermedio_alto buen_nivel bastante_bien",
        "C1": "avanzad* con_fluidez_ya muy_bien",
        "C2": "casi_nativ* bilingue dominio",
    },
    "fr": {
        "A1": "debutant* de_zero a_zero partir_de_rien jamais_appris aucune_notion hiragana katakana quelques_mots "
        "je_ne_sais_rien pinyin grand_debutant",
        "A2": "elementaire* faux_debutant bases notions rouille* un_peu scolaire",
        "B1": "intermediaire* me_debrouille niveau_moyen",
        "B2": "intermediaire_superieur bon_niveau assez_bien",
        "C1": "avance avancee avances tres_bien",
        "C2": "quasi_natif quasi-natif bilingue maitrise_parfaite",
    },
    "de": {
        "A1": "anfanger* absolute*_anfanger* bei_null von_null null_kenntnis* keine_ahnung kein_wort "
        "keine_vorkenntnisse hiragana katakana ein_paar_worter ein_paar_worte ganz_neu pinyin",
        "A2": "grundkenntnis* grundlagen schulfranzosisch schulenglisch schulspanisch wiedereinsteiger* eingerostet* "
        "ein_bisschen ein_wenig etwas_japanisch etwas_spanisch etwas_italienisch",
        "B1": "mittelstufe mittlere* fortgeschrittene*_anfanger mittleres_niveau komme_zurecht",
        "B2": "obere_mittelstufe gutes_niveau ziemlich_gut",
        "C1": "fortgeschritten* sehr_gut",
        "C2": "muttersprachlich* fast_muttersprach* zweisprachig verhandlungssicher",
    },
    "it": {
        "A1": "principiant* da_zero partendo_da_zero non_so_niente non_so_nulla hiragana katakana qualche_parola "
        "poche_parole mai_studiato pinyin",
        "A2": "elementare base basi nozioni falso_principiante un_po' un_po arrugginit*",
        "B1": "intermedi* me_la_cavo livello_medio",
        "B2": "intermedio_alto buon_livello abbastanza_bene",
        "C1": "avanzat* molto_bene",
        "C2": "quasi_madrelingua bilingue padronanza",
    },
    "ja": {
        "A1": "初心者 ゼロから 全くの初心 まったく初めて 入門 初めて学 アルファベットだけ 挨拶だけ 全然話せ "
        "全然できな まったく話せ",
        "A2": "初級 基礎 基本 少し話せ 少しだけ ちょっとだけ 少しでき 中学レベル 中学英語",
        "B1": "中級 日常会話レベル 日常会話ができ 日常会話はでき ある程度",
        "B2": "中上級 高校英語は",
        "C1": "上級 流暢に話せ かなり話せ",
        "C2": "ネイティブ並み ネイティブレベル バイリンガル",
    },
    "ko": {
        "A1": "초보 왕초보 입문 처음부터 처음_배우 전혀_못 하나도_몰 기초부터 알파벳만 아무것도_모르 하나도_못",
        "A2": "초급 기초 조금_할 조금만 조금_알 기본",
        "B1": "중급 일상_회화는 일상회화는",
        "B2": "중상급 중고급",
        "C1": "고급 유창하게_합",
        "C2": "원어민_수준 원어민_같 이중언어",
    },
    "zh": {
        "A1": "零基础 初学者 从零 初级 完全不会 刚开始学 一点都不会 一点也不会 入门 不会说 只会五十音 五十音",
        "A2": "基础 会一点 一点点 懂一点 初中级 学过一点 略懂",
        "B1": "中级 日常交流没问题 会话水平 能简单交流",
        "B2": "中高级 中上",
        "C1": "高级 精通 很流利",
        "C2": "母语水平 接近母语 双语",
    },
}  # fmt: skip
