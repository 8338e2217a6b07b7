"""Computes the reference vectors from the golden checkpoints and writes them as test fixtures."""

import json
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from torch import Tensor

from captures import capture_run, logit_attribution
from cases import MEAN_SITES, MIDDLE, UNCHANGED, cases_of, edit, thoughts
from checkpoint import Checkpoint, load
from golden import assert_equals_golden, questions_of, relative
from rollout import Rollout, run

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
ANSWER = "The answer is: 12"
CAPTURED = {
    "clean": {"question": 0},
    "zero": {"question": 0, "edits": [edit("attn_out", thoughts(2), 0, layers=(2,))]},
}


def make(name: str) -> None:
    """Writes fixtures/reference/<name> from fixtures/golden/<name>."""
    golden = FIXTURES / "golden" / name
    checkpoint, questions = load(golden), [question["input_ids"] for question in questions_of(golden)]
    clean = [run(checkpoint, input_ids) for input_ids in questions]
    difference = assert_equals_golden(checkpoint, golden, clean)
    print(f"{name}: equals the golden vectors, largest relative difference {difference:.1e}")

    sources = {index: (rollout.trace, rollout.layout) for index, rollout in enumerate(clean)}
    vectors = vectors_of(checkpoint, clean)
    tensors = {f"vector.{key}": vector for key, vector in vectors.items()}
    assert_self_patch_changes_nothing(checkpoint, questions[0], sources)

    cases = []
    for index, rollout in enumerate(clean[:2]):
        cases.append({"name": f"q{index}.clean", "question": index, "tokens": rollout.tokens})
        tensors[f"case.q{index}.clean.logits"] = rollout.logits
    for case in cases_of(checkpoint.heads):
        changed = run(checkpoint, questions[case["question"]], case, clean=sources, vectors=vectors)
        assert_sound(case["name"], changed, clean[case["question"]])
        cases.append({**case, "tokens": changed.tokens})
        tensors[f"case.{case['name']}.logits"] = changed.logits

    captures = {}
    for capture, variant in CAPTURED.items():
        rollout = run(checkpoint, questions[0], variant)
        described, read = capture_run(checkpoint, rollout)
        attribution, shares = attribute(checkpoint, questions[0], variant)
        captures[capture] = {**variant, **described, "attribution": attribution}
        for key, tensor in (read | {f"attribution.{key}": share for key, share in shares.items()}).items():
            tensors[f"capture.{capture}.{key}"] = tensor

    write(FIXTURES / "reference" / name, questions, cases, captures, tensors)
    print(f"{name}: {len(cases)} cases, {len(tensors)} tensors")


def vectors_of(checkpoint: Checkpoint, clean: list[Rollout]) -> dict[str, Tensor]:
    """The vectors that edits add: the ramp ((i mod 7) - 3)/10 of each width, each thought's mean over the questions."""
    width = clean[0].trace.final.shape[-1]
    vectors = {
        f"ramp.{site}": torch.tensor([((i % 7) - 3) / 10 for i in range(size)])
        for site, size in (("resid_post", width), ("head", checkpoint.head_dim))
    }
    for site in MEAN_SITES:
        layer = None if site == "embed" else MIDDLE
        for number in range(1, checkpoint.thoughts + 1):
            values = [rollout.trace.at(site, layer, rollout.layout.thought(number)) for rollout in clean]
            vectors[f"mean.{site}.thought{number}"] = torch.stack(values).mean(0)
    return vectors


def assert_self_patch_changes_nothing(checkpoint: Checkpoint, input_ids: list[int], sources: dict) -> None:
    slots = {"question": "all", "bot": True, "thoughts": [1, 2, 3, 4, 5, 6], "eot": True}
    heads = list(range(checkpoint.heads))
    sites = ("embed", "attn_out", "mlp_out", "resid_post", "head")
    edits = [edit(site, slots, 0, layers=range(checkpoint.layers), heads=heads, patch_from=0) for site in sites]
    patched = run(checkpoint, input_ids, {"question": 0, "edits": edits}, clean=sources)
    untouched = run(checkpoint, input_ids)
    assert patched.tokens == untouched.tokens and relative(patched.logits, untouched.logits) < 1e-5


def assert_sound(name: str, changed: Rollout, clean: Rollout) -> None:
    """A case must show something: its first logits or a later step's differ, and no chosen token is a near tie."""
    best = changed.logits.topk(2).values
    margin = float((best[:, 0] - best[:, 1]).min())
    assert margin > 1e-4, f"{name}: the two best logits are {margin:.1e} apart"
    # Steps may be compared as far as both runs were fed the same tokens.
    same = [now == then for now, then in zip(changed.tokens, clean.tokens)]
    compared = same.index(False) + 1 if False in same else len(same)
    effect = relative(changed.logits[:compared], clean.logits[:compared])
    if name in UNCHANGED:
        assert effect < 1e-5 and changed.tokens == clean.tokens, f"{name}: changed something ({effect:.1e})"
    else:
        assert effect > 1e-3, f"{name}: shows next to nothing ({effect:.1e})"


def attribute(checkpoint: Checkpoint, input_ids: list[int], variant: dict) -> tuple[dict, dict[str, Tensor]]:
    """Logit attribution at the slot that predicts the first number token of the teacher-forced answer."""
    answer = checkpoint.tokenizer.encode(ANSWER, add_special_tokens=False)
    pieces = checkpoint.tokenizer.convert_ids_to_tokens(answer)
    before = next(index for index, piece in enumerate(pieces) if piece.strip("Ġ ").isdigit())
    rollout = run(checkpoint, input_ids, variant, forced=answer[:before])
    slot, logits = rollout.layout.eot + before, rollout.logits[-1]
    target = answer[before]
    other = int(logits.masked_fill(torch.arange(len(logits)) == target, float("-inf")).argmax())
    described = {"text": ANSWER, "token_ids": answer, "slot": slot, "tokens": [target, other]}
    return described, logit_attribution(checkpoint, rollout, slot, [target, other])


def write(folder: Path, questions: list, cases: list, captures: dict, tensors: dict[str, Tensor]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(case) for case in cases]
    runs = [f"{json.dumps(name)}: {json.dumps(capture)}" for name, capture in captures.items()]
    made_with = {"torch": torch.__version__.split("+")[0], "transformers": transformers.__version__}
    sections = [
        f'"made_with": {json.dumps(made_with)}',
        f'"questions": [\n    {separated(json.dumps(ids) for ids in questions)}\n  ]',
        f'"cases": [\n    {separated(lines)}\n  ]',
        f'"captures": {{\n    {separated(runs)}\n  }}',
    ]
    text = "{\n  " + ",\n  ".join(sections) + "\n}\n"
    assert json.loads(text)["cases"] == cases
    (folder / "reference.json").write_text(text)
    flat = {key: tensor.detach().to(torch.float32).contiguous().clone() for key, tensor in tensors.items()}
    assert all(tensor.isfinite().all() for tensor in flat.values())
    save_file(flat, folder / "reference.safetensors")
    (folder / "reference.safetensors").chmod(0o644)


def separated(lines) -> str:
    return ",\n    ".join(lines)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in ("llama", "gpt2"):
        make(name)
