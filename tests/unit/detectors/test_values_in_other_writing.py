"""One value in two writings says nothing; its words are no lost names, signs or currencies."""

import pytest

from harness import api
from harness.core.values import Category, Severity
from harness.text.data.language import language_data
from harness.text.facts.money import money_in
from harness.text.facts.placeables import placeable_spans
from harness.text.facts.quantities import quantities_in


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "It had $31,834.00 in May.", "It had 31,834.00 US dollars in May."),
        ("en", "It is a 68.5-square-metre flat.", "It is a flat of 68.5 m²."),
        ("en", "The trip takes 90 minutes.", "The trip takes an hour and a half."),
        ("en", "A fortnight later he was home.", "Two weeks later he was home."),
        ("en", "They met on Fri., Sept. 12.", "They met on Friday, September 12."),
        ("en", "Add 250 ml of water.", "Add 250 millilitres of water."),
        ("en", "Ring 020 7946 0958 for it.", "Ring 020-7946-0958 for it."),
        ("pt", "Restam 3 dias.", "Faltam 3 dias."),
        ("de", "Der Kurs beginnt um halb neun.", "Der Kurs beginnt um 8:30 Uhr."),
        ("nl", "De les begint om half negen.", "De les begint om 8:30 uur."),
        ("ja", "第三章は二十ページあります。", "第3章は20ページあります。"),
        ("ar", "كَتَبَ الوَلَدُ الدَّرْسَ.", "كتب الولد الدرس."),
        ("pt", "São chaleiras de 1,7 litro.", "São chaleiras de 1,7 L."),
        ("fr", "Il monte de 1 250 mètres.", "Il monte de 1250 m."),
        ("ru", "В 10:15 утра начнём.", "В 10 часов 15 минут утра начнём."),
        ("ar", "هطل 42.5 ملم من المطر.", "هطل ٤٢٫٥ مليمترًا من المطر."),
        ("vi", "Hành lý nặng 7,5 kg.", "Hành lý nặng 7,5 ki-lô-gam."),
        ("hi", "इसमें 22.5 किलोग्राम है।", "इसमें 22.5 कि. ग्रा. है।"),
        ("ca", "Fan 3,4 quilòmetres de tubs.", "Fan 3,4 km de tubs."),
        ("ru", "Поезд уходит в 11:40.", "Поезд уходит в 11 ч 40 мин."),
        ("uk", "Старт о 9:15 на площі.", "Старт о 9 год 15 хв на площі."),
        ("nl", "De brand brak om 22.10 uur uit.", "De brand brak om 22u10 uit."),
        ("vi", "Mở cửa lúc 7 giờ 30 sáng.", "Mở cửa lúc 7h30 sáng."),
        ("ko", "참가비는 35,000원이다.", "참가비는 3만 5천 원이다."),
        ("ko", "김치 4.5kg을 가져간다.", "김치 4.5킬로그램을 가져간다."),
        ("ja", "1.5キロメートル離れた所です。", "1.5km離れた所です。"),
        ("ja", "料金は2,000円です。", "料金は¥2,000です。"),
        ("id", "Harganya 250.000 rupiah.", "Harganya Rp250.000."),
        ("vi", "Giá 96.500 đồng mỗi gói.", "Giá 96.500đ mỗi gói."),
        ("uk", "Він отримав 25 000 гривень.", "Він отримав 25 тис. грн."),
        ("de", "Ein Haus mit 68,5 m² ist frei.", "Ein Haus mit 68,5 Quadratmetern ist frei."),
        ("hi", "यह 634 किलोमीटर दूर है।", "यह 634 किमी दूर है।"),
        ("ru", "Открыто с 8 сентября 2025.", "Открыто с 08.09.2025."),
        ("zh", "于2026年4月16日起停水。", "于2026-04-16起停水。"),
        ("ko", "2026년 3월 22일 (일)에 연다.", "2026. 3. 22. (일)에 연다."),
        ("pt", "O escritório tem 12.502 EUR.", "O escritório tem 12.502,00 Euros."),
        ("it", "L'ufficio ha 870 miliardi.", "L'ufficio ha 870 Mld."),
        ("uk", "Бюро нарахувало 640 мільйонів наприкінці.", "Бюро нарахувало 640 млн наприкінці."),
        ("sv", "Kontoret räknade 55 tusen i slutet.", "Kontoret räknade 55 tn i slutet."),
        ("tr", "Büro yıl sonunda %92,9 saydı.", "Büro yıl sonunda 92,9% saydı."),
        ("tr", "Büro yıl sonunda yüzde 81,3 saydı.", "Büro yıl sonunda 81,3% saydı."),
        ("ru", "Бюро насчитало 82 121 британский фунт стерлингов.", "Бюро насчитало 82 121 £."),
        ("cs", "Kancelář napočítala 95 518 GBP.", "Kancelář napočítala 95 518 britských liber."),
        ("es", "La tienda vende 3000 productos.", "La tienda vende 3,000 productos."),
        ("es", "Recaudó 10 000 millones de euros.", "Recaudó 10,000 millones de euros."),
        ("en", "More than 20 million watched it.", "More than 2 crore watched it."),
        ("en", "It was seen by 3.1 million.", "It was seen by 31 lakh."),
        ("en", "A 650 pound pig pinned him.", "A 295 kg (650 pound) pig pinned him."),
        ("en", "It lay within 200 miles of it.", "It lay within 320 km (200 miles) of it."),
        ("es", "Costó 125 millones de libras.", "Costó £125m."),
        ("es", "Votó el 38 % de la gente.", "Votó el 38 porciento de la gente."),
        ("es", "Fue su trigésimo sexta reunión.", "Fue su 36ª reunión."),
        ("es", "No veo ni la una ni la otra.", "No veo ninguna de las dos."),
        ("pt", "Custa 100 milhões de USD por ano.", "Custa US$ 100 milhões por ano."),
        ("pt", "Custa £ 20 por ano.", "Custa por ano 20 libras."),
        ("fr", "C’était au XIXe siècle.", "C’était au 19e siècle."),
        ("fr", "Dans les années 80 il neigeait.", "Dans les années 1980 il neigeait."),
        ("fr", "Il tombera 5 à 10 cm de pluie.", "Il tombera 2 à 4 pouces de pluie."),
        ("zh", "办公室在年底记录了4,705 GBP。", "办公室在年底记录了£4,705.00。"),
        ("ja", "事務所は年末に$23,220を記録した。", "事務所は年末に23,220米ドルを記録した。"),
        ("ko", "사무소는 42,532 GBP을 기록했다.", "사무소는 42,532 영국 파운드을 기록했다."),
        ("he", "המשרד ספר 9,783 GBP בסוף השנה.", "המשרד ספר \u200f9,783.00 \u200f£ בסוף השנה."),
        ("el", "Το γραφείο μέτρησε 97.414 $ εδώ.", "Το γραφείο μέτρησε 97.414 δολάρια ΗΠΑ εδώ."),
    ],
)  # fmt: skip
def test_one_value_in_two_writings_is_quiet(language: str, one: str, other: str) -> None:
    rows = api.diff(f"{one}\n", f"{other}\n", language=language, metrics=["chrf"])
    found = [f.message for f in rows.findings if f.severity >= Severity.MAJOR]
    assert not found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "La tienda vende 3000 productos.", "La tienda vende 3,500 productos."),
        ("es", "Recaudó 10 000 millones de euros.", "Recaudó 1,000 millones de euros."),
        ("en", "More than 20 million watched it.", "More than 20 crore watched it."),
        ("en", "A 650 pound pig pinned him.", "A 395 kg (650 pound) pig pinned him."),
        ("es", "Mide 3,5 metros.", "Mide 35 metros."),
        ("es", "Costó £125m.", "Costó £125."),
        ("fr", "Dans les années 80 il neigeait.", "Dans les années 1970 il neigeait."),
        ("fr", "Il a vendu 80 livres.", "Il a vendu 1980 livres."),
        ("en", "It is 1 mile long.", "It is 1 km long."),
        ("en", "It is 3 inches long.", "It is 3 cm long."),
        ("en", "It is 3 to 5 inches long.", "It is 3 to 5 cm long."),
        ("en", "It is 6 inches long.", "It is 25 cm long."),
    ],
)
def test_another_value_is_found(language: str, one: str, other: str) -> None:
    rows = api.diff(f"{one}\n", f"{other}\n", language=language, metrics=["chrf"])
    assert any(f.severity is Severity.CRITICAL for f in rows.findings)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("zh", "办公室在年底记录了4,705 GBP。", "办公室在年底记录了€4,705.00。"),
        ("ko", "사무소는 연말에 42,532 GBP을 기록했다.", "사무소는 연말에 42,532 USD을 기록했다."),
        ("fr", "Le bureau a compté 67 694 $CA ici.", "Le bureau a compté 67 694 $US ici."),
    ],
)
def test_another_currency_is_found(language: str, one: str, other: str) -> None:
    rows = api.diff(f"{one}\n", f"{other}\n", language=language, metrics=["chrf"])
    assert any(f.category is Category.CURRENCY for f in rows.findings)


def test_signs_of_the_cldr_are_read() -> None:
    (money,) = money_in("a kosto JP¥ 53.132", language_data("pt"))
    assert money.codes == {"JPY"}
    (money,) = money_in("\u200f69,171\u00a0JP¥", language_data("ar"))
    assert money.codes == {"JPY"}


def test_a_sign_of_the_cldr_is_no_placeholder() -> None:
    assert not placeable_spans("Le bureau a compté 67 694,00 $US ici.")
    assert placeable_spans("Le bureau de $USER ici, 5 $name, $US")


def test_a_percentage_may_begin_with_its_sign() -> None:
    (quantity,) = quantities_in("%20 indirim", language_data("tr"))
    assert (quantity.text, quantity.unit.name) == ("%20", "percent")
    assert not quantities_in("%20 off", language_data("en"))
