"""Problems as token ids."""

import itertools
import json
from pathlib import Path
from typing import NamedTuple

from vocabulary import Vocabulary

LEVELS = ["2-step", "3-step", "4-step", "5+step"]

# An equation such as <<12+3=15>> is 7 tokens, its result the 6th of them.
EQUATION_LENGTH = 7
RESULT_AT = 5

# Where ':' stands in "The answer is : N </s>", and N after it.
COLON_AT = 3
ANSWER_LENGTH = 6


class Problem(NamedTuple):
    question: list[int]  # with <s> in front
    equations: list[int]  # the explicit chain of thought, 7 tokens a step
    answer: list[int]  # The answer is : N </s>
    level: int  # index into LEVELS


def load_problems(path: Path, vocabulary: Vocabulary, limit: int | None = None) -> list[Problem]:
    """Lines of JSON with question, steps ("6*2=12", ...), answer and difficulty."""
    with path.open() as lines:
        return [encode_problem(json.loads(line), vocabulary) for line in itertools.islice(lines, limit)]


def encode_problem(problem: dict, vocabulary: Vocabulary) -> Problem:
    equations = " ".join(f"<<{step}>>" for step in problem["steps"])
    return Problem(
        question=[vocabulary.bos, *vocabulary.encode(problem["question"])],
        equations=vocabulary.encode(equations),
        answer=[*vocabulary.answer_prefix, vocabulary.ids[str(problem["answer"])], vocabulary.eos],
        level=LEVELS.index(problem["difficulty"]),
    )


def distinct_equations(problems: list[Problem]) -> list[tuple[int, ...]]:
    """Every equation of the problems once, in a fixed order."""
    starts = range(0, max(len(p.equations) for p in problems), EQUATION_LENGTH)
    found = {tuple(p.equations[s : s + EQUATION_LENGTH]) for p in problems for s in starts if s < len(p.equations)}
    return sorted(found)
