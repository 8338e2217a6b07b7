"""A checkpoint in the official CODI format, loaded into Hugging Face's own model classes.

The LoRA adapters are merged by hand (W + alpha/r * B A), in fp32. Attention is Hugging Face's eager code.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.models.gpt2 import modeling_gpt2
from transformers.models.llama import modeling_llama
from transformers.pytorch_utils import Conv1D

PREFIX = "codi.base_model.model."


@dataclass
class Checkpoint:
    """The model's parts under names that both families share."""

    model: nn.Module
    modeling: ModuleType  # Hugging Face's module, whose `eager_attention_forward` the rollout wraps
    decoder: nn.Module  # everything between the input embeddings and `lm_head`
    blocks: nn.ModuleList
    attentions: list[nn.Module]
    output_projections: list[nn.Module]  # W_O of each layer
    mlps: list[nn.Module]
    final_norm: nn.Module
    positions: nn.Embedding | None  # GPT-2's learned positions
    projector: nn.Module  # prj
    tokenizer: object
    heads: int
    head_dim: int
    logit_count: int  # V+2: the official code leaves the last logit out of its argmax
    bot: int
    eot: int
    eos: int
    thoughts: int

    @property
    def layers(self) -> int:
        return len(self.blocks)

    def embed(self, token: int) -> Tensor:
        """The token's input embedding [dim], without a position."""
        return self.decoder.get_input_embeddings().weight[token]

    def logits(self, final_state: Tensor) -> Tensor:
        """The first V+2 logits of a state after the final norm: [..., dim] -> [..., V+2]."""
        return self.model.lm_head(final_state)[..., : self.logit_count]

    def head_output_weight(self, layer: int) -> Tensor:
        """W_O by head, so that attn_out = sum over heads of z_h @ W_O^h + bias: [heads, head_dim, dim]."""
        projection = self.output_projections[layer]
        weight = projection.weight if isinstance(projection, Conv1D) else projection.weight.T
        return weight.reshape(self.heads, self.head_dim, -1)


def load(folder: Path) -> Checkpoint:
    """Reads `model.safetensors`, `codi_args.json` and `base/` of a golden checkpoint's folder."""
    codi = json.loads((folder / "codi_args.json").read_text())
    args = codi["official_args"]
    state = load_file(folder / "model.safetensors")
    embedding = next(w for name, w in state.items() if name.endswith(("embed_tokens.weight", "wte.weight")))

    config = AutoConfig.from_pretrained(folder / "base", vocab_size=embedding.shape[0])
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager", dtype=torch.float32)
    model.load_state_dict(merge_adapters(state, args["lora_alpha"] / args["lora_r"], codi["arch"]), strict=True)
    model.eval()

    tokenizer = AutoTokenizer.from_pretrained(folder / "base")
    shared = dict(
        model=model,
        projector=projector_of(state),
        tokenizer=tokenizer,
        heads=config.num_attention_heads,
        logit_count=embedding.shape[0] - 1,
        bot=codi["bot_id"],
        eot=codi["eot_id"],
        eos=tokenizer.eos_token_id,
        thoughts=args["num_latent"],
    )
    if codi["arch"] == "llama":
        decoder = model.model
        return Checkpoint(
            modeling=modeling_llama,
            decoder=decoder,
            blocks=decoder.layers,
            attentions=[block.self_attn for block in decoder.layers],
            output_projections=[block.self_attn.o_proj for block in decoder.layers],
            mlps=[block.mlp for block in decoder.layers],
            final_norm=decoder.norm,
            positions=None,
            head_dim=config.head_dim,
            **shared,
        )
    decoder = model.transformer
    return Checkpoint(
        modeling=modeling_gpt2,
        decoder=decoder,
        blocks=decoder.h,
        attentions=[block.attn for block in decoder.h],
        output_projections=[block.attn.c_proj for block in decoder.h],
        mlps=[block.mlp for block in decoder.h],
        final_norm=decoder.ln_f,
        positions=decoder.wpe,
        head_dim=config.n_embd // config.n_head,
        **shared,
    )


def merge_adapters(state: dict[str, Tensor], scaling: float, arch: str) -> dict[str, Tensor]:
    """The plain model's state dict: every adapted weight becomes W + scaling * B A.

    A Linear's weight is [out, in] as B A is; GPT-2's Conv1D weight is [in, out], so there B A is transposed.
    """
    merged = {}
    for name, weight in state.items():
        if not name.startswith(PREFIX) or ".lora_" in name:
            continue
        target = name.removeprefix(PREFIX)
        if name.endswith(".base_layer.weight"):
            module = name.removesuffix(".base_layer.weight")
            update = state[f"{module}.lora_B.default.weight"] @ state[f"{module}.lora_A.default.weight"]
            weight = weight + scaling * (update.T if arch == "gpt2" else update)
        merged[target.replace(".base_layer.", ".")] = weight
    return merged


def projector_of(state: dict[str, Tensor]) -> nn.Module:
    """prj: Linear, exact GELU, Linear, LayerNorm: [..., dim] -> [..., dim]."""
    inner, width = state["prj.1.weight"].shape
    first, second, norm = nn.Linear(width, inner), nn.Linear(inner, width), nn.LayerNorm(width)
    for module, name in ((first, "prj.1"), (second, "prj.3"), (norm, "prj.ln")):
        module.load_state_dict({"weight": state[f"{name}.weight"], "bias": state[f"{name}.bias"]})
    return nn.Sequential(first, nn.GELU(), second, norm).eval()
