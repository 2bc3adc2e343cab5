"""The words that a printed statement adds to its text, in the language of the statement."""

KINDS = {
    "en": {
        "testimony": "Testimony",
        "separation": "Declaration of separation",
        "organisation": "Statement of the organisation",
        "joint": "Joint statement",
        "family": "Statement of the family",
        "witness": "Statement of a witness",
        "press": "Statement to the press",
    },
    "fa": {
        "testimony": "شهادت‌نامه",
        "separation": "اعلام جدایی",
        "organisation": "بیانیهٔ سازمان",
        "joint": "بیانیهٔ مشترک",
        "family": "بیانیهٔ خانواده",
        "witness": "اظهاریهٔ شاهد",
        "press": "بیانیهٔ مطبوعاتی",
    },
    "ar": {
        "testimony": "شهادة",
        "separation": "إعلان انفصال",
        "organisation": "بيان المنظمة",
        "joint": "بيان مشترك",
        "family": "بيان العائلة",
        "witness": "إفادة شاهد",
        "press": "بيان صحفي",
    },
    "sq": {
        "testimony": "Dëshmi",
        "separation": "Deklaratë shkëputjeje",
        "organisation": "Deklaratë e organizatës",
        "joint": "Deklaratë e përbashkët",
        "family": "Deklaratë e familjes",
        "witness": "Deklaratë e dëshmitarit",
        "press": "Deklaratë për shtyp",
    },
}
NOT_SIGNED = {
    "en": "{kind} (draft, not signed)",
    "fa": "{kind} (پیش‌نویس، امضا نشده)",
    "ar": "{kind} (مسودة، غير موقعة)",
    "sq": "{kind} (draft, e panënshkruar)",
}
TO_SIGN = {
    "en": "{kind} (copy for signature)",
    "fa": "{kind} (نسخهٔ امضا)",
    "ar": "{kind} (نسخة للتوقيع)",
    "sq": "{kind} (kopje për nënshkrim)",
}
"""Of a text that its makers have heard: what they sign keeps these words."""
TRUTH = {
    "en": "These are my own words. I believe that what I have stated here is true.",
    "fa": "این‌ها سخنان خود من است. باور دارم که آنچه در اینجا گفته‌ام درست است.",
    "ar": "هذه كلماتي أنا. وأعتقد أن ما ذكرته هنا صحيح.",
    "sq": "Këto janë fjalët e mia. Besoj se ajo që kam deklaruar këtu është e vërtetë.",
}
TRUTH_OF_SEVERAL = {
    "en": "These are our own words. We believe that what we have stated here is true.",
    "fa": "این‌ها سخنان خود ماست. باور داریم که آنچه در اینجا گفته‌ایم درست است.",
    "ar": "هذه كلماتنا نحن. ونعتقد أن ما ذكرناه هنا صحيح.",
    "sq": "Këto janë fjalët tona. Besojmë se ajo që kemi deklaruar këtu është e vërtetë.",
}
WITNESS = {"en": "Witness", "fa": "شاهد", "ar": "شاهد", "sq": "Dëshmitar"}
AND = {"en": ", ", "fa": "، ", "ar": "، ", "sq": ", "}
"""What stands between the names of several makers."""
