"""Days, times and parts of the day as other languages write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.data.language import language_data
from harness.text.facts.dates import DatePart, dates_in, rewritten_days
from harness.text.facts.numbers import agree, numbers_in, seconds_of
from harness.text.pairs.one_writing import in_one_writing


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("it", "Il negozio chiude il 21 luglio.", "Il negozio chiude il 21/7."),
        ("pl", "Sklep zamykamy 21 lipca.", "Sklep zamykamy 21.07."),
        ("fi", "Kauppa suljetaan 21. heinäkuuta.", "Kauppa suljetaan 21.7."),
        ("nl", "De winkel sluit op 21 juli.", "De winkel sluit op 21-07."),
        ("en", "The shop closes on July 21.", "The shop closes on 7/21."),
        ("ca", "La botiga tanca el 21 d'abril.", "La botiga tanca el 21/4."),
        ("el", "Το κατάστημα κλείνει στις 21 Ιουλίου.", "Το κατάστημα κλείνει στις 21/7."),
        ("zh", "商店7月21日关门。", "商店七月二十一日关门。"),
        ("ko", "가게는 7월 21일에 닫습니다.", "가게는 7/21에 닫습니다."),
        ("vi", "Cửa hàng đóng cửa ngày 21 tháng 7.", "Cửa hàng đóng cửa ngày 21/7."),
        ("ar", "يغلق المتجر يوم 21 يوليو.", "يغلق المتجر يوم 21/7."),
        ("fa", "فروشگاه ۲۱ خرداد ۱۴۰۵ تعطیل است.", "فروشگاه 1405/03/21 تعطیل است."),
        ("ko", "가게는 2026년 7월 21일에 닫습니다.", "가게는 2026. 7. 21.에 닫습니다."),
    ],
)
def test_a_day_in_digits_is_the_day_with_its_name(language: str, one: str, other: str) -> None:
    data = language_data(language)
    assert len(rewritten_days(one, other, data)) == 1
    assert len(rewritten_days(other, one, data)) == 1
    changed = other.replace("21", "22").replace("二十一", "二十二")
    assert rewritten_days(one, changed, data) == ()


def test_digits_alone_are_no_day() -> None:
    assert rewritten_days("It grew by 3.4 points.", "It grew by 4.3 points.", english()) == ()
    assert rewritten_days("Add 1/2 cup on 3 May.", "Add 1/3 cup on 3 May.", english()) == ()


def english():
    return language_data("en")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "um 7.40 Uhr", "um 7:40 Uhr"),
        ("fi", "klo 19.05", "klo 19:05"),
        ("ar", "الساعة ٧:٤٠", "الساعة 7:40"),
        ("fa", "ساعت ۷:۴۰", "ساعت 7:40"),
        ("hi", "७:४० बजे", "7:40 बजे"),
        ("zh", "7点40分", "7:40"),
        ("ja", "7時半", "7:30"),
        ("ko", "7시 40분", "7:40"),
    ],
)
def test_times_agree_in_any_writing(language: str, one: str, other: str) -> None:
    (here,), (there,) = (numbers_in(text, language_data(language)) for text in (one, other))
    assert agree(here, there)
    (other_time,) = numbers_in("8:41", language_data(language))
    assert not agree(here, other_time)


@pytest.mark.parametrize(
    ("language", "morning", "evening"),
    [
        ("ru", "в 7:40 утра", "в 7:40 вечера"),
        ("pl", "o godzinie 7:40 rano", "o godzinie 7:40 wieczorem"),
        ("cs", "v 7:40 ráno", "v 7:40 večer"),
        ("tr", "sabah saat 7.40", "akşam saat 7.40"),
        ("el", "στις 7:40 το πρωί", "στις 7:40 το βράδυ"),
        ("hi", "सुबह 7:40 बजे", "शाम 7:40 बजे"),
        ("zh", "上午7:40", "晚上7:40"),
        ("ja", "午前7時40分", "午後7時40分"),
        ("ko", "오전 7시 40분", "오후 7시 40분"),
        ("he", "בשעה 7:40 בבוקר", "בשעה 7:40 בערב"),
        ("vi", "7:40 sáng", "7:40 tối"),
        ("sv", "kl. 7.40 på morgonen", "kl. 7.40 på kvällen"),
    ],
)
def test_parts_of_the_day_come_from_the_cldr(language: str, morning: str, evening: str) -> None:
    halves = [
        fact.value
        for text in (morning, evening)
        for fact in dates_in(text, language_data(language))
        if fact.part is DatePart.HALF
    ]
    assert halves == [7 * 3600 + 40 * 60, 19 * 3600 + 40 * 60]


@pytest.mark.parametrize(
    ("language", "text", "month"),
    [
        ("ca", "el 3 d'agost", 8),
        ("ru", "в марте", 3),
        ("tr", "3 Ağustos'ta", 8),
        ("ro", "pe 3 mai", 5),
        ("sv", "den 3 augusti", 8),
        ("ar", "في 3 تشرين الثاني", 11),
    ],
)
def test_months_with_what_is_written_onto_them(language: str, text: str, month: int) -> None:
    facts = [
        fact for fact in dates_in(text, language_data(language)) if fact.part is DatePart.MONTH
    ]
    assert [fact.value for fact in facts] == [month]


def test_a_model_is_shown_one_writing_of_a_day_and_a_time() -> None:
    shown = in_one_writing("am 21. Juli um 7.40 Uhr", "am 21.7. um 7:40 Uhr", language_data("de"))
    assert shown == "am 21. Juli um 7.40 Uhr"


@given(st.integers(0, 23), st.integers(0, 59))
def test_any_time_with_a_point_is_that_time(hour: int, minute: int) -> None:
    german = language_data("de")
    (dotted,) = numbers_in(f"um {hour}.{minute:02} Uhr", german)
    (clock,) = numbers_in(f"um {hour}:{minute:02} Uhr", german)
    assert seconds_of(dotted) == seconds_of(clock)
    assert agree(dotted, clock)


@pytest.mark.parametrize("text", ["Friday's paper", "the Friday paper", "Fridays"])
def test_a_possessive_is_the_same_day(text: str) -> None:
    (fact,) = dates_in(text, language_data("en"))
    assert (fact.part, fact.value) == (DatePart.WEEKDAY, 5)


def test_months_of_the_persian_calendar_are_told_apart() -> None:
    persian = language_data("fa")
    one, other = (
        [fact.value for fact in dates_in(text, persian) if fact.part is DatePart.MONTH]
        for text in ("روز ۲۱ خرداد", "روز ۲۱ بهمن")
    )
    assert len(one) == len(other) == 1
    assert one != other
    assert [f for f in dates_in("از سر مهر", persian) if f.part is DatePart.MONTH] == []


def test_months_of_two_calendars_are_not_one_day() -> None:
    data = language_data("fa")
    assert rewritten_days("۵ ژانویه", "۵ فروردین", data) == ()


def test_persian_weekdays_with_and_without_the_gap_of_no_width() -> None:
    data = language_data("fa")
    days = [
        [fact.value for fact in dates_in(text, data) if fact.part is DatePart.WEEKDAY]
        for text in ("روز پنج‌شنبه", "روز پنجشنبه")
    ]
    assert days == [[4], [4]]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ca", "a les 20.15", "a les 8.15 del vespre"),
        ("id", "pukul 16.45", "pukul 4.45 sore"),
    ],
)
def test_a_number_with_a_point_before_a_part_of_the_day_is_a_time(
    language: str, one: str, other: str
) -> None:
    (early,), (late,) = (numbers_in(text, language_data(language)) for text in (one, other))
    assert agree(early, late)
