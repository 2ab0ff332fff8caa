"""Words by which people ask to learn, say what they know already, or ask for something else (see word_lists)."""

# wanting to learn or to be able to talk
LEARNING: dict[str, str] = {
    "en": "learn* study studying improve* practi* speak* talk* understand* course lesson* language* fluent* teach "
    "conversation* prepare* ready rehearse* converse brush_up pronunciation vocabulary accent communicate order_in "
    "get_better path level order",
    "es": "aprend* estudi* mejor* practic* habl* entend* comprend* curso* clase* idioma* lengua fluid* ensen* "
    "conversa* prepar* soltar* ensay* repasar vocabulario acento comunic* nivel defenderme",
    "fr": "appren* apprendre etudi* amelior* pratiqu* parl* comprend* cours lecon* langue* couramment enseign* "
    "conversation* prepar* repet* reviser vocabulaire accent communiqu* niveau progress* debrouill* dialogu*",
    "de": "lern* ubung* uben ube verbesser* sprech* sprich* rede* reden versteh* kurs* unterricht* sprache* "
    "fliessend fließend lehr* gesprach* vorbereit* auffrisch* wortschatz akzent aussprache verstandig* niveau "
    "unterhalten proben probe ubst",
    "it": "impar* studi* miglior* pratic* esercit* parl* cap* comprend* corso lezion* lingua lingue fluen* insegn* "
    "conversa* prepar* ripass* vocabolario accento comunic* livello cavarmela sostenere",
    "ja": "学 勉強 習 練習 話 会話 上達 理解 レッスン コース 言語 語学 教えて 準備 伝え 発音 単語 しゃべ 喋 聞き取 "
    "身につけ マスター 覚え",
    "ko": "배우 배워 공부 연습 말하 말할 회화 대화 실력 이해 수업 코스 언어 외국어 가르쳐 준비 발음 단어 소통 "
    "의사소통 늘리 통하",
    "zh": "学 练 提高 说 讲 口语 会话 对话 交流 听懂 课程 语言 外语 教我 准备 发音 词汇 沟通 表达 进步",
}  # fmt: skip

# what stands beside a language that one has already
OWN: dict[str, str] = {
    "en": "native mother_tongue i_speak i_already_speak we_speak who_speaks i'm_a_native first_language from i_am "
    "i'm speaker fluent_in",
    "es": "nativ* lengua_materna hablo ya_hablo hablamos soy mi_idioma",
    "fr": "langue_maternelle je_parle je_parle_deja nous_parlons je_suis natif native",
    "de": "muttersprach* ich_spreche spreche wir_sprechen ich_bin",
    "it": "madrelingua lingua_madre parlo gia_parlo parliamo sono",
    "ja": "母語 母国語 ネイティブ が話せます は話せます",
    "ko": "모국어 할_줄_알 은_할 는_할",
    "zh": "母语 我会说 我会讲 我是 已经会",
}

# these turn a level into one to be reached
REACHED: dict[str, str] = {
    "en": "reach* get_to up_to become until pass passing exam* test goal aim* target to_a want_to_be towards "
    "certificate to_become sound",
    "es": "alcanzar llegar_a llegar hasta aprobar examen objetivo sacar* conseguir obtener certificado pasar",
    "fr": "atteindre arriver_a jusqu'au jusqu'a reussir examen objectif obtenir passer valider certificat devenir",
    "de": "erreich* bis bis_zu werden schaffen prufung* ziel bestehen zertifikat* auf_das_niveau komm* machen",
    "it": "raggiung* arrivare fino superare esame obiettivo ottenere diventare certificat* passare",
    "ja": "目指 目標 になりたい 合格 まで 試験 受験 取りたい レベルに",
    "ko": "목표 되고_싶 합격 까지 시험 따고_싶 수준으로",
    "zh": "达到 目标 成为 通过 考 变得 想要达到",
}

# a language that stands behind these is not to be spoken
WITHOUT: dict[str, str] = {
    "en": "without instead_of not_in rather_than switching_to",
    "es": "sin en_vez_de en_lugar_de pasar_al cambiar_al",
    "fr": "sans au_lieu_de passer_a_l",
    "de": "ohne statt anstatt nicht_auf",
    "it": "senza invece_di passare_all passare_al",
    "ja": "を使わず なしで ではなく じゃなく に頼らず",
    "ko": "없이 말고 대신",
    "zh": "不用 不说 而不是 不靠",
}

# said with these, a level is not the learner's: "not a beginner"
NOT_SO: dict[str, str] = {
    "en": "not no_longer isn't aren't not_a am_not",
    "es": "no ya_no",
    "fr": "pas ne plus",
    "de": "kein keine nicht",
    "it": "non",
    "ja": "ではない じゃない ではありません じゃありません",
    "ko": "아니 아닙",
    "zh": "不是 并非",
}

# no wish to learn, whatever else is said
THREATS: dict[str, str] = {
    "en": "kill_you kill_him kill_her kill_them kill_my kill_all kill_someone murder_* rape bomb_a build_a_bomb "
    "make_a_bomb nigger* faggot* gas_the heil_hitler fuck_you fuck_off go_to_hell shut_up i_hate_you stalk_* "
    "hurt_her hurt_him blackmail* suck_my",
    "es": "matar_a te_voy_a_matar violar hijo_de_puta hijos_de_puta vete_a_la_mierda que_te_jodan jodete puta_madre "
    "maricon* sudaca* bomba_casera chantaje* te_odio callate",
    "fr": "tuer_quelqu'un te_tuer vais_te_tuer violer nique_ta nique fils_de_pute va_te_faire ta_gueule enculé "
    "encule* connard* connasse bougnoule* fabriquer_une_bombe faire_chanter",
    "de": "umbringen bring*_dich_um toten_will vergewaltig* hurensohn* fick_dich fick_deine verpiss_dich arschloch "
    "halt_die_fresse halts_maul kanake* bombe_bauen sieg_heil heil_hitler erpress*",
    "it": "ammazzare uccidere ti_ammazzo ti_uccido stuprare vaffanculo figlio_di_puttana stronzo stronza "
    "vai_all'inferno frocio froci costruire_una_bomba ricattare ti_odio",
    "ja": "死ね 殺す 殺して 殺したい 殺す方法 くたばれ クソ野郎 くそったれ ぶっ殺 爆弾を作 脅迫 消えろ",
    "ko": "죽여 죽일 죽이고 죽어라 씨발 시발 개새끼 병신 꺼져 좆 강간 폭탄_만드 협박",
    "zh": "杀了 杀死 去死 弄死 操你 傻逼 傻屄 他妈的 你妈的 滚蛋 强奸 造炸弹 做炸弹 敲诈 威胁他 支那",
}  # fmt: skip

# orders to a machine, and trade
ELSEWHERE: dict[str, str] = {
    "en": "ignore_all ignore_previous ignore_your ignore_the disregard system_prompt you_are_now developer_mode "
    "jailbreak api_key password* python javascript sql html source_code bitcoin crypto casino viagra buy_now "
    "click_here discount* stock_price* weather_in weather_tomorrow",
    "es": "ignora_todas ignora_las ignora_tus prompt_del_sistema contrasena* bitcoin casino compra_ahora haz_clic "
    "codigo_fuente",
    "fr": "ignore_toutes ignore_les ignore_tes invite_systeme mot_de_passe bitcoin casino achetez cliquez "
    "code_source",
    "de": "ignoriere_alle ignoriere_deine vergiss_alle_anweisungen systemprompt passwort* bitcoin kasino "
    "jetzt_kaufen klick_hier quellcode",
    "it": "ignora_tutte ignora_le prompt_di_sistema password bitcoin casino compra_ora clicca codice_sorgente",
    "ja": "指示を無視 これまでの指示 システムプロンプト パスワード ビットコイン カジノ 今すぐ購入 ソースコード",
    "ko": "지시를_무시 시스템_프롬프트 비밀번호 비트코인 카지노 지금_구매 소스_코드",
    "zh": "忽略之前 忽略所有 忽略以上 系统提示 密码 比特币 赌场 立即购买 点击这里 源代码 加微信",
}  # fmt: skip
