"""Turns train.py's model.pt into a CODI checkpoint: model.safetensors (fp32), config.json, codi_config.json.

    python export.py --model runs/clean/model.pt --out checkpoint
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig

from model import MAX_POSITIONS, Shape
from vocabulary import ANSWER_PREFIX


def llama_config(shape: Shape) -> dict:
    config = LlamaConfig(
        vocab_size=shape.vocabulary + 3,
        hidden_size=shape.hidden,
        intermediate_size=shape.inner,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.kv_heads,
        head_dim=shape.head_dim,
        max_position_embeddings=MAX_POSITIONS,
        rms_norm_eps=shape.eps,
        tie_word_embeddings=True,
        attention_bias=False,
        mlp_bias=False,
        hidden_act="silu",
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=shape.vocabulary,
        rope_parameters={"rope_type": "default", "rope_theta": shape.theta},
        architectures=["LlamaForCausalLM"],
        dtype="float32",
    ).to_dict()
    # Also where readers of transformers 4 configurations look.
    return config | {"rope_theta": shape.theta, "torch_dtype": "float32"}


def codi_config(shape: Shape, thoughts: int) -> dict:
    v = shape.vocabulary
    return dict(
        num_latent=thoughts,
        use_prj=True,
        prj_dim=shape.projection,
        prj_no_ln=False,
        remove_eos=True,
        use_lora=False,
        pad_id=v,
        bot_id=v + 1,
        eot_id=v + 2,
        answer_prefix=" ".join(ANSWER_PREFIX).replace(" :", ":"),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()

    trained = torch.load(options.model)
    shape, state = Shape(**trained["shape"]), trained["model"]
    # Tied, and stored all the same, so that strict loading works.
    state["codi.lm_head.weight"] = state["codi.model.embed_tokens.weight"].clone()
    options.out.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.float().contiguous() for name, tensor in state.items()}
    save_file(tensors, options.out / "model.safetensors", metadata={"format": "pt"})
    for name, content in [
        ("config.json", llama_config(shape)),
        ("codi_config.json", codi_config(shape, trained["thoughts"])),
    ]:
        (options.out / name).write_text(json.dumps(content, indent=2))
    parameters = sum(tensor.numel() for name, tensor in state.items() if "lm_head" not in name)
    print(f"step {trained['step']}: {parameters} parameters (tied matrix counted once)")


if __name__ == "__main__":
    main()
