"""The official CODI rollout, without a key-value cache: every step runs the whole sequence again.

So an edited slot is edited in every pass, and whatever stands after it sees the change.
"""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor

from checkpoint import Checkpoint
from interventions import Layout, Write, apply_writes, blocked_edges, writes_of


@dataclass
class Trace:
    """What one pass over a sequence computed; the values at edited slots are those after the edit."""

    sites: dict = field(default_factory=dict)  # (site, layer) -> [length, width]; the layer of `embed` is None
    weights: dict = field(default_factory=dict)  # layer -> attention after the softmax [heads, length, length]
    values: dict = field(default_factory=dict)  # layer -> v by query head [heads, length, head_dim]
    final: Tensor | None = None  # after the final norm [length, dim]

    def at(self, site: str, layer: int | None, position: int) -> Tensor:
        """The site's value at one slot: [width]."""
        return self.sites[site, layer][position]


@dataclass
class Rollout:
    layout: Layout
    trace: Trace  # of the last pass, which covers every slot that was ever an input
    thought_inputs: list[Tensor]  # x1..xn as projected, before any edit: [dim] each
    tokens: list[int]
    logits: Tensor  # [steps, V+2]: the step that chose each token


@contextmanager
def instrumented(checkpoint: Checkpoint, writes: list[Write], knockouts: list[dict], layout: Layout, trace: Trace):
    """Hooks on every site of every layer, and a wrapper round Hugging Face's eager attention."""
    layer_of = {id(module): layer for layer, module in enumerate(checkpoint.attentions)}
    original = checkpoint.modeling.eager_attention_forward

    def attention(module, query, key, value, attention_mask, **rest):
        layer, length = layer_of[id(module)], query.shape[2]
        blocked = blocked_edges(knockouts, layout, layer, checkpoint.heads, length)
        mask = attention_mask.expand(1, checkpoint.heads, length, length).masked_fill(blocked, float("-inf"))
        output, weights = original(module, query, key, value, mask, **rest)
        trace.weights[layer] = weights[0]
        trace.values[layer] = value[0].repeat_interleave(checkpoint.heads // value.shape[1], dim=0)
        return output, weights

    def change(site, layer, batch_of_one):
        changed = apply_writes(writes, site, layer, batch_of_one[0])
        trace.sites[site, layer] = changed
        return changed[None]

    def hooks_of(layer):
        def head(_, inputs):
            return (change("head", layer, inputs[0]),)

        def attn_out(_, __, output):
            return (change("attn_out", layer, output[0]), *output[1:])

        def mlp_out(_, __, output):
            return change("mlp_out", layer, output)

        def resid_post(_, __, output):
            return change("resid_post", layer, output)

        yield checkpoint.output_projections[layer].register_forward_pre_hook(head)
        yield checkpoint.attentions[layer].register_forward_hook(attn_out)
        yield checkpoint.mlps[layer].register_forward_hook(mlp_out)
        yield checkpoint.blocks[layer].register_forward_hook(resid_post)

    with ExitStack() as stack:
        for layer in range(checkpoint.layers):
            for hook in hooks_of(layer):
                stack.enter_context(hook)
        checkpoint.modeling.eager_attention_forward = attention
        stack.callback(setattr, checkpoint.modeling, "eager_attention_forward", original)
        yield


@torch.no_grad()
def forward(checkpoint: Checkpoint, inputs: list[Tensor], writes: list[Write], knockouts: list[dict], layout: Layout):
    """One pass over the sequence of input embeddings, [dim] each -> its trace."""
    trace = Trace()
    embeddings = apply_writes(writes, "embed", None, torch.stack(inputs))
    trace.sites["embed", None] = embeddings
    with instrumented(checkpoint, writes, knockouts, layout, trace):
        trace.final = checkpoint.decoder(inputs_embeds=embeddings[None], use_cache=False).last_hidden_state[0]
    assert len(trace.weights) == checkpoint.layers
    return trace


@torch.no_grad()
def run(
    checkpoint: Checkpoint,
    input_ids: list[int],
    variant: dict | None = None,
    *,
    clean: dict | None = None,
    vectors: dict[str, Tensor] | None = None,
    forced: list[int] | None = None,
    max_new_tokens: int = 8,
) -> Rollout:
    """Runs a question.

    variant  what is changed (see interventions.py); None is the clean run
    clean    question index -> (clean trace, layout), for patch_from and hold
    forced   answer tokens fed after EOT instead of the greedy ones; `logits` has a row for EOT and one for each
    """
    variant = variant or {}
    layout = Layout(len(input_ids), variant.get("truncate_to", checkpoint.thoughts))
    writes = writes_of(variant, layout, checkpoint.head_dim, clean or {}, vectors or {})
    knockouts = variant.get("knockouts", [])

    inputs = [checkpoint.embed(token) for token in [*input_ids, checkpoint.bot]]
    thought_inputs = []
    for _ in range(layout.thoughts):
        last = forward(checkpoint, inputs, writes, knockouts, layout).final[-1]
        thought_inputs.append(checkpoint.projector(last))
        inputs.append(thought_inputs[-1])
    inputs.append(checkpoint.embed(checkpoint.eot))

    tokens, logits = [], []
    while True:
        trace = forward(checkpoint, inputs, writes, knockouts, layout)
        logits.append(checkpoint.logits(trace.final[-1]))
        if forced is None:
            tokens.append(int(logits[-1].argmax()))
            finished = tokens[-1] == checkpoint.eos or len(tokens) == max_new_tokens
        else:
            finished = len(tokens) == len(forced)
            tokens += forced[len(tokens) : len(tokens) + 1]
        if finished:
            return Rollout(layout, trace, thought_inputs, tokens, torch.stack(logits))
        inputs.append(checkpoint.embed(tokens[-1]))
