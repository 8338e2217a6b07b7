"""Asserts that this rollout is the official one: its numbers equal the golden vectors."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from captures import attention_row
from checkpoint import Checkpoint
from rollout import Rollout, run

TOLERANCE = 1e-5  # norm of the difference over norm of the reference


def relative(actual: Tensor, expected: Tensor) -> float:
    assert actual.shape == expected.shape, (actual.shape, expected.shape)
    return float((actual - expected).norm() / expected.norm())


def questions_of(folder: Path) -> list[dict]:
    return json.loads((folder / "golden.json").read_text())


def assert_equals_golden(checkpoint: Checkpoint, folder: Path, clean: list[Rollout]) -> float:
    """Compares clean runs, attention rows, thought states and every golden ablation; returns the largest difference."""
    tensors, worst = load_file(folder / "golden.safetensors"), 0.0
    sources = {index: (rollout.trace, rollout.layout) for index, rollout in enumerate(clean)}

    def check(name: str, actual: Tensor, expected: Tensor) -> None:
        nonlocal worst
        difference = relative(actual, expected)
        assert difference < TOLERANCE, f"{name}: differs from the golden vector by {difference:.1e}"
        worst = max(worst, difference)

    for index, golden in enumerate(questions_of(folder)):
        rollout, layout = clean[index], clean[index].layout
        assert rollout.tokens == golden["tokens"], (index, rollout.tokens, golden["tokens"])
        check(f"q{index}.logits", rollout.logits, tensors[f"q{index}.logits"])
        check(f"q{index}.z", torch.stack(rollout.thought_inputs), torch.tensor(golden["z"]))
        rows = {"attn_eot": layout.eot, "attn_answer1": layout.eot + 1}
        rows |= {f"attn_thought{k}": layout.thought(k + 1) for k in range(layout.thoughts)}
        for name, row in rows.items():
            check(f"q{index}.{name}", attention_row(checkpoint, rollout.trace, row), tensors[f"q{index}.{name}"])
        for ablation in golden["ablations"]:
            layer, thoughts, hold = ablation["layer"], ablation["thoughts"], ablation["mode"] == "hold"
            slots = {"thoughts": [k + 1 for k in thoughts]}
            variant = {
                "question": index,
                "later": ablation["mode"],
                "edits": [{"site": "resid_post", "layers": [layer], "slots": slots, "scale": 0}],
            }
            changed = run(checkpoint, golden["input_ids"], variant, clean=sources)
            name = f"q{index}.{'hold' if hold else 'abl'}.l{layer}.t{'_'.join(map(str, thoughts))}.logits"
            assert changed.tokens == ablation["tokens"], name
            check(name, changed.logits[0], tensors[name])
    return worst
