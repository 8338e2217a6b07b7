"""A small LLaMA-shaped CODI network for training, with the question encoded once.

Parameter names are those of a CODI checkpoint without LoRA ("codi.model...", "prj..."). The mathematics is that
of transformers' LlamaForCausalLM (rotate-half RoPE, RMSNorm, GQA, SwiGLU, tied embeddings); check.py compares
the two.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MAX_POSITIONS = 256

# Keys and values of one layer, [rows, kv_heads, positions, head_dim] each.
Cache = list[tuple[Tensor, Tensor]]


@dataclass
class Shape:
    vocabulary: int  # V, without pad, BOT and EOT
    hidden: int = 192
    inner: int = 384
    layers: int = 8
    heads: int = 6
    kv_heads: int = 2
    head_dim: int = 32
    projection: int = 384
    theta: float = 10_000.0
    eps: float = 1e-5


class Attention(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.q_proj = nn.Linear(s.hidden, s.heads * s.head_dim, bias=False)
        self.k_proj = nn.Linear(s.hidden, s.kv_heads * s.head_dim, bias=False)
        self.v_proj = nn.Linear(s.hidden, s.kv_heads * s.head_dim, bias=False)
        self.o_proj = nn.Linear(s.heads * s.head_dim, s.hidden, bias=False)


class Mlp(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.gate_proj = nn.Linear(s.hidden, s.inner, bias=False)
        self.up_proj = nn.Linear(s.hidden, s.inner, bias=False)
        self.down_proj = nn.Linear(s.inner, s.hidden, bias=False)


class Norm(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))


class Layer(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.self_attn = Attention(s)
        self.mlp = Mlp(s)
        self.input_layernorm = Norm(s.hidden)
        self.post_attention_layernorm = Norm(s.hidden)


class Decoder(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.embed_tokens = nn.Embedding(s.vocabulary + 3, s.hidden)
        self.layers = nn.ModuleList([Layer(s) for _ in range(s.layers)])
        self.norm = Norm(s.hidden)


class LanguageModel(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.model = Decoder(s)


class LayerWeights(NamedTuple):
    """One layer's weights in the number format of the forward pass, fused where that saves a product."""

    qkv: Tensor
    output: Tensor
    gate_up: Tensor
    down: Tensor
    attention_norm: Tensor
    mlp_norm: Tensor


class CastWeights(NamedTuple):
    """All weights in the number format of the forward pass. A tuple, so that torch does not register them again."""

    layers: list[LayerWeights]
    embedding: Tensor
    final_norm: Tensor
    projection: dict[str, Tensor]
    rotation: tuple[Tensor, Tensor]  # cosines and sines [positions, head_dim]


class Pass(NamedTuple):
    output: Tensor  # [rows, positions, hidden] after the final norm
    cache: Cache
    hidden: list[Tensor]  # layers + 1 states in Hugging Face's order, if they were asked for


class Codi(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.bot, self.eot = shape.vocabulary + 1, shape.vocabulary + 2
        self.codi = LanguageModel(shape)
        self.prj = nn.Sequential(
            nn.Dropout(0.0),
            nn.Linear(shape.hidden, shape.projection),
            nn.GELU(),
            nn.Linear(shape.projection, shape.hidden),
        )
        self.prj.add_module("ln", nn.LayerNorm(shape.hidden))
        frequencies = 1.0 / (shape.theta ** (torch.arange(0, shape.head_dim, 2).float() / shape.head_dim))
        angles = torch.outer(torch.arange(MAX_POSITIONS).float(), frequencies)
        angles = torch.cat([angles, angles], -1)
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                std = 1 / math.sqrt(parameter.shape[1])
                if name.endswith(("o_proj.weight", "down_proj.weight")):
                    std /= math.sqrt(2 * self.shape.layers)
                nn.init.normal_(parameter, std=std)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
        # Thoughts enter at about the scale of the token embeddings.
        nn.init.constant_(self.prj.ln.weight, 2 / math.sqrt(self.shape.hidden))

    @torch.no_grad()
    def initialise_numbers(self, ids: list[int]) -> None:
        """Gives the tokens of 0, 1, 2, ... a periodic code, so that addition is easy to find. All is trained on."""
        numbers = torch.arange(len(ids)).float()
        features = [numbers / len(ids) * 2 - 1]
        for period in (2, 3, 4, 5, 7, 10, 20, 50, 100, 200, 400):
            features += [torch.cos(2 * math.pi * numbers / period), torch.sin(2 * math.pi * numbers / period)]
        code = torch.stack(features, 1) @ torch.randn(len(features), self.shape.hidden)
        code = code / code.norm(dim=1, keepdim=True)
        noise = torch.randn_like(code) / math.sqrt(self.shape.hidden)
        self.codi.model.embed_tokens.weight[ids] = 0.9 * code + 0.4 * noise

    def cast_weights(self, dtype: torch.dtype) -> None:
        """Casts (and fuses) all weights; needed before the passes of every step. The masters stay float32."""
        layers = [
            LayerWeights(
                qkv=torch.cat([a.q_proj.weight, a.k_proj.weight, a.v_proj.weight]).to(dtype),
                output=a.o_proj.weight.to(dtype),
                gate_up=torch.cat([m.gate_proj.weight, m.up_proj.weight]).to(dtype),
                down=m.down_proj.weight.to(dtype),
                attention_norm=layer.input_layernorm.weight.to(dtype),
                mlp_norm=layer.post_attention_layernorm.weight.to(dtype),
            )
            for layer in self.codi.model.layers
            for a, m in [(layer.self_attn, layer.mlp)]
        ]
        self.cast = CastWeights(
            layers=layers,
            embedding=self.codi.model.embed_tokens.weight.to(dtype),
            final_norm=self.codi.model.norm.weight.to(dtype),
            projection={name: parameter.to(dtype) for name, parameter in self.prj.named_parameters()},
            rotation=(self.cos.to(dtype), self.sin.to(dtype)),
        )

    @property
    def embedding(self) -> Tensor:
        """[V + 3, hidden], in the number format of the forward pass."""
        return self.cast.embedding

    def forward(
        self,
        inputs: Tensor,
        position: int,
        cache: Cache | None = None,
        keep_hidden: bool = False,
        zero_after_layer: int | None = None,
    ) -> Pass:
        """inputs: embeddings [rows, positions, hidden] from `position` on. `zero_after_layer` sets the residual
        stream after that layer (from 0) to 0, at all positions of this pass."""
        x, length, mask = inputs, inputs.shape[1], None
        if length > 1:
            known = cache[0][0].shape[2] if cache else 0
            mask = torch.full((length, known + length), -1e4, dtype=x.dtype).triu(known + 1)
        new_cache: Cache = []
        hidden = [x] if keep_hidden else []
        for index, weights in enumerate(self.cast.layers):
            attended, kept = self._attention(x, weights, position, cache[index] if cache else None, mask)
            new_cache.append(kept)
            x = x + attended
            gate, up = F.linear(self._norm(x, weights.mlp_norm), weights.gate_up).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * up, weights.down)
            if index == zero_after_layer:
                x = torch.zeros_like(x)
            if keep_hidden and index < self.shape.layers - 1:
                hidden.append(x)
        x = self._norm(x, self.cast.final_norm)
        if keep_hidden:
            hidden.append(x)
        return Pass(x, new_cache, hidden)

    def embed(self, ids: Tensor) -> Tensor:
        return F.embedding(ids, self.embedding)

    def project(self, x: Tensor) -> Tensor:
        """The hidden state of a thought as the input embedding of the next one."""
        p = self.cast.projection
        inner = F.gelu(F.linear(x, p["1.weight"], p["1.bias"]))
        out = F.linear(inner, p["3.weight"], p["3.bias"])
        return F.layer_norm(out, (x.shape[-1],), p["ln.weight"], p["ln.bias"])

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), weight, self.shape.eps)

    def _attention(self, x: Tensor, weights: LayerWeights, position: int, past, mask: Tensor | None):
        s = self.shape
        rows, length, _ = x.shape
        group = s.heads // s.kv_heads
        cos, sin = (table[position : position + length, None] for table in self.cast.rotation)
        qkv = F.linear(self._norm(x, weights.attention_norm), weights.qkv)
        qkv = qkv.view(rows, length, s.heads + 2 * s.kv_heads, s.head_dim)
        qk, v = qkv[:, :, : s.heads + s.kv_heads], qkv[:, :, s.heads + s.kv_heads :].transpose(1, 2)
        first, second = qk.chunk(2, -1)
        qk = qk * cos + torch.cat([-second, first], -1) * sin
        q, k = qk[:, :, : s.heads].transpose(1, 2), qk[:, :, s.heads :].transpose(1, 2)
        if past:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        # The query heads of a key/value head become rows of one matrix. Written out because the fused CPU
        # attention has a slow backward pass for such short sequences.
        keys = k.shape[2]
        queries = (q * s.head_dim**-0.5).reshape(rows * s.kv_heads, group * length, s.head_dim)
        scores = torch.bmm(queries, k.reshape(rows * s.kv_heads, keys, s.head_dim).transpose(1, 2))
        if mask is not None:
            scores = scores + mask.repeat(group, 1)
        mixed = torch.bmm(torch.softmax(scores, -1), v.reshape(rows * s.kv_heads, keys, s.head_dim))
        mixed = mixed.view(rows, s.heads, length, s.head_dim).transpose(1, 2)
        return F.linear(mixed.reshape(rows, length, s.heads * s.head_dim), weights.output), (k, v)
