"""Two letters as long as people really write them, in English and Persian: invented throughout.

The shape is that of such letters: thanks first, then how they left, then what happened month by month, with quoted
speech, dates of both calendars, foreign names in the middle of lines, and what they ask for at the end.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Month:
    """One month of the last year inside, in both languages."""

    english: str
    persian: str
    hall: str
    hours: int
    english_work: str
    persian_work: str


MONTHS = (
    Month("April 2025", "فروردین ۱۴۰۴", "Hall 1", 14, "the greenhouse", "گلخانه"),
    Month("May 2025", "اردیبهشت ۱۴۰۴", "Hall 4", 15, "the kitchen", "آشپزخانه"),
    Month("June 2025", "خرداد ۱۴۰۴", "Hall 2", 14, "the carpenters' workshop", "کارگاه نجاری"),
    Month("July 2025", "تیر ۱۴۰۴", "Hall 7", 16, "the printing room", "اتاق چاپ"),
    Month("August 2025", "مرداد ۱۴۰۴", "Hall 3", 13, "the laundry", "رخت‌شوی‌خانه"),
    Month("September 2025", "شهریور ۱۴۰۴", "Hall 5", 15, "the archive", "بایگانی"),
    Month("October 2025", "مهر ۱۴۰۴", "Hall 9", 14, "the garage", "تعمیرگاه"),
    Month("November 2025", "آبان ۱۴۰۴", "Hall 6", 16, "the sewing room", "خیاط‌خانه"),
    Month("December 2025", "آذر ۱۴۰۴", "Hall 8", 15, "the night guard", "نگهبانی شب"),
    Month("January 2026", "دی ۱۴۰۴", "Hall 10", 14, "the bakery", "نانوایی"),
    Month("February 2026", "بهمن ۱۴۰۴", "Hall 12", 16, "the translation desk", "میز ترجمه"),
)

ENGLISH_OPENING = """\
Greetings and regards. I am Kaveh Nemunei, a former member of the Lantern Community. On 3 March 2026 I left \
its Camp Three near the town of Port Lumen through the gate for deliveries, walked for two hours along the \
coast road, and on the same day went to the police station, gave my name, and said that I do not wish to \
return and that I want to live as a free person.

First of all I have to thank the officers whom I met there. I had a great deal of fear. For years we had \
been told that the police of Valdria would hand us back within the hour, and that outside the fence nobody \
would give us as much as a glass of water. I was given tea, a blanket and an interpreter, and an officer \
said to me: “You are safe here. Nobody will be told where you are unless you want it.” I have not forgotten \
that sentence, and I will not.

The thought of leaving had been in my head since my brother Dara Nemunei (دارا نمونه‌ای) left in the spring \
of 2019. When I asked to speak with him I was told that I no longer had a brother. When I asked a second \
time, in front of others, I was moved to another hall and had to write a report about myself every evening \
for ninety days. I was told that he had married, and that he had a son, Omid, as if these were crimes. From \
that day I had only one wish: to hold my nephew in my arms once.

I was born in 1352 in a small town in the north, and I joined the community at nineteen, because a man whom \
I trusted said that it was for one summer. My papers were taken “for safe keeping” on the first evening. I \
have not seen them since. I worked as a cook, a carpenter and in the last six years at the translation desk, \
and I was never paid, nor did I ever hold a telephone, a key or a banknote in my hand in all these years.

## What happened in the last year

I was asked to write down what I saw month by month, and I do so to the best of my memory. Where I did not \
see a thing myself but heard it from others, I say so. Where I am not certain of a date, I give the month \
alone."""

ENGLISH_MONTH = """\
In {month} I was sent to {work}, and we worked {hours} hours on most days, with one free afternoon in the \
month. On the first Monday all members of {hall} were called together after midnight. We stood until four in \
the morning while one after another had to read aloud what he had done wrong and whom he had thought of. A \
woman who said that she had thought of her mother was told: “Your mother is the enemy’s hand.” She was not \
seen at meals for a week. I asked where she was, and my name was written on the board. Later a colleague, \
whose name I do not give because he is still inside, told me that she had asked to leave and that her \
request of that month ({persian}) had been read out and torn up."""

ENGLISH_CLOSING_PART = """\
## How people are kept from leaving

People are not held with chains. They are held with stories. We heard every week that somebody who had left \
had been beaten in the street, had been sold, had died of hunger, or had been deported. When I came out I \
met three of the people who were said to be dead. One of them made me breakfast. I mention this because an \
officer who asks a member at the gate, in front of the others, “Do you want to leave?” will always hear \
“No”. It has to be asked alone, in our own language, more than once, and with the certainty that nobody will \
hear the answer.

Nader Azmayeshi (نادر آزمایشی), with whom I shared a room for four years, was taken to the office on 9 \
November 2025 after he had written the two words “I want” on a piece of paper and nothing else. They asked \
him what he wanted. He said: “To finish the sentence.” He was kept in the small building behind the kitchen \
for eleven days. I carried his food as far as the door. I saw him on the twelfth day; he did not speak, and \
he had lost much weight. I do not know how he is today.

Families who came to the fence in the summer of 2025 stood there for three days with pictures in their \
hands. Loudspeakers played music so that we should not hear them call our names. I heard my own name \
nevertheless, and I know now who it was. We were told to throw stones, and some did. I did not, and I was \
asked in writing why I had not.

The rules of the Republic of Valdria, as I learned only here, say that every person may keep their own \
papers, may leave a house when they wish and may receive letters. Order no. 17/2024 of the registry, form \
REG-4 and the number 04-228-91 were on the envelope that I saw on the commander’s table on 30 January 2026; \
it was addressed to me and had been opened. I ask that it be found out what became of it.

I know that I too did wrong in those years. I have read out other people’s names. I have written reports \
about friends. I do not ask that this be forgotten. I ask to be heard about it by somebody whose office it \
is, and I will answer every question."""

PERSIAN_OPENING = """\
با سلام و احترام. من کاوه نمونه‌ای هستم، عضو پیشین جماعت فانوس. روز ۱۲ اسفند ۱۴۰۴ (3 March 2026) از در مخصوص \
بار در قرارگاه سه، نزدیک شهر پورت لومن (Port Lumen)، بیرون آمدم، دو ساعت در جادهٔ ساحلی پیاده رفتم و همان روز \
خودم را به پاسگاه پلیس رساندم، نامم را گفتم و گفتم که نمی‌خواهم برگردم و می‌خواهم مانند انسانی آزاد زندگی \
کنم.

پیش از هر چیز باید از مأمورانی که آنجا دیدم سپاسگزاری کنم. بسیار می‌ترسیدم. سال‌ها به ما گفته بودند که پلیس \
والدریا در یک ساعت ما را پس می‌دهد و بیرون از سیم‌خاردار کسی حتی یک لیوان آب هم به ما نمی‌دهد. به من چای و \
پتو و مترجم دادند و افسری به من گفت: «اینجا در امان هستی. تا خودت نخواهی به هیچ‌کس نمی‌گوییم کجایی.» این \
جمله را فراموش نکرده‌ام و نخواهم کرد.

فکر رفتن از بهار ۱۳۹۸ در سرم بود، از وقتی که برادرم دارا نمونه‌ای (Dara Nemunei) رفت. وقتی خواستم با او حرف \
بزنم، گفتند تو دیگر برادر نداری. بار دوم که جلوی دیگران خواستم، مرا به سالن دیگری فرستادند و نود شب باید \
دربارهٔ خودم گزارش می‌نوشتم. به من گفتند او زن گرفته و پسری به نام امید دارد، انگار که این‌ها جرم باشد. از \
آن روز فقط یک آرزو داشتم: این‌که یک بار برادرزاده‌ام را در آغوش بگیرم.

من سال ۱۳۵۲ در شهر کوچکی در شمال به دنیا آمدم و در نوزده‌سالگی به جماعت پیوستم، چون مردی که به او اعتماد \
داشتم گفت فقط برای یک تابستان است. همان شب اول مدارکم را «برای نگهداری» گرفتند و دیگر ندیدم. آشپزی کردم، \
نجاری کردم و شش سال آخر پشت میز ترجمه نشستم؛ هرگز مزدی نگرفتم و در همهٔ این سال‌ها نه تلفنی در دست داشتم، نه \
کلیدی و نه یک اسکناس.

## در سال آخر چه گذشت

از من خواستند هرچه دیده‌ام ماه به ماه بنویسم و تا آنجا که به یاد دارم می‌نویسم. هر جا خودم ندیده‌ام و از \
دیگران شنیده‌ام، می‌گویم. هر جا از روز آن مطمئن نیستم، فقط ماه را می‌نویسم."""

PERSIAN_MONTH = """\
در {persian} مرا به {work} فرستادند و بیشتر روزها {hours} ساعت کار می‌کردیم و در ماه فقط یک بعدازظهر آزاد \
داشتیم. نخستین دوشنبهٔ ماه همهٔ اعضای {hall} را بعد از نیمه‌شب جمع کردند. تا چهار صبح سرپا ایستادیم و هر کس \
باید بلند می‌خواند که چه خطایی کرده و به یاد چه کسی افتاده است. به زنی که گفت به یاد مادرش افتاده، گفتند: \
«مادرت دست دشمن است.» یک هفته سر غذا دیده نشد. پرسیدم کجاست و نامم را روی تخته نوشتند. بعدها همکاری که نامش \
را نمی‌گویم، چون هنوز آنجاست، گفت که او درخواست رفتن کرده بود و درخواستش را که تاریخ آن ماه ({month}) را \
داشت، جلوی همه خواندند و پاره کردند. می‌گفتند هر کس چنین کاغذی بنویسد، خودش را پاره کرده است."""

PERSIAN_CLOSING_PART = """\
## چگونه نمی‌گذارند کسی برود

آدم‌ها را با زنجیر نگه نمی‌دارند؛ با قصه نگه می‌دارند. هر هفته می‌شنیدیم که یکی از رفته‌ها را در خیابان \
زده‌اند، فروخته‌اند، از گرسنگی مرده یا از کشور بیرونش کرده‌اند. بیرون که آمدم، سه نفر از همان‌هایی را دیدم \
که می‌گفتند مرده‌اند. یکی از آن‌ها برایم صبحانه درست کرد. این را می‌نویسم، چون اگر مأموری دم در و جلوی \
دیگران بپرسد «می‌خواهی بروی؟» همیشه می‌شنود «نه». باید تنها، به زبان خودمان، بیش از یک بار و با این اطمینان \
پرسید که هیچ‌کس پاسخ را نمی‌شنود.

نادر آزمایشی (Nader Azmayeshi) را که چهار سال با او هم‌اتاق بودم، روز ۱۸ آبان ۱۴۰۴ به دفتر بردند، چون روی \
کاغذی فقط دو کلمه نوشته بود: «من می‌خواهم». پرسیدند چه می‌خواهی. گفت: «می‌خواهم جمله را تمام کنم.» یازده روز \
او را در ساختمان کوچک پشت آشپزخانه نگه داشتند. غذایش را تا دم در می‌بردم. روز دوازدهم او را دیدم؛ حرف نمی‌زد \
و بسیار لاغر شده بود. نمی‌دانم امروز حالش چگونه است.

خانواده‌هایی که تابستان ۱۴۰۴ پشت سیم‌خاردار آمدند، سه روز با عکس در دست ایستادند. بلندگوها موسیقی پخش \
می‌کردند تا صدا زدن ناممان را نشنویم. با این همه نام خودم را شنیدم و امروز می‌دانم صدای که بود. به ما گفتند \
سنگ بیندازید و بعضی انداختند. من نینداختم و کتبی از من پرسیدند چرا.

مقررات جمهوری والدریا، که تازه اینجا یاد گرفتم، می‌گوید هر کس می‌تواند مدارکش را خودش نگه دارد، هر وقت خواست \
از خانه‌ای برود و نامه بگیرد. روز ۱۰ بهمن ۱۴۰۴ روی میز فرمانده پاکتی دیدم که شمارهٔ 04-228-91 و «Order no. \
17/2024» و «REG-4» روی آن بود؛ به نام من بود و باز شده بود. خواهش می‌کنم روشن شود چه بر سر آن آمده است.

می‌دانم که من هم در آن سال‌ها بد کرده‌ام. نام دیگران را بلند خوانده‌ام. دربارهٔ دوستانم گزارش نوشته‌ام. \
نمی‌خواهم این فراموش شود. می‌خواهم کسی که کارش این است به حرفم گوش دهد و به هر پرسشی پاسخ می‌دهم."""


def _persian_digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def english_body() -> str:
    """The English letter's body: more than two thousand words in paragraphs."""
    months = [
        ENGLISH_MONTH.format(
            month=one.english, persian=one.persian, hall=one.hall, hours=one.hours, work=one.english_work
        )
        for one in MONTHS
    ]
    return "\n\n".join((ENGLISH_OPENING, *months, ENGLISH_CLOSING_PART))


def persian_body() -> str:
    """The Persian letter's body: more than two thousand words in paragraphs."""
    months = [
        PERSIAN_MONTH.format(
            month=one.english,
            persian=one.persian,
            hall=one.hall,
            hours=_persian_digits(one.hours),
            work=one.persian_work,
        )
        for one in MONTHS
    ]
    return "\n\n".join((PERSIAN_OPENING, *months, PERSIAN_CLOSING_PART))
