"""The words of the invented searches of a demonstration, in both languages."""

SAFE_CONTACT = {
    "en": "By message only, in the evening. Never leave a name.",
    "fa": "فقط پیامک، عصرها. هرگز نامی گذاشته نشود.",
}
LAST_PLACE = {
    "inside": {"en": "the northern hall of the camp (invented)", "fa": "سالن شمالی قرارگاه (ساختگی)"},
    "outside": {"en": "the house of the family in Example City", "fa": "خانهٔ پدری در شهر مثال"},
    "unknown": {"en": "the bus station of Example City", "fa": "ایستگاه اتوبوس شهر مثال"},
}
LAST_NEWS = {
    "en": "A letter that somebody carried. Nothing since.",
    "fa": "نامه‌ای که کسی با خود آورده بود. از آن به بعد هیچ.",
}
ANSWERS = {
    "identity_note": {"en": "Identity card, seen here.", "fa": "کارت شناسایی، همین‌جا دیده شد."},
    "concern_reason": {
        "en": "A stranger has rung twice about the same name.",
        "fa": "یک ناشناس دو بار دربارهٔ همین نام زنگ زده است.",
    },
    "words": {
        "en": "Needs a few days. Would like to know first how the mother is.",
        "fa": "چند روز وقت می‌خواهد. اول می‌خواهد بداند حال مادر چطور است.",
    },
    "route": {"en": "Video call from our office.", "fa": "تماس تصویری از دفتر ما."},
    "times": {"en": "Thursdays at five, half an hour.", "fa": "پنجشنبه‌ها ساعت پنج، نیم ساعت."},
    "stop_rule": {
        "en": "Either of them, by raising a hand; the worker ends it then.",
        "fa": "هر کدام که دست بالا ببرد؛ همکار ما تماس را قطع می‌کند.",
    },
    "safety": {
        "en": "No places and no names of others are spoken of.",
        "fa": "از جاها و نام دیگران حرفی زده نمی‌شود.",
    },
    "debrief": {
        "en": "The worker, the same evening and three days later.",
        "fa": "همکار ما، همان شب و سه روز بعد.",
    },
}
"""Answers to the questions of the checklists that are answered in words."""
KEPT_BECAUSE = {
    "en": "The client asks us to look for them.",
    "fa": "مددجو از ما خواسته است دنبال او بگردیم.",
}
AGREED_TO_GO_ON = {
    "en": "Spoke with the client about the calls. We go on, with care.",
    "fa": "با مددجو دربارهٔ تماس‌ها حرف زدم. با احتیاط ادامه می‌دهیم.",
}
AGREED_TO_TELL = {
    "en": "Heard the yes from both, each in their own language.",
    "fa": "پاسخ مثبت هر دو را، هر یک به زبان خودشان، شنیدم.",
}
LOOKED = {"en": "Nothing under either spelling.", "fa": "با هیچ‌کدام از دو املا چیزی پیدا نشد."}
PARTNER = {"en": "a partner organisation (invented)", "fa": "یک سازمان همکار (ساختگی)"}
TOLD = {"en": "Name and year of birth of the person sought.", "fa": "نام و سال تولد کسی که دنبالش می‌گردیم."}
PARTNER_SAYS = {
    "en": "Will ask around quietly and write by the end of the month.",
    "fa": "بی‌سروصدا پرس‌وجو می‌کند و تا آخر ماه می‌نویسد.",
}
POINTS = (
    {
        "en": (
            "Nickname in the family",
            "Called 'little sparrow' by the grandmother.",
            "Says the same.",
            "the friend",
        ),
        "fa": (
            "نام خودمانی در خانواده",
            "مادربزرگ او را «گنجشکک» صدا می‌زد.",
            "همین را می‌گوید.",
            "یکی از دوستان",
        ),
    },
    {
        "en": (
            "Scar on the left hand",
            "From a window, at six.",
            "Seen by the partner.",
            "the partner organisation",
        ),
        "fa": ("جای زخم روی دست چپ", "شش‌سالگی، از شیشهٔ پنجره.", "همکار ما دیده است.", "سازمان همکار"),
    },
)
"""What is compared, what the enquirer says, what was found, and from whom."""
NO_TRACE = {
    "en": "Records, two partners and a public notice: no trace so far. We look again in half a year.",
    "fa": "پرونده‌ها، دو سازمان همکار و یک آگهی: تاکنون ردی نیست. شش ماه دیگر دوباره نگاه می‌کنیم.",
}
NO_TRACE_CLOSED = {
    "en": "The client does not want us to look any further for now.",
    "fa": "مددجو فعلاً نمی‌خواهد بیشتر بگردیم.",
}
IN_TOUCH = {"en": "They speak every week, without us.", "fa": "هر هفته با هم حرف می‌زنند و به ما نیازی نیست."}
DECLINES = {
    "en": "Is well, and wants no contact. Respected.",
    "fa": "حالش خوب است و تماس نمی‌خواهد. محترم است.",
}
RESTS = {
    "en": "The client is ill and wants to wait until spring.",
    "fa": "مددجو بیمار است و می‌خواهد تا بهار صبر کند.",
}
TAKES_BACK = {
    "en": "Does not want the family to be told anything for now.",
    "fa": "فعلاً نمی‌خواهد به خانواده چیزی گفته شود.",
}
SOMEBODY_WRITES = {
    "en": "A message, in the client's name: 'stop looking'. It came from a number we do not know.",
    "fa": "پیامی به نام مددجو: «دیگر نگردید». از شماره‌ای آمد که نمی‌شناسیم.",
}
FROM_OUTSIDE = {
    "en": "Rang after a broadcast. Has had no news for years.",
    "fa": "بعد از یک برنامهٔ رادیویی زنگ زد. سال‌هاست خبری ندارد.",
}
