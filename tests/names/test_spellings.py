"""What people ask with and what is on record: pairs of spellings by kind, among invented people."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.names import NameIndex
from tests.fuzzing import often
from tests.names.invented import invented_people

PAIRS = {
    "Latin for Persian": """
        Gholamreza Karamdoust = غلامرضا کرم‌دوست | Gholam Reza Mehr Doost = غلامرضا مهردوست
        Adel Ghanbarnezhad = عادل قنبرنژاد | Iraj Mehrparvar = ایرج مهرپرور
        Esmat Ghaffari Fard = عصمت غفاری‌فرد
        Khosrow Zhalehparast = خسرو ژاله‌پرست | Zahra Yeganehkhah = زهرا یگانه‌خواه
        Owrang Sotudehfar = اورنگ ستوده‌فر
    """,
    "Persian for Latin": """
        شکوفه نیکوراد = Shokoofeh Nikourad | چنگیز غیاثوند = Changiz Ghiasvand
        ایوب خجسته‌پور = Ayoub Khojastehpoor
        فتح‌الله قهرمان‌زاده = Fathollah Ghahremanzadeh | اسحاق مویدی‌نیا = Eshagh Moayedi Nia
    """,
    "Arabic and Latin": """
        نعمة الله الشواخي = Nimatullah Shawakhi | Muath al-Dharfi = معاذ الظرفي
        عبد الرحمن القمطري = Abderrahmane Kamtari
        Thabit Benkhalfoun = ثابت بن خلفون | هدى الغزالين = Houda El Ghezaline
        Jalal Maknoun = جلال المكنون
    """,
    "French and English": """
        Cherif Bouchaoui = Sharif Bushawi | Djamel Ouchfoun = Jamal Wushfun
        Ennaji Tchakour = Al-Naji Chakur
        Mokhtar Aïtfella = Mukhtar Ait Fella | Youssef Guendoum = Yusuf Gandum
    """,
    "Albanian": """
        Xhevdet Gjonpalaj = Xhevdet Gjonpalaj | Clirim Gezimaj = Çlirim Gëzimaj
        Shqipe Rrushi = Shqipe Rushi
        Xhemile Njazimi = Djemile Niazimi | Gjylshen Llapi = Gjylshen Lapi
        Skender Pellumbi = Skënder Pëllumbi
    """,
    "other countries' spellings": """
        Jusuf Wahidpur = Yousef Vahidpour | Dariusz Riazi = Daryush Riazi
        Xalid Memmedzade = Khalid Mammadzadeh
        Tschangis Schafifar = Changiz Shafifar | Cafer Naccaroglu = Jafar Najjaroglu
    """,
    "titles": """
        Haj Ramiz Tahmasfar = Ramiz Tahmasfar | Dr. Ornela Vokshtari = Ornela Vokshtari
        Nadir Sahrani = سید نادر صحرانی
        Seyed Kazem Rowshandel = کاظم روشندل | حاج نادر روشنگر = Nader Roshangar
        سیدکاظم روشنروان = Kazem Roshanravan
    """,
    "particles": """
        Al-Wadi Mansouri = Wadi Mansouri | Khalid bin Faysal Wardani = خالد فيصل الورداني
        Ibn Sahnoun Tarik = Tariq Sahnoun
        Abdul Zahir Tarnak = ظاهر ترنک | Hashem Agha Zarrinjou = هاشم زرین‌جو
        Javid Baharzadeh = جاوید بهار
    """,
    "order swapped": """
        Kelmendaj Dafina = Dafina Kelmendaj | Zarrabian Shirin = شیرین ضرابیان
        Kamal Kamal = كمال كمال
    """,
    "a part missing": """
        Dafina Vokshtari = Dafina Arbnora Vokshtari | Mahin Zarrabian = مهین مهرانگیز ضرابیان
    """,
    "together or apart": """
        سو دا به سرکشیک = سودابه سرکشیک | ابو الفضل صدررهنما = ابوالفضل صدررهنما
        Noor ed-Din Sahlani = نورالدین سهلانی
        Mohammad Ali Mirafshar = محمدعلی میرافشار | Sepahvand Ahmad = احمد سپه وند
    """,
}
ASKED = [
    (kind, *pair.strip().split(" = "))
    for kind, lines in PAIRS.items()
    for line in lines.strip().splitlines()
    for pair in line.split(" | ")
]


@pytest.fixture(scope="module")
def index() -> NameIndex[str]:
    names: NameIndex[str] = NameIndex()
    for number, person in enumerate(invented_people(3_000)):
        names.add(f"somebody {number}", person.recorded)
    for _kind, _query, name in ASKED:
        names.add(name, name)
    return names


@pytest.mark.parametrize(("kind", "query", "name"), ASKED)
def test_a_name_is_found_first_however_it_is_spelled(
    index: NameIndex[str], kind: str, query: str, name: str
) -> None:
    assert index.search(query, 1)[0][0] == name


texts = st.text("abdhiklmnrsz çëعبدالهینرح '-", min_size=1, max_size=12)
names = st.lists(st.tuples(st.integers(0, 5), texts), max_size=12)


@given(added=names, removed=st.sets(st.integers(0, 5)), query=texts)
@settings(max_examples=often(60))
def test_an_index_that_was_changed_answers_as_one_that_was_made_anew(
    added: list[tuple[int, str]], removed: set[int], query: str
) -> None:
    changed, anew = NameIndex[int](), NameIndex[int]()
    for key, name in added:
        changed.add(key, name)
        if key not in removed:
            anew.add(key, name)
    for key in removed:
        changed.remove(key)
    assert dict(changed.search(query, 10)) == pytest.approx(dict(anew.search(query, 10)))
    assert len(changed) == len(anew)


@given(added=names, query=texts, allowed=st.sets(st.integers(0, 5)))
@settings(max_examples=often(60))
def test_who_may_see_few_gets_the_same_answers_however_they_are_told_apart(
    added: list[tuple[int, str]], query: str, allowed: set[int]
) -> None:
    index = NameIndex[int]()
    for key, name in added:
        index.add(key, name)
    told = dict(index.search(query, 10, allowed=lambda keys: allowed & set(keys)))
    held = dict(index.search(query, 10, allowed=tuple(allowed)))
    looked_at = dict(index.search(query, 10, allowed=allowed))
    assert told == pytest.approx(held)
    assert told == pytest.approx(looked_at)
