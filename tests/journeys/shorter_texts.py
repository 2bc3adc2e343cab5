"""What people type on the main line, in Arabic and in Albanian. Everybody and everything in it is invented."""

from tests.journeys.texts import LATIN_NAME, Texts

ARABIC = Texts(
    language="ar",
    words={
        "working_name": "كاوه من الطريق الساحلي",
        "tonight": "في غرفة الضيوف عندنا حتى يوم الاثنين.",
        "telephone": "+355 69 000 4711",
        "whose": "له، اشتراه أمس",
        "who_knows": "مركز الشرطة في بورت لومن فقط.",
        "hurt": "جروح في القدمين، لا يحتاج إلى دواء.",
        "interpreter": "لا حاجة إليه",
        "authority": "وزارة الداخلية في جمهورية فالدريا",
        "country": "جمهورية فالدريا",
        "address": "ساحة الدستور 1\n1000 فالدريا",
        "minister": "فيكتور مثالي",
        "title": "وزير الداخلية في جمهورية فالدريا",
        "form": "معالي السيد",
        "salutation": "معالي الوزير، تحية طيبة وبعد،",
        "subject": "ما رأيته في المعسكر الثالث، وطلبان",
        "sender": "كاوه نمونه\nبواسطة منظمة الباب المفتوح\nص. ب. 12، بورت لومن",
        "place": "بورت لومن",
        "points_lead": "أرجو من معاليكم أمرين:",
        "closing": "وتفضلوا بقبول فائق الاحترام،",
        "signs": "كاوه نمونه",
        "taken_by": "أمينة، من طاقم الدعم",
        "advice_note": "عُرضت عليه العيادة القانونية في الجامعة.",
        "approve_remark": "تمت المراجعة مع صاحب الرسالة.",
        "tracking": "RR 123 456 789 VL",
        "purpose": "التقرير الفصلي لمجلس الإدارة",
    },
    days={},
    body="أنا كاوه نمونه (Kaveh Nemunei)، عضو سابق في جماعة الفانوس. خرجت في 3 مارس 2026 من المعسكر الثالث قرب "
    "بورت لومن، ومشيت ساعتين على الطريق الساحلي، ثم ذهبت إلى مركز الشرطة وذكرت اسمي.\n\n"
    "## ما حدث\n\n"
    "في اليوم 14 من شهر أبريل 2025 أخذ المشرفون أوراقي، ومنها جواز سفر رقمه K-1402-88، ولم أرها بعد ذلك. قالوا لي: "
    "«لا أحد في الخارج يتذكركم».\n\n"
    "- لم يسمح لي بكتابة رسالة واحدة؛\n- لم يسمح لي بالاتصال على الرقم +355 69 000 4711.\n\n"
    "أشكر رجال الشرطة الذين استقبلوني، وأريد أن أعيش حرا.",
    points=(
        "أن يتحدث موظف مع كل شخص في المعسكر الثالث على انفراد وبلغته؛",
        "أن تعاد إلي أوراقي التي أخذت مني في الليلة الأولى.",
    ),
)

ALBANIAN = Texts(
    language="sq",
    words={
        "working_name": "Kaveh nga rruga bregdetare",
        "tonight": "Në dhomën tonë të miqve deri të hënën.",
        "telephone": "+355 69 000 4711",
        "whose": "I tiji, e bleu dje",
        "who_knows": "Vetëm stacioni i policisë në Port Lumen.",
        "hurt": "Plagë në të dyja këmbët, nuk i duhen ilaçe.",
        "interpreter": "nuk duhet",
        "authority": "Ministria e Brendshme e Republikës së Valdrisë",
        "country": "Republika e Valdrisë",
        "address": "Sheshi i Kushtetutës 1\n1000 Valdri",
        "minister": "Viktor Mesali",
        "title": "Ministër i Brendshëm i Republikës së Valdrisë",
        "form": "Shkëlqesisë së Tij, z.",
        "salutation": "Shkëlqesi,",
        "subject": "Çfarë pashë në Kampin Tre dhe dy kërkesa",
        "sender": "Kaveh Nemunei\npranë organizatës Dera e Hapur\nKutia postare 12, Port Lumen",
        "place": "Port Lumen",
        "points_lead": "I kërkoj Shkëlqesisë Suaj dy gjëra:",
        "closing": "Me respekt dhe mirënjohje për vëmendjen tuaj,",
        "signs": LATIN_NAME,
        "taken_by": "Amina Test, punonjëse mbështetëse",
        "advice_note": "Iu ofrua klinika ligjore e universitetit.",
        "approve_remark": "U kontrollua bashkë me personin.",
        "tracking": "RR 123 456 789 VL",
        "purpose": "Raporti tremujor për bordin",
    },
    days={},
    body="Unë jam Kaveh Nemunei (کاوه نمونه‌ای), ish-anëtar i bashkësisë së Fenerit. Më 3 mars 2026 dola nga Kampi Tre "
    "pranë Port Lumenit, eca dy orë përgjatë rrugës bregdetare dhe po atë ditë shkova në polici.\n\n"
    "## Çfarë ndodhi\n\n"
    "Më 14 prill 2025 mbikëqyrësit m'i morën dokumentet, mes tyre pasaportën K-1402-88, dhe nuk i pashë më kurrë. "
    "Më thanë: „Askush atje jashtë nuk ju kujton“.\n\n"
    "- nuk më lejuan të shkruaja qoftë edhe një letër;\n- nuk më lejuan të telefonoja në +355 69 000 4711.\n\n"
    "I falënderoj policët që më pritën. Dua të jetoj si njeri i lirë.",
    points=(
        "që një punonjës të flasë veçmas dhe në gjuhën e tij me secilin në Kampin Tre;",
        "që të më kthehen dokumentet që m'u morën natën e parë.",
    ),
)
SHORTER = {"ar": ARABIC, "sq": ALBANIAN}
