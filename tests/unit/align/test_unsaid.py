"""A dropped sentence is not taken for a part of its neighbour."""

import pytest

from harness.align.sentence_aligner import SentenceAligner

CHINESE = [
    "访客必须寄存背包，这里不允许吃东西。",
    "所有客人必须在3月14日星期五11:30之前退房。",
    "客房内不允许携带宠物。",
    "请在前一天用一杯水送服2片500毫克的药片。",
    "检查前您不能吃东西。",
]
KOREAN = [
    "수원의 도서관은 8월 7일 수요일 오전 8시 45분에 문을 엽니다.",
    "박민수에게 문의하세요.",
    "카드는 38달러이고 병에는 250밀리리터가 들어갑니다.",
    "방문객은 가방을 맡겨야 합니다.",
]


@pytest.mark.parametrize(
    ("source", "reworded", "dropped"),
    [
        (CHINESE, {3: "您需要在前一天服下2片500毫克的药片，配一杯水。"}, 4),
        (KOREAN, {2: "카드 가격은 38달러이고 병의 용량은 250밀리리터입니다."}, 1),
    ],
)
def test_a_short_sentence_that_was_dropped_or_added_is_a_null(
    source: list[str], reworded: dict[int, str], dropped: int
) -> None:
    back = [reworded.get(at, text) for at, text in enumerate(source) if at != dropped]
    align = SentenceAligner(one_language=True)
    (lost,) = [bead for bead in align(source, back) if bead.is_null]
    assert (lost.source.start, len(lost.target)) == (dropped, 0)
    (added,) = [bead for bead in align(back, source) if bead.is_null]
    assert (added.target.start, len(added.source)) == (dropped, 0)


def test_two_sentences_that_became_one_stay_one_bead() -> None:
    source = ["The bridge is closed.", "Visitors take the ferry.", "Tickets cost nine euros today."]
    back = ["The bridge is closed, and visitors take the ferry.", "Tickets cost nine euros today."]
    beads = SentenceAligner(one_language=True)(source, back)
    assert not any(bead.is_null for bead in beads)
