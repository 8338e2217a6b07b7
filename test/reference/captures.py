"""What is read from a run: attention and its value-weighted norms, the logit lens, logit attribution, site values."""

import torch
from torch import Tensor

from checkpoint import Checkpoint
from rollout import Rollout, Trace


def capture_run(checkpoint: Checkpoint, rollout: Rollout) -> tuple[dict, dict[str, Tensor]]:
    """Everything that is read from a greedy run: (for the JSON, tensors by key)."""
    lens_ids, lens_log_probs, lens_states = logit_lens(checkpoint, rollout)
    tensors = {f"lens.{name}": tensor for name, tensor in (("log_probs", lens_log_probs), ("logits", lens_states))}
    for name, row in rows_of(rollout).items():
        tensors[f"attention.{name}"] = attention_row(checkpoint, rollout.trace, row)
        if name != "bot":
            tensors[f"norms.{name}"] = value_weighted_norms(checkpoint, rollout.trace, row)
    for site in ("embed", "head", "attn_out", "mlp_out", "resid_post"):
        tensors[f"sites.{site}"] = site_values(checkpoint, rollout, site)
    return {"tokens": rollout.tokens, "lens_ids": lens_ids.tolist()}, tensors


def rows_of(rollout: Rollout) -> dict[str, int]:
    """The query rows by name: BOT, every thought, EOT, and every answer token that was an input (not the last)."""
    layout = rollout.layout
    rows = {"bot": layout.bot, "eot": layout.eot}
    rows |= {f"thought{number}": layout.thought(number) for number in range(1, layout.thoughts + 1)}
    rows |= {f"answer{number}": layout.eot + number for number in range(1, len(rollout.tokens))}
    return rows


def attention_row(checkpoint: Checkpoint, trace: Trace, row: int) -> Tensor:
    """The attention of one query slot over itself and everything before: [layers, heads, row + 1]."""
    return torch.stack([trace.weights[layer][:, row, : row + 1] for layer in range(checkpoint.layers)])


def head_writes(checkpoint: Checkpoint, trace: Trace, layer: int, row: int) -> Tensor:
    """What each source slot writes through each head: alpha * v @ W_O^h, without bias: [heads, row + 1, dim]."""
    alpha = trace.weights[layer][:, row, : row + 1]
    values = trace.values[layer][:, : row + 1]
    return torch.einsum("hk,hki,hid->hkd", alpha, values, checkpoint.head_output_weight(layer))


@torch.no_grad()
def value_weighted_norms(checkpoint: Checkpoint, trace: Trace, row: int) -> Tensor:
    """||alpha * v @ W_O^h|| for one query slot: [layers, heads, row + 1]."""
    return torch.stack([head_writes(checkpoint, trace, layer, row).norm(dim=-1) for layer in range(checkpoint.layers)])


@torch.no_grad()
def logit_lens(checkpoint: Checkpoint, rollout: Rollout, top: int = 5) -> tuple[Tensor, Tensor, Tensor]:
    """What the state that becomes thought k would say, read after every layer.

    resid_post of layer l at slot k-1 (BOT for k = 1) -> final norm -> lm_head over V+2 logits -> log-softmax.
    Returns the top token ids and their log-probabilities [thoughts, layers, top], and all V+2 logits.
    """
    logits = torch.empty(rollout.layout.thoughts, checkpoint.layers, checkpoint.logit_count)
    for number in range(1, rollout.layout.thoughts + 1):
        slot = rollout.layout.bot + number - 1
        for layer in range(checkpoint.layers):
            state = rollout.trace.at("resid_post", layer, slot)
            logits[number - 1, layer] = checkpoint.logits(checkpoint.final_norm(state))
        torch.testing.assert_close(logits[number - 1, -1], checkpoint.logits(rollout.trace.final[slot]))
    best = logits.log_softmax(-1).topk(top)
    return best.indices, best.values, logits


def site_values(checkpoint: Checkpoint, rollout: Rollout, site: str) -> Tensor:
    """The site at BOT, the thoughts and EOT, after any edit: [thoughts + 2, layers, width] (`embed`: one layer)."""
    slots = range(rollout.layout.bot, rollout.layout.eot + 1)
    layers = [None] if site == "embed" else range(checkpoint.layers)
    return torch.stack([torch.stack([rollout.trace.at(site, layer, slot) for layer in layers]) for slot in slots])


@torch.no_grad()
def logit_attribution(checkpoint: Checkpoint, rollout: Rollout, row: int, tokens: list[int]) -> dict[str, Tensor]:
    """Each part's share in the logits of `tokens` at one slot; the parts add up to the logit (asserted).

    embedding [tokens]; attention [tokens, layers, heads, row + 1], value-weighted, without bias;
    attention_bias [tokens, layers] and norm_bias [tokens] where the model has them; mlp [tokens, layers];
    logits [tokens].

    The final norm is linearised by freezing its scale 1/sigma. A LayerNorm's mean is linear in its input, so it
    is taken from each part (each part is centred by itself). The `uncentred.` tensors freeze the mean too, as a
    number: then the parts are not centred, and `uncentred.mean` [tokens] is the share of the subtracted mean.
    """
    trace, norm, last = rollout.trace, checkpoint.final_norm, checkpoint.layers - 1
    final = trace.at("resid_post", last, row)
    embedding = trace.at("embed", None, row)
    centred = checkpoint.positions is not None  # GPT-2: LayerNorm and learned positions
    if centred:
        embedding = embedding + checkpoint.positions.weight[row]
        scale = norm.weight / torch.sqrt(final.var(unbiased=False) + norm.eps)
    else:
        scale = norm.weight / torch.sqrt(final.square().mean() + norm.variance_epsilon)

    parts = {
        "embedding": embedding,
        "attention": torch.stack([head_writes(checkpoint, trace, layer, row) for layer in range(checkpoint.layers)]),
        "mlp": torch.stack([trace.at("mlp_out", layer, row) for layer in range(checkpoint.layers)]),
    }
    if centred:
        parts["attention_bias"] = torch.stack([projection.bias for projection in checkpoint.output_projections])
    total = sum(part.reshape(-1, part.shape[-1]).sum(0) for part in parts.values())
    torch.testing.assert_close(total, final, atol=1e-5, rtol=1e-5)

    readout = scale * checkpoint.model.lm_head.weight[tokens]  # [tokens, dim]

    def share(part: Tensor) -> Tensor:
        return torch.einsum("...d,td->t...", part, readout)

    logits = checkpoint.logits(trace.final[row])[tokens]
    shares = {name: share(part - part.mean(-1, keepdim=True) if centred else part) for name, part in parts.items()}
    if centred:
        shares["norm_bias"] = checkpoint.model.lm_head.weight[tokens] @ norm.bias
    assert_adds_up(shares, logits)
    if centred:
        uncentred = {name: share(part) for name, part in parts.items()}
        uncentred["mean"] = -final.mean() * readout.sum(-1)
        assert_adds_up(uncentred | {"norm_bias": shares["norm_bias"]}, logits)
        shares |= {f"uncentred.{name}": tensor for name, tensor in uncentred.items()}
    return shares | {"logits": logits}


def assert_adds_up(shares: dict[str, Tensor], logits: Tensor) -> None:
    total = sum(tensor.reshape(len(logits), -1).sum(-1) for tensor in shares.values())
    assert torch.allclose(total, logits, atol=1e-4, rtol=0), (total, logits)
