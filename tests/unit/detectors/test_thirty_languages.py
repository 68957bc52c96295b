"""What must not get lost, in languages whose data come from treebanks."""

import pytest

from harness.core.values import BeadText, Category, LocalText, Severity
from harness.detectors.content import Content
from harness.detectors.currency import Currency
from harness.detectors.modality import Modality
from harness.detectors.names import Names
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.units import Units
from harness.severity.grades import usual_grades


def found(detector, language: str, source: str, back: str) -> list[tuple[Category, Severity]]:
    bead = BeadText((LocalText(language, source), LocalText(language, back)))
    return [(f.category, f.severity) for f in usual_grades().grade(detector.detect(bead))]


CRITICAL = Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("pl", "Ten most nie jest bezpieczny.", "Ten most jest bezpieczny."),
        ("cs", "Nesmíte zde kouřit.", "Smíte zde kouřit."),
        ("cs", "Těsto předem nesolte.", "Těsto předem osolte."),
        ("uk", "Без квитка вас не пустять.", "Без квитка вас пустять."),
        ("tr", "Bileti olmayan kişi alınmayacaktır.", "Bileti olmayan kişi alınacaktır."),
        ("ro", "Nu va rămâne fără apă.", "Va rămâne fără apă."),
        ("tr", "Bileti olmayanlar alınmayacaktır.", "Bileti olmayanlar alınacaktır."),
        ("ko", "들어갈 수 없다고 말했다.", "들어갈 수 있다고 말했다."),
        ("uk", "Двері не замкнені.", "Двері замкнені."),
        ("ro", "Apa nu este potabilă.", "Apa este potabilă."),
        ("sv", "Vattnet går inte att dricka.", "Vattnet går att dricka."),
        ("da", "Broen er ikke sikker.", "Broen er sikker."),
        ("fi", "Vesi ei ole puhdasta.", "Vesi on puhdasta."),
        ("el", "Το νερό δεν είναι καθαρό.", "Το νερό είναι καθαρό."),
        ("he", "המים אינם נקיים.", "המים נקיים."),
        ("fa", "این پل امن نیست.", "این پل امن است."),
        ("id", "Air ini tidak aman.", "Air ini aman."),
        ("vi", "Nước này không an toàn.", "Nước này an toàn."),
        ("gl", "A auga non é potable.", "A auga é potable."),
        ("tr", "Burada sigara içmemelisiniz.", "Burada sigara içmelisiniz."),
        ("de", "Rauchen ist hier verboten.", "Rauchen ist hier erlaubt."),
    ],
)
def test_a_lost_denial_is_critical(language: str, source: str, back: str) -> None:
    assert (Category.NEGATION, CRITICAL) in found(Negation(), language, source, back)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("de", "Hier darf man nicht rauchen.", "Rauchen ist hier verboten."),
        ("pl", "Nie wolno tu palić.", "Palenie jest tu zabronione."),
        ("cs", "Nesmíte zde kouřit.", "Kouřit je zde zakázáno."),
        ("ru", "Здесь нельзя курить.", "Курить здесь запрещено."),
        ("fi", "Täällä ei saa tupakoida.", "Tupakointi on täällä kielletty."),
        ("id", "Anda tidak boleh merokok.", "Merokok dilarang."),
        ("ja", "ここで待たなければなりません。", "ここで待つ必要があります。"),
        ("de", "Rauchen ist hier nicht verboten.", "Rauchen ist hier erlaubt."),
    ],
)
def test_a_ban_denies_as_much(language: str, source: str, back: str) -> None:
    assert found(Negation(), language, source, back) == []
    assert found(Negation(), language, back, source) == []


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("de", "Die Fahrer müssen warten.", "Die Fahrer können warten."),
        ("pl", "Kierowcy muszą czekać.", "Kierowcy mogą czekać."),
        ("sv", "Förarna måste vänta.", "Förarna kan vänta."),
        ("el", "Οι οδηγοί πρέπει να περιμένουν.", "Οι οδηγοί μπορούν να περιμένουν."),
        ("tr", "Sürücüler beklemelidir.", "Sürücüler bekleyebilir."),
        ("ar", "يجب على السائقين الانتظار.", "يمكن للسائقين الانتظار."),
        ("zh", "司机必须等待。", "司机可以等待。"),
        ("vi", "Tài xế phải chờ.", "Tài xế có thể chờ."),
    ],
)
def test_a_duty_that_became_a_choice_is_told(language: str, source: str, back: str) -> None:
    issues = found(Modality(), language, source, back) + found(Content(), language, source, back)
    assert any(severity >= Severity.MAJOR for _, severity in issues)


@pytest.mark.parametrize(
    ("language", "words", "digits"),
    [
        ("ru", "двадцать три коровы", "23 коровы"),
        ("pl", "czterdzieści dwa domy", "42 domy"),
        ("ro", "douăzeci și șase de cai", "26 de cai"),
        ("sv", "femtiosju böcker", "57 böcker"),
        ("fi", "kahdeksan hevosta", "8 hevosta"),
        ("el", "τριάντα τέσσερα βιβλία", "34 βιβλία"),
        ("tr", "altmış beş kitap", "65 kitap"),
        ("ar", "تسعة عشر كتابا", "19 كتابا"),
        ("he", "ארבעים ושבעה ספרים", "47 ספרים"),
        ("hi", "तेईस किताबें", "23 किताबें"),
        ("id", "tujuh puluh dua buku", "72 buku"),
        ("ru", "двести сорок коров", "240 коров"),
    ],
)
def test_numbers_in_words_are_values(language: str, words: str, digits: str) -> None:
    assert found(Numbers(), language, words, digits) == []
    assert found(Numbers(), language, words, "7777 x") != []


@pytest.mark.parametrize(
    ("language", "one", "other", "changed"),
    [
        ("pl", "Bilet kosztuje 30 zł.", "Bilet kosztuje 30 złotych.", "Bilet kosztuje 30 koron."),
        ("cs", "Lístek stojí 90 Kč.", "Lístek stojí 90 korun.", "Lístek stojí 90 eur."),
        ("fi", "Lippu maksaa 9 €.", "Lippu maksaa 9 euroa.", "Lippu maksaa 9 dollaria."),
        ("he", "הכרטיס עולה 40 ₪.", "הכרטיס עולה 40 שקלים.", "הכרטיס עולה 40 דולר."),
        (
            "sv",
            "Biljetten kostar 90 kr.",
            "Biljetten kostar 90 kronor.",
            "Biljetten kostar 90 euro.",
        ),
        ("ru", "Билет стоит 90 ₽.", "Билет стоит 90 рублей.", "Билет стоит 90 долларов."),
        ("fa", "بلیت ۹۰ دلار است.", "بلیت ۹۰ دلار است", "بلیت ۹۰ تومان است."),
    ],
)
def test_currencies_by_sign_and_name(language: str, one: str, other: str, changed: str) -> None:
    assert found(Currency(), language, one, other) == []
    assert (Category.CURRENCY, CRITICAL) in found(Currency(), language, one, changed)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("hi", "70 किलोग्राम चावल", "70 ग्राम चावल"),
        ("ar", "20 ملغ من الدواء", "20 غ من الدواء"),
        ("fi", "20 kilometriä", "20 metriä"),
        ("fa", "۲۰ میلی‌گرمی", "۲۰ گرمی"),
    ],
)
def test_another_unit_is_critical(language: str, one: str, other: str) -> None:
    assert (Category.UNIT, CRITICAL) in found(Units(), language, one, other)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("uk", "Ми зустріли Марину Коваленко.", "Ми розмовляли з Мариною Коваленко."),
        ("fi", "Kysyin asiaa Mikko Lahtiselta.", "Puhuin Mikko Lahtisen kanssa."),
        ("cs", "Volali jsme Haně Novotné.", "Mluvili jsme s Hanou Novotnou."),
    ],
)
def test_a_name_in_another_case_is_the_name(language: str, source: str, back: str) -> None:
    assert found(Names(), language, source, back) == []


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("de", "Fragen Sie Anna Weber im Büro.", "Fragen Sie Petra Lang im Büro."),
        ("zh", "请联系李娜。", "请联系陈静。"),
        ("ar", "تواصلوا مع سامي في المكتب.", "تواصلوا مع رامز في المكتب."),
        ("hi", "कृपया मोहन से मिलें।", "कृपया सुरेश से मिलें।"),
    ],
)
def test_a_name_that_no_capital_tells(language: str, source: str, back: str) -> None:
    assert any(each >= Severity.MAJOR for _, each in found(Content(), language, source, back))
