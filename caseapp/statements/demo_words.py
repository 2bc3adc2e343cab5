"""The words of the invented statements of a demonstration, in both languages."""

TITLES = {
    "separation": {"en": "Declaration of separation", "fa": "اعلام جدایی"},
    "testimony": {"en": "What I saw in the camp", "fa": "آنچه در قرارگاه دیدم"},
    "family": {"en": "What my family asks", "fa": "درخواست خانوادهٔ من"},
    "witness": {"en": "The evening of the departure", "fa": "شب رفتن"},
    "organisation": {
        "en": "On papers kept from their owners",
        "fa": "دربارهٔ مدارکی که به صاحبانشان داده نمی‌شود",
    },
}
BODIES = {
    "separation": {
        "en": (
            "I joined when I was young and lived in the camp for many years. I left of my own will, and nobody "
            "has promised me anything for it.\n\n"
            "From today I belong to the group no more. Nobody speaks for me, and I ask that my name is not used.\n\n"
            "This declaration is invented, as is everybody in it."
        ),
        "fa": (
            "من در جوانی به این گروه پیوستم و سال‌های زیادی در قرارگاه زندگی کردم. به خواست خودم بیرون آمدم و "
            "کسی بابت آن به من وعده‌ای نداده است.\n\n"
            "از امروز دیگر عضو این گروه نیستم. کسی از طرف من حرف نمی‌زند و می‌خواهم از نام من استفاده نشود.\n\n"
            "این اعلام و همهٔ افراد آن ساختگی است."
        ),
    },
    "testimony": {
        "en": (
            "We were not allowed to write home. Whoever asked for a telephone was spoken to in front of all.\n\n"
            "Papers were collected on the first day; I have not seen mine since.\n\n"
            "This testimony is invented, as is everybody in it."
        ),
        "fa": (
            "اجازه نداشتیم برای خانه نامه بنویسیم. هر کس تلفن می‌خواست جلوی همه با او حرف می‌زدند.\n\n"
            "مدارک را همان روز اول جمع کردند؛ از آن به بعد مدارکم را ندیده‌ام.\n\n"
            "این شهادت و همهٔ افراد آن ساختگی است."
        ),
    },
    "family": {
        "en": (
            "My mother has written every year and never had an answer. She asks to hear one sentence from me.\n\n"
            "I want her to know that I am well.\n\nThis statement is invented, as is everybody in it."
        ),
        "fa": (
            "مادرم هر سال نامه نوشته و هیچ‌وقت جوابی نگرفته است. می‌خواهد یک جمله از خودم بشنود.\n\n"
            "می‌خواهم بداند که حالم خوب است.\n\nاین متن و همهٔ افراد آن ساختگی است."
        ),
    },
    "witness": {
        "en": (
            "I stood at the gate when the car came. Nobody was held back by force that evening.\n\n"
            "This statement is invented, as is everybody in it."
        ),
        "fa": (
            "وقتی ماشین رسید کنار در ایستاده بودم. آن شب جلوی کسی را به زور نگرفتند.\n\n"
            "این متن و همهٔ افراد آن ساختگی است."
        ),
    },
    "organisation": {
        "en": (
            "People who come to us tell that their papers were taken from them and never given back. Without them "
            "they can neither work nor travel.\n\n"
            "We ask that everybody is given their own papers, on request and without a condition.\n\n"
            "This statement is invented."
        ),
        "fa": (
            "کسانی که به ما مراجعه می‌کنند می‌گویند مدارکشان را از آن‌ها گرفته و دیگر پس نداده‌اند. بدون مدارک نه "
            "می‌توانند کار کنند و نه سفر.\n\n"
            "ما خواهان آنیم که مدارک هر کس به درخواست خودش و بدون هیچ شرطی به او داده شود.\n\nاین بیانیه ساختگی است."
        ),
    },
}
PLACE = {"en": "Sample Town", "fa": "شهر نمونه"}
ORGANISATION = {"en": "Open Door (demonstration)", "fa": "درِ باز (نمایشی)"}
NO_INTERPRETER = {"en": "none needed", "fa": "لازم نبود"}
WITNESS = {"en": "a colleague of the office", "fa": "یکی از همکاران دفتر"}
REMARKS = {
    "en": "A cousin waited outside the door and asked twice whether it was finished.",
    "fa": "پسرعمویش پشت در منتظر بود و دو بار پرسید تمام شد یا نه.",
}
NAMED = {"en": "Nobody but the maker.", "fa": "جز خود گوینده نام کسی نیامده است."}
RISKS = {
    "en": "The group may answer in public. The maker knows and wants it used all the same.",
    "fa": "ممکن است گروه آشکارا پاسخ بدهد. خودش می‌داند و با این حال می‌خواهد از آن استفاده شود.",
}
FOR_THE_MINISTRY = {"en": "With the letter about the papers.", "fa": "همراه نامهٔ مربوط به مدارک."}
WITHDRAWN = {
    "en": "The maker does not want it used any more.",
    "fa": "خودش دیگر نمی‌خواهد از آن استفاده شود.",
}
