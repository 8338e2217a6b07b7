"""Last checks of an exported checkpoint; exits 1 if one fails.

    python check.py --model ../codi-mini --data ../codi-mini/test.jsonl
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from model import Codi, Shape
from reference import ReferenceCodi

LARGEST_DIFFERENCE = 1e-4


def check_weights(folder: Path) -> bool:
    state = load_file(folder / "model.safetensors")
    tied = torch.equal(state["codi.lm_head.weight"], state["codi.model.embed_tokens.weight"])
    finite = all(bool(tensor.isfinite().all()) for tensor in state.values())
    print(f"head equals embedding: {tied}; all values finite: {finite}")
    return tied and finite


def check_tokenizer(reference: ReferenceCodi, problems: list[dict]) -> bool:
    """Every text comes back unchanged and without <unk>."""
    tokenizer = reference.tokenizer
    changed = unknown = 0
    for problem in problems:
        equations = " ".join(f"<<{step}>>" for step in problem["steps"])
        text = f"{problem['question']} {equations} The answer is: {problem['answer']}"
        ids = tokenizer(text)["input_ids"]
        changed += tokenizer.decode(ids, skip_special_tokens=True) != text
        unknown += tokenizer.unk_token_id in ids
    print(f"{len(problems)} texts: {changed} changed by the tokenizer, {unknown} with <unk>")
    return changed == 0 and unknown == 0


@torch.no_grad()
def check_forward(folder: Path, reference: ReferenceCodi, question: str) -> bool:
    """model.py (as trained) and transformers agree on the hidden states of BOT and of every thought."""
    config = reference.llama.config
    model = Codi(
        Shape(
            vocabulary=config.vocab_size - 3,
            hidden=config.hidden_size,
            inner=config.intermediate_size,
            layers=config.num_hidden_layers,
            heads=config.num_attention_heads,
            kv_heads=config.num_key_value_heads,
            head_dim=config.head_dim,
            projection=reference.codi["prj_dim"],
            theta=config.rope_parameters["rope_theta"],
            eps=config.rms_norm_eps,
        )
    )
    state = load_file(folder / "model.safetensors")
    model.load_state_dict({name: tensor for name, tensor in state.items() if "lm_head" not in name})
    model.cast_weights(torch.float32)

    ids = torch.tensor([[*reference.tokenizer(question)["input_ids"], reference.codi["bot_id"]]])
    mine = model(model.embed(ids), 0)
    output = mine.output[:, -1:]
    _, hidden, cache = reference.step(ids=ids)
    differences = [(output - hidden).abs().max().item()]
    for thought in range(reference.thoughts):
        mine = model(model.project(output), ids.shape[1] + thought, mine.cache)
        output = mine.output
        _, hidden, cache = reference.step(cache, embeddings=reference.prj(hidden))
        differences.append((output - hidden).abs().max().item())
    print("largest difference at BOT and each thought:", " ".join(f"{d:.1e}" for d in differences))
    return max(differences) < LARGEST_DIFFERENCE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    problems = [json.loads(line) for line in options.data.read_text().splitlines()]
    reference = ReferenceCodi(options.model)  # loads strictly
    passed = [
        check_weights(options.model),
        check_tokenizer(reference, problems),
        check_forward(options.model, reference, problems[0]["question"]),
    ]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
