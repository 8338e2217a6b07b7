"""Measures an exported checkpoint: teacher, student, truncations and ablations. Thoughts are numbered from 1.

    python evaluate.py --model ../codi-mini --data ../codi-mini/test.jsonl --write eval.json
"""

import argparse
import itertools
import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path

import torch

from problems import LEVELS
from reference import ReferenceCodi

SAMPLES = 12


class Share:
    """How many of the problems, per level and overall, in percent."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

    def add(self, level: str, hit: bool) -> None:
        self.seen[level] += 1
        self.hits[level] += hit

    def percent(self) -> dict[str, float]:
        shares = {level: _percent(self.hits[level], self.seen[level]) for level in LEVELS if self.seen[level]}
        return shares | {"overall": _percent(self.hits.total(), self.seen.total())}


def _percent(hits: int, seen: int) -> float:
    return round(100 * hits / seen, 2)


def last_number(text: str) -> float | None:
    found = re.findall(r"-?\d+\.?\d*", text)
    return float(found[-1]) if found else None


class Evaluation:
    def __init__(self, model: ReferenceCodi):
        self.model = model
        layers = model.llama.config.num_hidden_layers
        self.layers = {"early": layers // 4, "middle": layers // 2, "late": layers - 1}
        self.accuracy: defaultdict[str, Share] = defaultdict(Share)
        self.importance: defaultdict[str, Share] = defaultdict(Share)
        self.lens: defaultdict[str, Share] = defaultdict(Share)
        self.samples: list[dict] = []

    def add(self, problems: list[dict], questions: torch.Tensor) -> None:
        """problems whose questions [rows, q] have the same length"""
        self._teacher(problems, questions)
        solved = self._student(problems, questions)
        for count in range(self.model.thoughts):
            name = f"only the first {count} thoughts" if count else "thoughts skipped (BOT, EOT)"
            self._score(name, problems, self.model.student(questions, thoughts=count)[0])
        numbers = range(1, self.model.thoughts + 1)
        variants = [set(numbers), *({number} for number in numbers)]
        for where, layer in self.layers.items():
            for zeroed, texts in zip(variants, self.model.student(questions, layer=layer, zeroed=variants)):
                which = f"thought {min(zeroed)}" if len(zeroed) == 1 else "all thoughts"
                name = f"{where} layer {layer}: {which} zeroed"
                for problem, was_right, right in zip(problems, solved, self._score(name, problems, texts)):
                    if was_right:
                        self.importance[name].add(problem["difficulty"], not right)

    def _score(self, name: str, problems: list[dict], texts: list[str]) -> list[bool]:
        right = [last_number(text) == problem["answer"] for problem, text in zip(problems, texts)]
        for problem, hit in zip(problems, right):
            self.accuracy[name].add(problem["difficulty"], hit)
        return right

    def _exact(self, name: str, problems: list[dict], texts: list[str], wanted: list[str]) -> None:
        for problem, text, exact in zip(problems, texts, wanted):
            self.accuracy[name].add(problem["difficulty"], text == exact)

    def _teacher(self, problems: list[dict], questions: torch.Tensor) -> None:
        texts = self.model.teacher(questions)
        self._score("teacher", problems, texts)
        wanted = [" ".join(f"<<{step}>>" for step in p["steps"]) + f" The answer is: {p['answer']}" for p in problems]
        self._exact("teacher, equations and answer as in the data", problems, texts, wanted)

    def _student(self, problems: list[dict], questions: torch.Tensor) -> list[bool]:
        likeliest: list[torch.Tensor] = []
        texts = self.model.student(questions, lens=likeliest)[0]
        solved = self._score("student", problems, texts)
        wanted = [f"The answer is: {p['answer']}" for p in problems]
        self._exact("student, text exactly 'The answer is: N'", problems, texts, wanted)
        for row, (problem, text) in enumerate(zip(problems, texts)):
            words = self.model.tokenizer.convert_ids_to_tokens([int(ids[row]) for ids in likeliest])
            results = [step.split("=")[1] for step in problem["steps"]]
            for thought, (word, result) in enumerate(zip(words, results), start=1):
                self.lens[f"thought {thought}"].add(problem["difficulty"], word == result)
            if len(self.samples) < SAMPLES:
                kept = {key: problem[key] for key in ("question", "steps", "answer")}
                self.samples.append(kept | {"student": text, "thoughts_top1": words})
        return solved

    def result(self) -> dict:
        return dict(
            num_latent=self.model.thoughts,
            thoughts_numbered_from=1,
            layers=self.layers,
            accuracy={name: share.percent() for name, share in self.accuracy.items()},
            importance_percent_of_solved_problems_that_become_wrong={
                name: share.percent() for name, share in self.importance.items()
            },
            vocabulary_top1_of_thought_k_is_result_of_step_k_percent={
                name: share.percent()["overall"] for name, share in sorted(self.lens.items())
            },
            samples=self.samples,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()

    started = time.time()
    model = ReferenceCodi(options.model)
    with options.data.open() as lines:
        problems = [json.loads(line) for line in itertools.islice(lines, options.limit)]
    # Equal lengths together, so that no padding is involved.
    groups: defaultdict[int, list[tuple[dict, list[int]]]] = defaultdict(list)
    for problem in problems:
        ids = model.tokenizer(problem["question"])["input_ids"]
        groups[len(ids)].append((problem, ids))
    evaluation = Evaluation(model)
    for group in groups.values():
        evaluation.add([problem for problem, _ in group], torch.tensor([ids for _, ids in group]))

    result = dict(problems=len(problems)) | evaluation.result() | dict(seconds=round(time.time() - started, 1))
    for title in ("accuracy", "importance_percent_of_solved_problems_that_become_wrong"):
        print(title)
        for name, shares in result[title].items():
            print(f"  {name:50s} {shares}")
    print(result["vocabulary_top1_of_thought_k_is_result_of_step_k_percent"])
    if options.write:
        options.write.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
