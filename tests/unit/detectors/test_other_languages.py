"""Languages of which little more is known than the CLDR has: what is found in them all the same."""

import pytest
from support import bead

from harness.core.values import Category, Severity
from harness.detectors.currency import Currency
from harness.detectors.dates import Dates
from harness.detectors.negation import Negation
from harness.detectors.numbers import Numbers
from harness.detectors.sentences import Sentences
from harness.detectors.transcribed_names import TranscribedNames
from harness.detectors.untranslated import Untranslated
from harness.severity.grades import usual_grades

DETECTORS = (
    *(Currency(), Dates(), Negation(), Numbers(), Sentences(), TranscribedNames(), Untranslated()),
)


def worst(language: str, source: str, back: str) -> tuple[Category, Severity] | None:
    text = bead(source, back, language=language)
    issues = [issue for detector in DETECTORS for issue in detector.detect(text)]
    found = usual_grades().grade(issues)
    return max(((f.category, f.severity) for f in found), key=lambda f: f[1], default=None)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("ru", "Приходите в пятницу.", "Приходите в среду."),
        ("uk", "Приходьте у вівторок.", "Приходьте у суботу."),
        ("tr", "Sergi 5 Nisan'da açılıyor.", "Sergi 5 Ekim'de açılıyor."),
        ("ar", "افتتح المعرض يوم الاثنين.", "افتتح المعرض يوم الخميس."),
        ("hi", "दुकान सोमवार को खुलती है।", "दुकान गुरुवार को खुलती है।"),
        ("zh", "商店星期一开门。", "商店周三开门。"),
        ("ja", "店は月曜日に開く。", "店は水曜日に開く。"),
        ("ko", "가게는 월요일에 연다.", "가게는 수요일에 연다."),
        ("zh", "会议将于2026年4月16日举行。", "会议将于2026年9月16日举行。"),
        ("ko", "2026년 11월 14일에 연다.", "2026년 12월 14일에 연다."),
        ("ko", "9월 7일 월요일에 연다.", "9월 7일 목요일에 연다."),
        ("vi", "Họp ngày 12 tháng 6 tại đây.", "Họp ngày 12 tháng 9 tại đây."),
        ("vi", "Mở cửa lúc 7 giờ 30 sáng.", "Mở cửa lúc 7 giờ 30 tối."),
        ("ja", "5月18日（月）から休みます。", "5月18日（木）から休みます。"),
        ("pl", "Przed poniedziałkiem 3 marca.", "Przed czwartkiem 3 marca."),
    ],
)
def test_another_day_or_month_is_critical(language: str, source: str, back: str) -> None:
    assert worst(language, source, back) == (Category.DATE_TIME, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("ru", "Билет стоит 40 евро.", "Билет стоит 40 долларов."),
        ("tr", "Bilet 40 avro.", "Bilet 40 lira."),
        ("zh", "门票40欧元。", "门票40英镑。"),
        ("ja", "入場料は40ユーロです。", "入場料は40ドルです。"),
        ("ja", "入場料は2,000円です。", "入場料は2,000ドルです。"),
        ("he", "המחיר הוא 60 שקלים.", "המחיר הוא 60 יורו."),
        ("id", "Harganya 250.000 rupiah.", "Harganya 250.000 ringgit."),
        ("id", "Harganya 250.000 rupiah.", "Harganya 250.000 kwacha."),  # has no name here
        ("it", "Il biglietto costa 40 euro.", "Il biglietto costa 40 dollari."),
    ],
)
def test_another_currency_is_critical(language: str, source: str, back: str) -> None:
    assert worst(language, source, back) == (Category.CURRENCY, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("ru", "Он не пришёл.", "Он пришёл."),
        ("tr", "Kapı kilitli değildi.", "Kapı kilitliydi."),
        ("ar", "لم يصل القطار.", "يصل القطار."),
        ("hi", "वह नहीं आया।", "वह आया।"),
        ("zh", "他不来。", "他来。"),
        ("ja", "彼は来ません。", "彼は来ます。"),
        ("ko", "그는 오지 않았다.", "그는 왔다."),
    ],
)
def test_a_lost_denial_is_critical(language: str, source: str, back: str) -> None:
    assert worst(language, source, back) == (Category.NEGATION, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("zh", "观众有3亿人。", "观众有3万人。"),
        ("ja", "予算は2億5万円だ。", "予算は2億5千円だ。"),
        ("hi", "यहाँ 3 करोड़ लोग हैं।", "यहाँ 3 लाख लोग हैं।"),
    ],
)
def test_another_scale_is_critical(language: str, source: str, back: str) -> None:
    assert worst(language, source, back) == (Category.NUMBER, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("language", "source", "back"),
    [
        ("ru", "Магазин не был открыт.", "Магазин был закрыт."),
        ("ru", "Билет стоит 1 040,50 евро.", "Билет стоит 1040,50 €."),
        ("tr", "Müze açık değildi.", "Müze kapalıydı."),
        ("ja", "店は開いていません。", "店は閉まっています。"),
        ("ja", "二百四十人がいた。", "240人がいた。"),
        ("ko", "사백이십 명이 있었다.", "420 명이 있었다."),
        ("zh", "他们星期六来。", "他们周六来。"),
        ("zh", "这件T恤很贵。", "这件T恤衫很贵。"),
    ],
)
def test_the_same_in_other_words_is_silent(language: str, source: str, back: str) -> None:
    assert worst(language, source, back) in (None, (Category.ENTITY, Severity.MINOR))


@pytest.mark.parametrize(
    ("language", "source", "back", "severity"),
    [
        ("ja", "マリー・ベルが来た。", "マリー・ベールが来た。", Severity.MAJOR),
        ("ja", "彼はパリに住む。", "彼はローマに住む。", Severity.MAJOR),
        ("ja", "新しいコンピュータだ。", "新しいコンピューターだ。", Severity.MINOR),
        ("zh", "汉斯·贝克来了。", "汉斯·巴克来了。", Severity.MAJOR),
    ],
)
def test_a_transcribed_name(language: str, source: str, back: str, severity: Severity) -> None:
    assert worst(language, source, back) == (Category.ENTITY, severity)


def test_a_dropped_sentence_of_a_text_without_spaces_is_found() -> None:
    source = "会議は東京で開かれた。議長は署名を拒否した。代表団は翌朝出発した。"
    found = worst("ja", source, "会議は東京で開かれた。代表団は翌朝出発した。")
    assert found == (Category.OMISSION_SENTENCE, Severity.CRITICAL)


def test_a_text_left_in_another_script_is_found() -> None:
    found = worst("zh", "他们昨天去了市场。", "They went to the market yesterday.")
    assert found == (Category.WRONG_LANGUAGE, Severity.CRITICAL)
