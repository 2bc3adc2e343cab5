"""What every caller is told, whoever they ask about.

The same words for somebody we know well and for somebody we never heard of: a caller learns nothing from them, nor
from how they are said. They are in the caller's language, not in the reader's, so they are no part of the catalogs.
"""

NEITHER_CONFIRM_NOR_DENY = {
    "en": "We neither confirm nor deny whether we know a person.",
    "fa": "ما نه تأیید می‌کنیم و نه رد می‌کنیم که کسی را می‌شناسیم.",
    "ar": "لا نؤكد ولا ننفي معرفتنا بأي شخص.",
    "sq": "Ne as nuk e pohojmë, as nuk e mohojmë se njohim dikë.",
}
