"""The words of the invented letters of a demonstration: in the languages of its records, our own in all four."""

from typing import Any

OF_THE_PERSON: dict[str, dict[str, Any]] = {
    "subject": {"en": "Return of my papers", "fa": "درخواست بازگرداندن مدارک"},
    "body": {
        "en": (
            "Greetings and regards. I have left the camp and live in Sample Town now.\n\n"
            "My papers were taken from me when I arrived, and nobody has told me where they are. "
            "Without them I can neither work nor travel.\n\nThis letter is invented, as is everybody in it."
        ),
        "fa": (
            "با سلام و احترام. من قرارگاه را ترک کرده‌ام و اکنون در شهر نمونه زندگی می‌کنم.\n\n"
            "هنگام ورود، مدارکم را از من گرفتند و کسی به من نگفته است که کجاست. "
            "بدون آن‌ها نه می‌توانم کار کنم و نه سفر.\n\nاین نامه و همهٔ افراد آن ساختگی است."
        ),
    },
    "points": {
        "en": ("that my papers are given back to me;", "that I am told in writing which office keeps them."),
        "fa": ("بازگرداندن مدارکم به من؛", "اعلام کتبی این‌که کدام اداره آن‌ها را نگه می‌دارد."),
    },
}
OUR_OWN: dict[str, dict[str, Any]] = {
    "subject": {
        "en": "Papers of people in our care",
        "fa": "مدارک مراجعان ما",
        "ar": "أوراق الأشخاص الذين نرعاهم",
        "sq": "Dokumentet e personave nën kujdesin tonë",
    },
    "body": {
        "en": (
            "We support people who have left the camp. Several of them wait for papers that were taken from them "
            "years ago.\n\nThis letter is invented, as is everybody in it."
        ),
        "fa": (
            "ما از کسانی پشتیبانی می‌کنیم که قرارگاه را ترک کرده‌اند. چند نفر از آنان در انتظار مدارکی هستند که "
            "سال‌ها پیش از آن‌ها گرفته شده است.\n\nاین نامه و همهٔ افراد آن ساختگی است."
        ),
        "ar": (
            "نحن ندعم أشخاصًا غادروا المعسكر. عدد منهم ينتظر أوراقًا أُخذت منه قبل سنوات.\n\n"
            "هذه الرسالة وجميع من فيها من وحي الخيال."
        ),
        "sq": (
            "Ne mbështesim njerëz që janë larguar nga kampi. Disa prej tyre presin dokumente që u janë marrë vite më "
            "parë.\n\nKjo letër dhe të gjithë personat në të janë të trilluar."
        ),
    },
    "points": {
        "en": ("a meeting with the registry;", "a list of the papers that it keeps."),
        "fa": ("دیداری با دبیرخانه؛", "فهرست مدارکی که آنجا نگهداری می‌شود."),
        "ar": ("تحديد موعد للقاء في ديوان الوزارة؛", "قائمة بالأوراق المحفوظة لديه."),
        "sq": ("një takim në protokollin e ministrisë;", "një listë të dokumenteve që ruhen atje."),
    },
}
PLACE = {"en": "Sample Town", "fa": "شهر نمونه", "ar": "مدينة المثال", "sq": "Qyteti i Shembullit"}
ENCLOSED = {
    "statement": {"en": "Declaration of separation", "fa": "اعلام جدایی"},
    "document": {"en": "Identity card (copy)", "fa": "رونوشت کارت شناسایی"},
}
COMMENTS = {
    "en": "Clear and short. The second point could name the year.",
    "fa": "روشن و کوتاه است. در بند دوم می‌شود سال را هم گفت.",
}
RETURNED = {
    "en": "The consent sheet says no to authorities. Please talk with the client once more before we go on.",
    "fa": "در برگهٔ رضایت به گفتن به مقامات «نه» گفته شده. لطفاً پیش از ادامه یک بار دیگر با مددجو صحبت کنید.",
}
ON_THE_TELEPHONE = {
    "en": "Read out on the telephone; it has to leave with the last post.",
    "fa": "پشت تلفن خوانده شد؛ باید با آخرین پست برود.",
}
TRACKING = "RR 000 000 000 (invented)"
THEIR_REFERENCE = "LP-000/00 (invented)"
THEIR_REGISTRY = {"en": "Registry of the ministry (invented)", "fa": "دبیرخانهٔ وزارت (ساختگی)"}
SUMMARIES = {
    "acknowledgement": {
        "en": "Registered; an answer is promised within thirty days.",
        "fa": "ثبت شد؛ گفته‌اند تا سی روز پاسخ می‌دهند.",
    },
    "reply": {
        "en": "The papers can be fetched at the registry. About the second point they say that another office decides.",
        "fa": "مدارک را می‌شود از دبیرخانه گرفت. دربارهٔ بند دوم می‌گویند ادارهٔ دیگری تصمیم می‌گیرد.",
    },
}
OUTCOMES = (
    ("granted", {"en": "To be fetched in person.", "fa": "باید شخصاً تحویل گرفته شود."}),
    ("not_competent", {"en": "They name no other office.", "fa": "نامی از ادارهٔ دیگر نبرده‌اند."}),
)
"""What became of each point, and why."""
CLOSED = {"en": "The papers have been fetched.", "fa": "مدارک تحویل گرفته شد."}
EVENING = "19:40"
