"""Words by which people name what a conversation is about, by language and category of scenarios (see word_lists)."""

TOPICS: dict[str, dict[str, str]] = {
    "en": {
        "relationships": "girlfriend* boyfriend* partner* wife husband fiance fiancee parents mother* father* mum "
        "mom dad in-law* inlaw* in-laws family families grandma* grandpa* grandmother* grandfather* grandparent* "
        "grandson* granddaughter* friend* dating date dates wedding* married marry marriage love romantic "
        "relationship* friendship* aunt* uncle* cousin* sister* brother* daughter* son nephew* niece* relatives "
        "apolog* invitation* host_family bride groom",
        "work": "for_work conference* at_work my_work work_in work_at work_as work_with work_trip* work_meeting* "
        "working job jobs boss bosses colleague* coworker* co-worker* office interview* career* company companies "
        "meeting* client* customer* salary business negotiat* presentation* internship* manager* promotion cv resume "
        "employer* profession* workplace pitch investor* feedback engineer* nurse nurses startup",
        "travel": "travel* trip* holiday* vacation* hotel* airport* flight* train* tourist* backpack* sightsee* "
        "directions passport* visit visiting journey honeymoon luggage suitcase* hostel* station taxi* bus abroad "
        "tour cruise",
        "health": "doctor* hospital* clinic* pharmac* dentist* medicine* symptom* sick ill illness* pain pains "
        "allerg* nurse nurses surgery operation* pregnan* patient* medical health diagnos* physio* "
        "appointment_with_my_doctor",
        "housing": "flat flats apartment* rent rents renting landlord* landlady housing roommate* flatmate* "
        "neighbour* neighbor* lease mortgage moving_to live_in living_in move_to moving_house relocat* tenant* "
        "heating viewing*",
        "school": "school* university college exam exams examination* student* teacher* class classes study_abroad "
        "thesis homework erasmus semester* professor* lecture* degree phd master's bachelor* kindergarten "
        "parents_evening jlpt dele delf topik hsk ielts toefl viva diploma certificate campus",
        "services": "bank* shop* store* post_office return refund* authorities office_hours visa* permit* paperwork "
        "hairdresser* supermarket* market receipt* town_hall customer_service government_office insurance mechanic* "
        "plumber* bureaucra* registration",
        "food": "restaurant* food eat eating cook* coffee café cafe cafes bar bars dinner* lunch* breakfast menu* "
        "waiter* waitress* ramen sushi tapas order_at drink drinks beer wine bakery street_food vegetarian* vegan* "
        "izakaya dishes meal*",
        "emergencies": "emergenc* police accident* ambulance* lost_my stolen theft robbed fire_brigade urgent* "
        "burglar*",
        "small-talk": "small_talk smalltalk chat chatting chitchat everyday_conversation* daily_conversation* "
        "everyday_life conversation_partner* casual_conversation* introduce_myself introducing_myself greet* party "
        "parties make_friends meet_people meeting_people language_exchange tandem",
    },
    "es": {
        "relationships": "novia novio me_caso pareja esposa esposo marido mujer padres madre padre suegr* familia* "
        "abuel* amig* boda* casar* cita citas amor hij* herman* prim* tio tia tios sobrin* cunad* nuer* yerno "
        "prometid* relacion* disculp* invitacion*",
        "work": "trabaj* congreso* conferencia* empleo* jefe jefa jefes coleg* oficina* entrevista* carrera empresa* "
        "reunion* cliente* sueldo* salario* negoci* presentacion* practicas compañer*_de_trabajo curriculum "
        "profesional* laboral*",
        "travel": "viaj* vacaciones hotel* aeropuerto* vuelo* tren trenes turis* mochiler* equipaje maleta* "
        "luna_de_miel visitar estacion taxi* extranjero crucero",
        "health": "medic* doctor* hospital* clinica* farmacia* dentista* medicina* sintoma* enferm* dolor* alergi* "
        "cirugia embaraz* paciente* salud consulta operacion",
        "housing": "vivir_en piso pisos apartamento* alquil* casero* casera* vivienda* vecin* compañer*_de_piso "
        "mudar* mudo mudanza inquilin* propietari* calefaccion departamento",
        "school": "escuela* colegio* universi* examen* estudiante* profesor* clase_de clases tesis erasmus semestre* "
        "instituto certificado diploma dele jlpt delf hsk topik guarderia maestr* oposicion*",
        "services": "banco* tienda* correos devolver devolucion* reembols* ayuntamiento tramite* visado* permiso* "
        "papeleo peluquer* supermercado* comprar compras recibo* extranjeria seguro empadron* fontanero*",
        "food": "restaurante* comida* comer cocin* cafe cafeteria* bar bares cena* almuerzo desayuno* menu camarer* "
        "ramen sushi tapas beber bebida* cerveza vino pedir_en vegetarian* vegan* platos",
        "emergencies": "emergencia* urgencia* policia accidente* ambulancia* robo robad* perdi perdido bomberos",
        "small-talk": "charlar charla charlas conversaci*_cotidian* conversacion_diaria dia_a_dia presentarme "
        "saludar fiesta* conocer_gente hacer_amigos intercambio tiempo_libre conversar",
    },
    "fr": {
        "relationships": "copine copain petite_amie petit_ami conjoint* femme mari epou* fiance* parents mere pere "
        "beaux-parents beaux_parents belle-mere belle_mere beau-pere belle-famille belle_famille famille* "
        "grand-mere* grand-pere* grands-parents mamie papi ami amie amis amies mariage* amour* rencard cousin* "
        "soeur* frere* fille fils tante oncle neveu niece relation* excus* invitation*",
        "work": "travail* congres conference* boulot emploi* patron* chef cheffe collegue* bureau entretien* "
        "carriere entreprise* reunion* client* salaire* negoci* presentation* stage cv embauche* profession* boite "
        "affaires",
        "travel": "voyag* vacances hotel* aeroport* vol vols train* touris* sac_a_dos bagage* valise* lune_de_miel "
        "visiter sejour* gare taxi* etranger croisiere",
        "health": "medecin* docteur* hopital hopitaux clinique* pharmaci* dentiste* medicament* symptome* malad* "
        "douleur* allergi* chirurgi* enceinte patient* sante infirmi* consultation* operation*",
        "housing": "appartement* appart loyer* louer proprietaire* bailleur logement* coloc* voisin* demenag* "
        "m'installer locataire* chauffage emmenager",
        "school": "ecole* universi* fac examen* etudiant* professeur* prof cours_de_l'universite these erasmus "
        "semestre* lycee* college diplome* certificat delf jlpt dele hsk topik maitresse instituteur* concours bac "
        "oral oraux soutenance*",
        "services": "banque* magasin* poste rendre_un rembours* mairie prefecture administrat* visa* titre_de_sejour "
        "papiers coiffeur* supermarche* courses marche ticket* assurance* plombier* demarches",
        "food": "restaurant* resto* nourriture manger cuisin* cafe cafes bar bars diner* dejeuner* menu* serveu* "
        "ramen sushi tapas boire boisson* biere* vin vins commander vegetarien* vegan* plats boulangerie",
        "emergencies": "urgence* police accident* ambulance* vole perdu perdue pompiers samu",
        "small-talk": "bavard* papoter discuter conversation*_courante* conversation*_quotidienne* vie_quotidienne "
        "quotidien me_presenter saluer fete fetes soiree* rencontrer_des_gens me_faire_des_amis tandem "
        "petite*_conversation* parler_de_tout",
    },
    "de": {
        "relationships": "freundin* freund freunde freunden partner* frau ehefrau ehemann mann verlobt* eltern "
        "mutter vater schwieger* familie* oma opa grossmutter grossvater grosseltern großmutter großvater großeltern "
        "enkel* hochzeit* heirat* liebe date dates schwester* bruder geschwister tochter sohn tante onkel cousin* "
        "beziehung* entschuldig* einladung* verwandt* freundes*",
        "work": "arbeit* konferenz* kongress* job jobs chef chefin chefs kolleg* buro vorstellungsgesprach* "
        "bewerbung* karriere firma firmen unternehmen besprechung* meeting* kunde kunden kundin* gehalt* verhandl* "
        "prasentation* praktikum beruf* beruflich* geschaft* geschaftlich* dienstreise* jobinterview* interview* "
        "befoerderung* lebenslauf",
        "travel": "reise* reisen urlaub* ferien hotel* flughafen flug fluge zug zuge bahn bahnhof* touris* backpack* "
        "gepack koffer flitterwochen besuchen sprachreise* unterwegs taxi* ausland rucksack*",
        "health": "arzt* arzte arztin* doktor* krankenhaus* klinik* apothek* zahnarzt* medikament* symptom* krank* "
        "schmerz* allergi* operation* schwanger* patient* gesundheit* pflege* untersuchung* pfleger*",
        "housing": "wohnung* miete mieten vermieter* mieter* wg mitbewohner* nachbar* umzieh* umzug* ziehe ziehen "
        "haus heizung* wohnen besichtigung*",
        "school": "schule* uni universitat* hochschul* prufung* exam* student* studium studieren studiere lehrer* "
        "dozent* professor* abitur erasmus semester abschlussarbeit* zertifikat* sprachprufung* elternabend* kita "
        "kindergarten jlpt dele delf hsk topik klausur* schuler* auslandssemester",
        "services": "bank* laden geschafte post umtausch* zuruckgeben amt amter behord* burgeramt visum visa "
        "anmeldung papierkram friseur* supermarkt* einkauf* quittung* versicherung* handwerker* rathaus reklam* "
        "burokratie",
        "food": "restaurant* essen koch* kochen kaffee café cafe kneipe* bar bars abendessen mittagessen fruhstuck* "
        "speisekarte kellner* ramen sushi tapas bestellen trinken bier wein backerei* vegetar* vegan* gericht*",
        "emergencies": "notfall* notfalle polizei unfall* krankenwagen gestohlen verloren feuerwehr notruf*",
        "small-talk": "smalltalk small_talk plaudern plauderei* alltag* alltagsgesprach* unterhalten vorstellen "
        "begruss* party partys leute_kennen* freunde_finden tandem quatschen",
    },
    "it": {
        "relationships": "ragazza ragazzo fidanzat* compagn* moglie marito genitori madre padre suocer* famiglia* "
        "nonn* amic* amico sposa* matrimoni* amore appuntament*_galante sorell* fratell* cugin* zii zio zia figli* "
        "nipot* relazion* scus* invit* cognat* partner",
        "work": "lavor* conferenz* congress* impiego capo colleg* ufficio colloqui* carriera azienda aziende ditta "
        "riunion* client* stipendio negozia* trattativa* presentazion* tirocinio stage cv professional* affari "
        "promozione",
        "travel": "viagg* vacanz* hotel albergo alberghi aeroporto volo voli treno treni turis* zaino bagagli* "
        "valigia valigie luna_di_miel visitare gita stazione taxi estero crociera",
        "health": "medic* dottor* ospedal* clinica farmaci* dentista medicin* sintom* malat* dolor* allergi* "
        "intervento_chirurgico incinta pazient* salute visita_medica infermier* operazion*",
        "housing": "vivere_a appartament* affitt* padron*_di_casa proprietari* casa_nuova coinquilin* vicin* traslo* "
        "trasfer* inquilin* riscaldamento alloggio cercare_casa",
        "school": "scuola scuole universita esam* student* professor* insegnant* tesi erasmus semestre liceo "
        "certificat* diploma jlpt dele delf hsk topik maestr* asilo laurea concorso",
        "services": "banca banche negozio negozi posta restituire rimborso comune anagrafe visto permess* burocrazia "
        "parrucchier* supermercat* spesa scontrino assicurazion* idraulico questura sportello",
        "food": "ristorant* cibo mangiare cucin* caffe bar cena cene pranzo pranzi colazione menu camerier* ramen "
        "sushi tapas bere birra vino ordinare trattoria vegetarian* vegan* piatti pizzeria",
        "emergencies": "emergenz* polizia incident* ambulanz* rubat* furto perso smarrit* pompieri pronto_soccorso "
        "urgenz*",
        "small-talk": "chiacchier* conversazion*_quotidian* vita_quotidiana quotidian* presentarmi salutare fest* "
        "conoscere_gente fare_amicizia tandem parlare_del_piu",
    },
    "ja": {
        "relationships": "彼女 彼氏 恋人 妻 私の夫 夫婦 旦那 主人 奥さん 婚約 両親 お母 母親 母と 母に 母の 父 義理 "
        "義母 義父 姑 舅 家族 祖母 祖父 おばあ おじいちゃん 友達 友だち 友人 結婚 デート 恋愛 恋 子供 子ども 兄 姉 "
        "妹 弟 親戚 孫 謝る 謝り 謝罪 招待 親友",
        "work": "仕事 職場 上司 同僚 会社 面接 転職 就職 就活 会議 取引先 顧客 給料 交渉 商談 プレゼン インターン "
        "ビジネス 出張 キャリア 業務 打ち合わせ 働",
        "travel": "旅行 観光 ホテル 空港 飛行機 電車 駅 旅 荷物 スーツケース 新婚旅行 バックパック 道案内 海外 "
        "ツアー",
        "health": "医者 病院 クリニック 薬局 歯医者 歯科 薬 症状 病気 痛 アレルギー 手術 妊娠 患者 健康 看護 診察 "
        "体調",
        "housing": "アパート マンション 部屋を借 家賃 大家 賃貸 引っ越 ルームメイト 隣人 近所 内見 住宅 シェアハウス "
        "不動産",
        "school": "学校 大学 試験 留学 学生 先生 授業 論文 ゼミ 教授 卒業 検定 資格 受験 保育園 幼稚園 保護者 高校 "
        "TOEIC toeic IELTS ielts 英検",
        "services": "銀行 店 買い物 郵便局 返品 返金 役所 市役所 ビザ 手続き 美容院 スーパー 領収書 保険 入管 窓口 "
        "修理",
        "food": "レストラン 食事 食べ 料理 カフェ コーヒー バー 居酒屋 夕食 ランチ 朝食 メニュー 注文 飲み ラーメン "
        "寿司 ビール ワイン ベジタリアン 屋台",
        "emergencies": "緊急 救急 警察 事故 盗まれ なくした 失くした 泥棒 火事 消防",
        "small-talk": "雑談 世間話 日常会話 おしゃべり 自己紹介 挨拶 あいさつ パーティー 友達を作 友達作り 交流 "
        "会話を楽し",
    },
    "ko": {
        "relationships": "여자친구 여자_친구 남자친구 남자_친구 여친 남친 연인 아내 남편 약혼 부모 엄마 어머니 "
        "아버지 아빠 시부모 장인 장모 시댁 처가 가족 할머니 할아버지 친구 결혼 데이트 연애 사랑 아이들 아이가 아이의 "
        "아이와 동생 누나 언니 형이랑 형과 사촌 친척 손자 사과 초대",
        "work": "일을 직장 회사 일자리 상사 동료 면접 취업 이직 회의 거래처 고객 연봉 월급 협상 발표 인턴 비즈니스 "
        "업무 출장 커리어 사무실 미팅",
        "travel": "여행 관광 호텔 공항 비행기 기차 배낭 짐을 캐리어 신혼여행 길_찾 숙소 휴가 해외",
        "health": "의사_선생 의사에게 의사한테 의사를 병원 약국 치과 약을 증상 아프 아파서 아파요 아플 알레르기 수술 "
        "임신 환자 건강 간호 진료",
        "housing": "아파트 집을 월세 전세 집주인 이사 룸메이트 이웃 방을 자취 하숙 부동산",
        "school": "학교 대학 시험 유학 학생 선생님 수업 논문 교수 졸업 자격증 교환학생 유치원 토플 아이엘츠 토익 "
        "어학연수",
        "services": "은행 가게 쇼핑 우체국 반품 환불 구청 시청 비자 서류 미용실 마트 시장 영수증 보험 수리",
        "food": "식당 레스토랑 음식 먹 요리 카페 커피 술집 저녁_식사 점심 아침_식사 메뉴 주문 마시 라면 초밥 맥주 "
        "와인 채식 맛집",
        "emergencies": "응급 긴급 경찰 사고 구급차 도난 잃어버 분실 화재 소방",
        "small-talk": "잡담 수다 일상_회화 일상회화 일상_대화 자기소개 인사 파티 친구_사귀 친구를_사귀 스몰토크 "
        "대화를_나누",
    },
    "zh": {
        "relationships": "女朋友 男朋友 女友 男友 恋人 对象 妻子 老婆 丈夫 老公 未婚 父母 爸妈 妈妈 母亲 爸爸 父亲 "
        "岳母 岳父 丈母娘 公公 婆婆 公婆 家人 家庭 奶奶 爷爷 外婆 外公 朋友 结婚 婚礼 约会 恋爱 爱情 孩子 女儿 儿子 "
        "姐姐 哥哥 妹妹 弟弟 亲戚 道歉 邀请",
        "work": "工作 上班 老板 上司 同事 公司 面试 求职 找工作 跳槽 会议 开会 客户 工资 薪水 谈判 商务 生意 演讲 "
        "汇报 实习 职业 出差 办公室 升职 职场",
        "travel": "旅游 旅行 酒店 机场 航班 飞机 火车 地铁 背包 行李 蜜月 问路 景点 自由行 出国 旅途",
        "health": "医生 医院 诊所 药店 牙医 看病 吃药 药 症状 生病 疼 过敏 手术 怀孕 病人 患者 健康 护士",
        "housing": "公寓 租房 房租 房东 搬家 搬到 室友 邻居 合租 看房 中介 住房 定居",
        "school": "学校 大学 考试 留学 学生 老师 上课 论文 教授 毕业 证书 交换生 学期 幼儿园 家长会 雅思 托福 口试 "
        "答辩 考级",
        "services": "银行 商店 购物 买东西 邮局 退货 退款 签证 手续 居留 政府 理发 超市 发票 保险 修理 市政厅",
        "food": "餐厅 餐馆 饭店 吃饭 美食 做饭 烹饪 咖啡 酒吧 晚餐 午餐 早餐 菜单 点菜 点餐 喝酒 拉面 寿司 啤酒 红酒 "
        "素食 小吃",
        "emergencies": "紧急 急救 报警 警察 事故 救护车 被偷 丢了 火灾 消防",
        "small-talk": "闲聊 聊天 日常对话 日常会话 日常交流 自我介绍 打招呼 派对 聚会 交朋友 认识新朋友 语伴 寒暄",
    },
}  # fmt: skip
