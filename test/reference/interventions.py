"""What a variant changes: edits of values and knocked-out attention edges, in the fixtures' own vocabulary.

A variant is a dictionary, exactly as it stands in reference.json:
  question      index of the golden question
  truncate_to   thoughts run before EOT (left out: all)
  later         "hold" puts the clean values back at the other thoughts of each edited site (left out: recompute)
  edits         [{site, layers, heads, slots, scale, add | patch_from}]
  knockouts     [{queries, keys, layers, heads}]
Thoughts count from 1, layers and heads from 0, question positions are absolute.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

SITES = ("embed", "attn_out", "mlp_out", "resid_post", "head")


@dataclass(frozen=True)
class Layout:
    """Where the slots of a rollout stand: q question tokens, BOT, the thoughts, EOT, the answer."""

    question: int
    thoughts: int

    @property
    def bot(self) -> int:
        return self.question

    @property
    def eot(self) -> int:
        return self.question + self.thoughts + 1

    def thought(self, number: int) -> int:
        assert 1 <= number <= self.thoughts
        return self.question + number

    def positions(self, slots: dict, length: int) -> list[int]:
        """The absolute positions of a slot set in a sequence of `length` slots."""
        named = slots.get("question", [])
        found = list(range(self.question)) if named == "all" else list(named)
        assert all(0 <= position < self.question for position in found)
        if slots.get("bot"):
            found.append(self.bot)
        found += [self.thought(number) for number in slots.get("thoughts", [])]
        if slots.get("eot"):
            found.append(self.eot)
        if slots.get("answer"):
            found += range(self.eot + 1, length)
        return [position for position in found if position < length]


@dataclass
class Write:
    """h <- scale * h + add at one position of one site in one layer, in these columns of h."""

    site: str
    layer: int | None  # None: the site `embed`
    position: int
    columns: slice
    scale: float
    add: Tensor | float


def writes_of(
    variant: dict, layout: Layout, head_dim: int, clean: dict[int, tuple], vectors: dict[str, Tensor]
) -> list[Write]:
    """Turns a variant's edits into writes.

    clean    question index -> (its clean trace, its layout), for patch_from and hold
    vectors  name -> vector, for `add`
    """
    writes, edited = [], {}
    for edit in variant.get("edits", []):
        for layer, columns in targets_of(edit, head_dim):
            site = edit["site"]
            there = edited.setdefault((site, layer, columns.start, columns.stop), set())
            there.update(edit["slots"].get("thoughts", []))
            for position in layout.positions(edit["slots"], layout.eot + 1):
                if "patch_from" in edit:
                    source, source_layout = clean[edit["patch_from"]]
                    donor = counterpart(position, layout, source_layout)
                    scale, add = 0.0, source.at(site, layer, donor)[columns]
                else:
                    scale, add = edit["scale"], vectors[edit["add"]] if "add" in edit else 0.0
                writes.append(Write(site, layer, position, columns, scale, add))
    if variant.get("later") == "hold":
        own, own_layout = clean[variant["question"]]
        for (site, layer, start, stop), thoughts in edited.items():
            for number in range(1, layout.thoughts + 1):
                if number not in thoughts:
                    value = own.at(site, layer, own_layout.thought(number))[start:stop]
                    writes.append(Write(site, layer, layout.thought(number), slice(start, stop), 0.0, value))
    return writes


def targets_of(edit: dict, head_dim: int) -> list[tuple[int | None, slice]]:
    """The (layer, columns) pairs that an edit touches; a head is a slice of the concatenated head outputs."""
    assert edit["site"] in SITES and ("heads" in edit) == (edit["site"] == "head")
    layers = [None] if edit["site"] == "embed" else edit["layers"]
    if edit["site"] != "head":
        return [(layer, slice(None)) for layer in layers]
    return [(layer, slice(head * head_dim, (head + 1) * head_dim)) for layer in layers for head in edit["heads"]]


def counterpart(position: int, layout: Layout, source: Layout) -> int:
    """The same slot in another question: a question token by absolute position, every other slot by name."""
    if position < layout.question:
        assert position < source.question
        return position
    return position - layout.question + source.question


def apply_writes(writes: list[Write], site: str, layer: int | None, values: Tensor) -> Tensor:
    """The site's values [length, width] after the writes that belong to it."""
    values = values.clone()
    for write in writes:
        if write.site == site and write.layer == layer and write.position < len(values):
            kept = values[write.position, write.columns]
            values[write.position, write.columns] = write.scale * kept + write.add
    return values


def blocked_edges(knockouts: list[dict], layout: Layout, layer: int, heads: int, length: int) -> Tensor:
    """Which attention edges of a layer are cut: bool [heads, length (query), length (key)]."""
    blocked = torch.zeros(heads, length, length, dtype=torch.bool)
    for knockout in knockouts:
        if layer not in knockout["layers"]:
            continue
        for head in knockout.get("heads", range(heads)):
            for query in layout.positions(knockout["queries"], length):
                for key in layout.positions(knockout["keys"], length):
                    blocked[head, query, key] = True
    return blocked
