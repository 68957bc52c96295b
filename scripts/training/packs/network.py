"""The translation network: Marian's small Transformer in PyTorch, its weights under Marian's names.

Post-norm, sinusoidal positions (sines, then cosines), ReLU, 8 heads, a decoder that starts from a
zero vector. A decoder layer mixes what came before either by an SSRU cell (as in the models that
this project starts from; Kim et al. 2019, "From Research to Production and Back") or by
self-attention (what CTranslate2 can run): the weights that are there decide.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from marian import read_weights

HEADS = 8
EOS = 0
UNK = 1
LONGEST = 512

State = dict[str, Tensor]


def positions(length: int, width: int) -> Tensor:
    """Marian's sinusoidal positions, shaped (length, width)."""
    half = width // 2
    rates = torch.exp(torch.arange(half) * -(math.log(10000.0) / (half - 1)))
    angles = torch.arange(length)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Network(nn.Module):
    """One translation direction. Token ids are rows of the embeddings; `EOS` ends every side."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.weights = nn.ParameterDict({name: nn.Parameter(w) for name, w in weights.items()})
        self.encoder_depth = sum(
            name.endswith("_self_Wo") and name.startswith("encoder") for name in weights
        )
        self.decoder_depth = sum(name.endswith("_context_Wo") for name in weights)
        self.width = weights["encoder_Wemb"].shape[1]
        self.register_buffer("positions", positions(LONGEST, self.width), persistent=False)

    def encode(self, source: Tensor, mask: Tensor) -> Tensor:
        """Hidden states of a batch: ids and mask (true: a token) shaped (batch, tokens)."""
        x = self._embed("encoder_Wemb", source) + self.positions[: source.shape[1]]
        visible = mask[:, None, None, :]
        for layer in range(1, self.encoder_depth + 1):
            name = f"encoder_l{layer}"
            x = self._norm(x + self._attend(f"{name}_self", x, x, visible), f"{name}_self_Wo")
            x = self._feed_forward(x, f"{name}_ffn")
        return x

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Hidden states before the output layer, for a target that is known (teacher forcing)."""
        x = functional.pad(self._embed("decoder_Wemb", target[:, :-1]), (0, 0, 1, 0))
        x = x + self.positions[: target.shape[1]]
        for layer in range(1, self.decoder_depth + 1):
            x = self.decoder_rest(x, self.recall(layer, x), memory, mask, layer)
        return x

    def recall(self, layer: int, x: Tensor) -> Tensor:
        """What a decoder layer takes from the target tokens so far."""
        name = f"decoder_l{layer}"
        if f"{name}_rnn_W" in self.weights:
            return self._ssru(f"{name}_rnn", x)
        return self._attend(f"{name}_self", x, x, None, causal=True)

    def decoder_rest(
        self, x: Tensor, recalled: Tensor, memory: Tensor, mask: Tensor, layer: int
    ) -> Tensor:
        """The rest of a decoder layer: the source is looked at, then the feed-forward block."""
        name = f"decoder_l{layer}"
        x = self._norm(x + recalled, self._recall_norm(name))
        context = self._attend(f"{name}_context", x, memory, mask[:, None, None, :])
        return self._feed_forward(self._norm(x + context, f"{name}_context_Wo"), f"{name}_ffn")

    def scores(self, hidden: Tensor) -> Tensor:
        """Output scores over the whole target vocabulary."""
        weights = self.weights
        return hidden @ weights["decoder_Wemb"].T + weights["decoder_ff_logit_out_b"].view(-1)

    @torch.no_grad()
    def translate(self, source: Tensor, mask: Tensor, longest: int) -> list[list[int]]:
        """The most probable token at each step (greedy), without `EOS`; SSRU decoders only."""
        memory = self.encode(source, mask)
        state = self._start(memory)
        last: Tensor | None = None
        done = torch.zeros(len(source), dtype=torch.bool, device=source.device)
        steps = []
        for at in range(longest):
            hidden = self._step(last, at, state, mask)
            scores = self.scores(hidden)
            scores[:, UNK] = -1e9
            last = scores.argmax(-1).masked_fill(done, EOS)
            steps.append(last)
            done |= last == EOS
            if bool(done.all()):
                break
        rows: list[list[int]] = torch.stack(steps, 1).tolist()
        return [row[: row.index(EOS)] if EOS in row else row for row in rows]

    def _start(self, memory: Tensor) -> State:
        state = {}
        for layer in range(1, self.decoder_depth + 1):
            name = f"decoder_l{layer}"
            state[f"{name}_k"] = self._heads(self._linear(memory, f"{name}_context", "k"))
            state[f"{name}_v"] = self._heads(self._linear(memory, f"{name}_context", "v"))
            state[f"{name}_cell"] = memory.new_zeros(len(memory), self.width)
        return state

    def _step(self, last: Tensor | None, at: int, state: State, mask: Tensor) -> Tensor:
        x = self.positions[at].expand(len(mask), -1)
        if last is not None:
            x = x + self._embed("decoder_Wemb", last)
        weights = self.weights
        for layer in range(1, self.decoder_depth + 1):
            name = f"decoder_l{layer}"
            forget = torch.sigmoid(x @ weights[f"{name}_rnn_Wf"] + weights[f"{name}_rnn_bf"])
            cell = forget * state[f"{name}_cell"] + (1 - forget) * (x @ weights[f"{name}_rnn_W"])
            state[f"{name}_cell"] = cell
            x = self._norm(x + functional.relu(cell), self._recall_norm(name))
            query = self._heads(self._linear(x, f"{name}_context", "q")[:, None])
            context = functional.scaled_dot_product_attention(
                query, state[f"{name}_k"], state[f"{name}_v"], attn_mask=mask[:, None, None, :]
            )
            context = self._linear(context.transpose(1, 2).flatten(1), f"{name}_context", "o")
            x = self._norm(x + context, f"{name}_context_Wo")
            x = self._feed_forward(x, f"{name}_ffn")
        return x

    def _embed(self, name: str, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self.weights[name]) * math.sqrt(self.width)

    def _linear(self, x: Tensor, name: str, part: str) -> Tensor:
        return functional.linear(
            x, self.weights[f"{name}_W{part}"].T, self.weights[f"{name}_b{part}"].view(-1)
        )

    def _norm(self, x: Tensor, name: str) -> Tensor:
        scale, bias = self.weights[f"{name}_ln_scale"], self.weights[f"{name}_ln_bias"]
        return functional.layer_norm(x, (self.width,), scale.view(-1), bias.view(-1), 1e-6)

    def _recall_norm(self, name: str) -> str:
        return f"{name}_rnn_ffn" if f"{name}_rnn_W" in self.weights else f"{name}_self_Wo"

    def _heads(self, x: Tensor) -> Tensor:
        return x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)

    def _attend(
        self, name: str, x: Tensor, memory: Tensor, visible: Tensor | None, *, causal: bool = False
    ) -> Tensor:
        query = self._heads(self._linear(x, name, "q"))
        key = self._heads(self._linear(memory, name, "k"))
        value = self._heads(self._linear(memory, name, "v"))
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=visible, is_causal=causal
        )
        return self._linear(mixed.transpose(1, 2).flatten(2), name, "o")

    def _feed_forward(self, x: Tensor, name: str) -> Tensor:
        inner = functional.relu(self._linear(x, name, "1"))
        return self._norm(x + self._linear(inner, name, "2"), f"{name}_ffn")

    def _ssru(self, name: str, x: Tensor) -> Tensor:
        weights = self.weights
        forget = torch.sigmoid(x @ weights[f"{name}_Wf"] + weights[f"{name}_bf"].view(-1))
        entering = (1 - forget) * (x @ weights[f"{name}_W"])
        cell = torch.zeros_like(entering[:, 0])
        cells = []
        for at in range(x.shape[1]):
            cell = forget[:, at] * cell + entering[:, at]
            cells.append(cell)
        return functional.relu(torch.stack(cells, 1))


def from_marian(path: Path) -> Network:
    """The network in a Marian binary; its tied embeddings become one matrix for each side."""
    weights = {name: torch.from_numpy(array.copy()) for name, array in read_weights(path).items()}
    shared = weights.pop("Wemb")
    weights["encoder_Wemb"], weights["decoder_Wemb"] = shared, shared.clone()
    return Network(weights)


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of ids as one matrix, filled with `EOS`, and its mask (true: a token)."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *([EOS] * (longest - len(row)))] for row in rows])
    mask = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in rows])
    return ids, mask
