"""Batches of problems whose questions have exactly the same length, so that no question needs padding."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from problems import COLON_AT, Problem
from vocabulary import Vocabulary

IGNORED = -100  # the target that cross entropy leaves out

# Words with a capital or a plural that say what happens rather than who or what.
STRUCTURE_WORDS = set(
    """The Then There How What Each Every After Soon A He She is has his as this does dollars times doubles triples
    gives buys finds loses sells uses takes gets wins earns spends pays puts keeps shares wants collects throws saves
    goes owns starts costs works days weeks hours friends years miles holds""".split()
)


class Batch(NamedTuple):
    question: Tensor  # [rows, q] with <s> in front
    target: Tensor  # [rows, t] equations, then the answer; IGNORED after the end
    colon: Tensor  # [rows] place of the ':' in target
    answer: Tensor  # [rows, 6] The answer is : N </s>
    level: Tensor  # [rows] index into LEVELS


def collate(problems: list[Problem]) -> Batch:
    targets = [p.equations + p.answer for p in problems]
    longest = max(map(len, targets))
    return Batch(
        question=torch.tensor([p.question for p in problems]),
        target=torch.tensor([t + [IGNORED] * (longest - len(t)) for t in targets]),
        colon=torch.tensor([len(p.equations) + COLON_AT for p in problems]),
        answer=torch.tensor([p.answer for p in problems]),
        level=torch.tensor([p.level for p in problems]),
    )


def by_question_length(problems: list[Problem]) -> list[list[Problem]]:
    groups: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[len(problem.question)].append(problem)
    return [groups[length] for length in sorted(groups)]


def replaceable_words(vocabulary: Vocabulary) -> set[int]:
    """Names and things: what may become <unk> without changing what the problem asks."""
    names = {w for w in vocabulary.ids if w[0].isalpha() and (w[0].isupper() or w.endswith("s"))}
    return {vocabulary.ids[word] for word in names - STRUCTURE_WORDS}


class TrainingBatches:
    """Endless shuffled batches. In a few questions one name or thing is replaced by <unk>."""

    def __init__(self, problems: list[Problem], vocabulary: Vocabulary, rows: int, seed: int, unknown_rate: float):
        self.rows, self.unknown_rate = rows, unknown_rate
        self.unknown, self.replaceable = vocabulary.unknown, replaceable_words(vocabulary)
        self.random = np.random.default_rng(seed)
        self.groups = [group for group in by_question_length(problems) if len(group) >= rows]
        if not self.groups:
            raise ValueError(f"no question length has {rows} problems: use more data or smaller batches")

    def __iter__(self) -> Iterator[Batch]:
        while True:
            plan: list[tuple[int, np.ndarray]] = []
            for index, group in enumerate(self.groups):
                order = self.random.permutation(len(group))
                plan += [(index, order[s : s + self.rows]) for s in range(0, len(group) - self.rows + 1, self.rows)]
            self.random.shuffle(plan)
            for index, chosen in plan:
                batch = collate([self.groups[index][i] for i in chosen])
                yield batch._replace(question=self.hide_words(batch.question))

    def hide_words(self, question: Tensor) -> Tensor:
        question = question.clone()
        for row in np.nonzero(self.random.random(len(question)) < self.unknown_rate)[0]:
            words = sorted(self.replaceable.intersection(question[row].tolist()))
            if words:
                question[row][question[row] == words[self.random.integers(len(words))]] = self.unknown
        return question
