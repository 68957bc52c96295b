"""The network and its training, where PyTorch is (it is no dependency of the project)."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip(
    "torch", reason="PyTorch trains the packs; the project does not need it"
)

from export import MarianConverter  # noqa: E402
from mean import mean  # noqa: E402
from mimic import errors, with_attention  # noqa: E402
from network import EOS, Network, padded  # noqa: E402
from unpack import weights as unpacked  # noqa: E402

WIDTH, INNER, WORDS = 16, 32, 40


def tiny(*, ssru: bool = True) -> Network:
    """A random network of one encoder and two decoder layers."""
    torch.manual_seed(3)
    weights = {name: torch.randn(WORDS, WIDTH) * 0.1 for name in ("encoder_Wemb", "decoder_Wemb")}
    weights["decoder_ff_logit_out_b"] = torch.zeros(1, WORDS)
    for name in ("encoder_l1_self", "decoder_l1_context", "decoder_l2_context"):
        for part in "qkvo":
            weights[f"{name}_W{part}"] = torch.randn(WIDTH, WIDTH) * 0.3
            weights[f"{name}_b{part}"] = torch.zeros(1, WIDTH)
        weights |= norm(f"{name}_Wo")
    for name in ("encoder_l1", "decoder_l1", "decoder_l2"):
        weights[f"{name}_ffn_W1"] = torch.randn(WIDTH, INNER) * 0.3
        weights[f"{name}_ffn_W2"] = torch.randn(INNER, WIDTH) * 0.3
        weights[f"{name}_ffn_b1"] = torch.zeros(1, INNER)
        weights[f"{name}_ffn_b2"] = torch.zeros(1, WIDTH)
        weights |= norm(f"{name}_ffn_ffn")
    for layer in (1, 2):
        name = f"decoder_l{layer}_rnn"
        weights[f"{name}_W"] = torch.randn(WIDTH, WIDTH) * 0.3
        weights[f"{name}_Wf"] = torch.randn(WIDTH, WIDTH) * 0.3
        weights[f"{name}_bf"] = torch.zeros(1, WIDTH)
        weights |= norm(f"{name}_ffn")
    network = Network(weights)
    return network if ssru else with_attention(network)


def norm(name: str) -> dict[str, "torch.Tensor"]:
    return {f"{name}_ln_scale": torch.ones(1, WIDTH), f"{name}_ln_bias": torch.zeros(1, WIDTH)}


def rows(count: int) -> list[list[int]]:
    dice = random.Random(1)
    return [
        [*(dice.randrange(2, WORDS) for _ in range(dice.randint(2, 9))), EOS] for _ in range(count)
    ]


def test_a_step_at_a_time_gives_what_the_whole_target_gives() -> None:
    network = tiny()
    source, mask = padded(rows(5))
    translations = network.translate(source, mask, 12)
    for row, source_row in zip(translations, rows(5), strict=True):
        alone, alone_mask = padded([source_row])
        target = torch.tensor([[*row, EOS]])
        scores = network.scores(
            network.decode(target, network.encode(alone, alone_mask), alone_mask)
        )
        scores[..., 1] = -1e9
        assert scores.argmax(-1)[0].tolist()[: len(row)] == row


@pytest.mark.parametrize("ssru", [True, False])
def test_padding_changes_nothing(ssru: bool) -> None:
    network = tiny(ssru=ssru)
    sources, targets = rows(4), rows(4)[::-1]
    source, mask = padded(sources)
    target, real = padded(targets)
    together = network.decode(target, network.encode(source, mask), mask)
    for index, (a, b) in enumerate(zip(sources, targets, strict=True)):
        one, one_mask = padded([a])
        alone = network.decode(torch.tensor([b]), network.encode(one, one_mask), one_mask)
        torch.testing.assert_close(together[index][real[index]], alone[0], rtol=1e-4, atol=1e-5)


def test_a_decoder_sees_nothing_of_what_is_to_come() -> None:
    network = tiny(ssru=False)
    source, mask = padded(rows(1))
    memory = network.encode(source, mask)
    first = network.decode(torch.tensor([[5, 6, 7, EOS]]), memory, mask)
    second = network.decode(torch.tensor([[5, 6, 9, EOS]]), memory, mask)
    torch.testing.assert_close(first[:, :3], second[:, :3])
    assert not torch.allclose(first[:, 3], second[:, 3])


def test_self_attention_learns_to_mimic_the_cells() -> None:
    teacher = tiny()
    student = with_attention(teacher)
    batch = [(row, row) for row in rows(12)]
    learnt = [w for n, w in student.weights.items() if "decoder" in n and "_self_" in n]
    optimizer = torch.optim.Adam(learnt, lr=5e-3)
    before = torch.stack(errors(teacher, student, batch)).sum().item()
    for _ in range(60):
        optimizer.zero_grad()
        torch.stack(errors(teacher, student, batch)).sum().backward()
        optimizer.step()
    assert torch.stack(errors(teacher, student, batch)).sum().item() < before / 2


def test_training_goes_on_where_a_checkpoint_stands(tmp_path: Path) -> None:
    from train import Plan, Trainer

    # The whole softmax, because a sample of it is drawn by dice: two runs are to be compared.
    plan = Plan(
        tokens=400, batch=60, rate=1e-3, warm_up=2, sampled_until=0.0,
        still_until=0.5, still=("encoder",), fixed=("encoder_Wemb",),
    )  # fmt: skip
    batch = [(row, row) for row in rows(6)]

    def trainer() -> "Trainer":
        return Trainer(tiny(ssru=False), plan, [1] * WORDS)

    whole = trainer()
    for _ in range(4):
        whole.step(batch)
    first = trainer()
    for _ in range(2):
        first.step(batch)
    first.save(tmp_path)
    second = trainer()
    second.load(tmp_path / "checkpoint.pt")
    for _ in range(2):
        second.step(batch)
    assert second.seen == whole.seen
    for name, weight in whole.network.weights.items():
        torch.testing.assert_close(second.network.weights[name], weight)
    # What is fixed stands still.
    torch.testing.assert_close(
        whole.network.weights["encoder_Wemb"], tiny().weights["encoder_Wemb"]
    )


def packed(network: Network, folder: Path) -> Path:
    """The file of an 8-bit CTranslate2 model of it."""
    pieces = ["</s>", "<unk>", *(f"w{number}" for number in range(WORDS - 2))]
    MarianConverter(network, pieces, pieces).convert(str(folder / "model"), quantization="int8")
    return folder / "model" / "model.bin"


def test_the_weights_of_a_package_come_back(tmp_path: Path) -> None:
    network = tiny(ssru=False)
    found = unpacked(packed(tiny(ssru=False), tmp_path))  # converting changes weights in place
    assert found.keys() == network.weights.keys()
    for name, weight in network.weights.items():
        step = float(weight.detach().abs().max()) / 127 + 1e-6
        torch.testing.assert_close(found[name], weight.detach(), rtol=0, atol=step)


def test_a_mean_lies_between_by_its_weights() -> None:
    before, after = ({"a": torch.tensor([value, 4.0])} for value in (1.0, 4.0))
    assert mean([(before, 2.0), (after, 1.0)])["a"].tolist() == [2.0, 4.0]
