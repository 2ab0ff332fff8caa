"""Diagnoses, pregnancy, medication: what nobody else shall read of a learner's health, as word lists read it."""

# what somebody has or takes; pain and medicine as such are what a day at the doctor's is about, and stay
CONDITIONS = {
    "en": "diabetes cancer leukaemia leukemia depression burnout adhd autism epilepsy asthma hiv aids migraine* "
    "pregnancy "
    "miscarriage ivf endometriosis dementia alzheimer* parkinson* multiple_sclerosis anxiety_disorder panic_attack* "
    "bipolar_disorder eating_disorder anorexia bulimia ptsd arthritis hepatitis stroke heart_attack chemotherapy chemo "
    "dialysis transplant* tumour tumor abortion crohn's_disease "
    "high_blood_pressure",
    "es": "diabetes cancer leucemia depresion tdah autismo epilepsia asma vih sida migrana* embarazo aborto "
    "endometriosis demencia "
    "alzheimer parkinson esclerosis_multiple ansiedad trastorno_bipolar anorexia bulimia artritis hepatitis "
    "infarto ictus "
    "quimioterapia dialisis trasplante tumor hipertension",
    "fr": "diabete cancer leucemie depression tdah autisme epilepsie asthme vih sida migraine* grossesse "
    "fausse_couche fiv endometriose "
    "demence alzheimer parkinson sclerose_en_plaques anxiete trouble_bipolaire anorexie boulimie arthrite "
    "hepatite infarctus "
    "avc chimiotherapie chimio dialyse greffe tumeur hypertension",
    "de": "diabetes zuckerkrankheit krebs brustkrebs leukamie depression* burnout adhs autismus epilepsie asthma hiv "
    "aids migrane schwangerschaft "
    "fehlgeburt kinderwunschbehandlung endometriose demenz alzheimer parkinson multiple_sklerose angststorung* "
    "panikattacke* "
    "magersucht bulimie arthritis rheuma hepatitis schlaganfall herzinfarkt chemotherapie chemo "
    "dialyse transplantation tumor bluthochdruck abtreibung",
    "it": "diabete cancro leucemia depressione adhd autismo epilessia asma hiv aids emicrania gravidanza aborto "
    "endometriosi "
    "demenza alzheimer parkinson sclerosi_multipla ansia disturbo_bipolare anoressia bulimia artrite epatite "
    "infarto ictus "
    "chemioterapia chemio dialisi trapianto tumore ipertensione",
    "ja": "糖尿病 乳がん 肺がん 胃がん がん治療 がん 癌 白血病 うつ病 鬱病 うつ 発達障害 自閉症 てんかん 喘息 "
    "ぜんそく 片頭痛 偏頭痛 流産 不妊治療 "
    "子宮内膜症 認知症 パニック障害 摂食障害 関節炎 リウマチ 肝炎 脳卒中 心筋梗塞 透析 腫瘍 高血圧 妊活 中絶",
    "ko": "당뇨병 당뇨 유방암 폐암 위암 암 백혈병 우울증 자폐증 자폐 간질 뇌전증 천식 편두통 임신 유산 난임 치매 "
    "공황장애 거식증 관절염 류머티즘 간염 "
    "뇌졸중 심근경색 항암치료 항암 투석 종양 고혈압 낙태",
    "zh": "糖尿病 乳腺癌 肺癌 胃癌 癌症 白血病 抑郁症 忧郁症 抑郁 自闭症 癫痫 哮喘 偏头痛 流产 试管婴儿 子宫内膜异位 "
    "痴呆 焦虑症 恐慌症 厌食症 关节炎 "
    "肝炎 中风 心肌梗塞 心脏病 化疗 透析 肿瘤 高血压 堕胎 艾滋病",
}
# what somebody is
STATES = {
    "en": "pregnant diabetic epileptic autistic depressed hiv-positive bipolar anorexic",
    "es": "embarazada diabetic* epileptic* autista deprimid* anorexic* seropositiv*",
    "fr": "enceinte diabetique epileptique autiste depressif depressive anorexique seropositif seropositive",
    "de": "schwanger schwangere* zuckerkrank epileptisch autistisch depressiv* krebskrank magersuchtig",
    "it": "incinta diabetic* epilettic* autistic* depresso depressa anoressic* sieropositiv*",
    "ja": "妊娠している 妊娠しています 妊娠した 妊娠中 妊娠",
    "ko": "임신한 임신했어요 임신_중인 임신_중",
    "zh": "怀孕了 怀孕 怀了孕 患有",
}
# what somebody takes
MEDICINES = (
    "insulin* insuline insulina antidepressant* antidepresivo* antidepresseur* antidepressiv* sertralin* "
    "metformin* ibuprofen* "
    "methotrexat* lithium ritalin xanax viagra インスリン 抗がん剤 抗うつ薬 抗うつ剤 睡眠薬 인슐린 항우울제 "
    "수면제 胰岛素 抗抑郁药 安眠药"
)
