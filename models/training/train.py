"""Trains a small CODI model from scratch on CPU. README.md has the facts and the stages.

    python train.py --data train.jsonl --tokenizer checkpoint/tokenizer.json --out runs/clean

Phases, in steps of the optimiser:
  --arithmetic  bare equations: teaches the number facts on short, cheap sequences
  --teacher     question, explicit equations and answer, cross entropy only
  --joint       CODI: student with continuous thoughts, teacher and distillation
"""

import argparse
import os
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import Tensor

from batches import IGNORED, TrainingBatches, by_question_length, collate
from dev_accuracy import dev_accuracy
from losses import cross_entropy, joint_loss, teacher_pass
from model import Codi, Shape
from optimiser import MuonAdam
from problems import EQUATION_LENGTH, RESULT_AT, distinct_equations, load_problems
from vocabulary import Vocabulary
from workers import worker_rank

WARM_UP_STEPS = 50
LOG_EVERY = 50
EQUATIONS_PER_ROW = 8


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="start from this model.pt")
    parser.add_argument("--dev", type=int, default=600, help="problems held out of the training file")
    parser.add_argument("--limit", type=int, help="read only so many problems")
    parser.add_argument("--thoughts", type=int, default=6)
    parser.add_argument("--arithmetic", type=int, default=150, help="steps of the first phase")
    parser.add_argument("--teacher", type=int, default=350, help="steps of the second phase")
    parser.add_argument("--joint", type=int, default=5000, help="steps of the third phase")
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--adam-rate", type=float, default=1.2e-3)
    parser.add_argument("--muon-rate", type=float, default=6e-3)
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--decay", type=float, default=0.6, help="last part of the run with falling rates")
    parser.add_argument("--teacher-weight", type=float, default=1.0)
    parser.add_argument("--student-weight", type=float, default=3.0)
    parser.add_argument("--distillation-weight", type=float, default=5.0)
    parser.add_argument("--scaffold-weight", type=float, default=1.5, help="at the start; falls linearly to 0")
    parser.add_argument("--scaffold-until", type=float, default=0.75, help="part of the run at which it is gone")
    parser.add_argument("--easy-until", type=float, default=0.0, help="part of the run with 2 and 3 steps only")
    parser.add_argument("--unknown-rate", type=float, default=0.05, help="questions with a word hidden as <unk>")
    parser.add_argument("--evaluate-every", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each; the batch is split")
    return parser.parse_args()


def arithmetic_loss(model: Codi, equations: np.ndarray, rows: int, bos: int, random: np.random.Generator) -> Tensor:
    """Rows of bare equations; only their results count."""
    chosen = equations[random.integers(len(equations), size=(rows, EQUATIONS_PER_ROW))]
    ids = torch.from_numpy(chosen.reshape(rows, EQUATIONS_PER_ROW * EQUATION_LENGTH))
    target = torch.full_like(ids, IGNORED)
    target[:, RESULT_AT::EQUATION_LENGTH] = ids[:, RESULT_AT::EQUATION_LENGTH]
    inputs = torch.cat([torch.full((rows, 1), bos), ids], 1)[:, :-1]
    return cross_entropy(model, model(model.embed(inputs), 0).output, target)


def rate_scale(step: int, phase_start: int, done: float, decay: float) -> float:
    """Warm-up at the start and again when the joint loss begins; then 1; in the last part down to 0.02."""
    warm_up = min(1.0, (step - phase_start + 1) / WARM_UP_STEPS)
    return warm_up * min(1.0, max((1 - done) / decay, 0.02))


class Run:
    """One worker's training run."""

    def __init__(self, options: argparse.Namespace, rank: int):
        self.options = options
        self.started = time.time()
        torch.manual_seed(options.seed)
        self.random = np.random.default_rng(options.seed + rank)
        self.vocabulary = Vocabulary(options.tokenizer)
        problems = load_problems(options.data, self.vocabulary, options.limit)
        self.dev = [collate(group) for group in by_question_length(problems[: options.dev])]
        training = problems[options.dev :]
        self.equations = np.array(distinct_equations(training), dtype=np.int64)

        mine = training[rank :: options.workers]
        self.rows = options.batch // options.workers
        seed = options.seed + 1000 * rank
        every = TrainingBatches(mine, self.vocabulary, self.rows, seed, options.unknown_rate)
        self.all = iter(every)
        self.easy = self.all
        if options.easy_until > 0:
            two_or_three = [problem for problem in mine if problem.level <= 1]
            self.easy = iter(TrainingBatches(two_or_three, self.vocabulary, self.rows, seed, options.unknown_rate))

        self.model = Codi(Shape(vocabulary=self.vocabulary.size))
        self.model.initialise_numbers(self.vocabulary.numbers)
        if options.init:
            self.model.load_state_dict(torch.load(options.init)["model"])
        self.optimiser = MuonAdam(self.model, options.adam_rate, options.muon_rate, options.weight_decay)
        parameters = sum(p.numel() for p in self.model.parameters())
        self.say(f"options {vars(options)}")
        self.say(f"{len(problems)} problems, {len(self.equations)} equations, {parameters} parameters")

    def train(self) -> None:
        options = self.options
        joint_start = options.arithmetic + options.teacher
        total = joint_start + options.joint
        averages: dict[str, list[float]] = {}
        for step in range(total):
            done = step / total
            self.model.cast_weights(torch.bfloat16)
            loss, parts = self.loss(step, done)
            loss.backward()
            phase_start = joint_start if step >= joint_start else 0
            parts["gradient"] = self.optimiser.step(rate_scale(step, phase_start, done, options.decay))
            for name, value in parts.items():
                averages.setdefault(name, []).append(float(value))
            if (step + 1) % LOG_EVERY == 0 or step + 1 == total:
                shown = " ".join(f"{name} {np.mean(values):.4f}" for name, values in averages.items())
                self.say(f"step {step + 1}/{total} {shown}")
                averages = {}
            if (step + 1) % options.evaluate_every == 0 or step + 1 == total:
                self.keep(step + 1, with_student=step >= joint_start)

    def loss(self, step: int, done: float) -> tuple[Tensor, dict[str, float]]:
        options, model = self.options, self.model
        if step < options.arithmetic:
            loss = arithmetic_loss(model, self.equations, self.rows, self.vocabulary.bos, self.random)
            return loss, {"arithmetic": loss.item()}
        if step < options.arithmetic + options.teacher:
            batch = next(self.all)
            passed, _ = teacher_pass(model, batch.question, batch.target, keep_hidden=False)
            loss = cross_entropy(model, passed.output[:, batch.question.shape[1] - 1 : -1], batch.target)
            return loss, {"teacher": loss.item()}
        batch = next(self.easy if done < options.easy_until else self.all)
        scaffold_weight = options.scaffold_weight * max(0.0, 1 - done / options.scaffold_until)
        parts = joint_loss(model, batch, options.thoughts, with_scaffold=scaffold_weight > 0)
        loss = (
            options.teacher_weight * parts.teacher
            + options.student_weight * parts.student
            + options.distillation_weight * parts.distillation
            + scaffold_weight * parts.scaffold
        )
        return loss, {name: value.item() for name, value in parts._asdict().items()}

    def keep(self, step: int, with_student: bool) -> None:
        self.say(f"DEV {step}: {dev_accuracy(self.model, self.dev, self.options.thoughts, with_student)}")
        if worker_rank() == 0:
            content = dict(model=self.model.state_dict(), shape=asdict(self.model.shape), step=step)
            content["thoughts"] = self.options.thoughts
            torch.save(content, self.options.out / "model.pt")

    def say(self, text: str) -> None:
        if worker_rank() != 0:
            return
        line = f"[{time.time() - self.started:7.1f}s] {text}"
        print(line, flush=True)
        with (self.options.out / "train_log.txt").open("a") as log:
            log.write(line + "\n")


def work(rank: int, options: argparse.Namespace, meeting_place: Path) -> None:
    torch.set_num_threads(1)
    if options.workers > 1:
        dist.init_process_group("gloo", init_method=f"file://{meeting_place}", rank=rank, world_size=options.workers)
    Run(options, rank).train()
    if options.workers > 1:
        dist.destroy_process_group()


def main() -> None:
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    meeting_place = (options.out / f".meeting-{os.getpid()}").resolve()
    if options.workers > 1:
        mp.spawn(work, (options, meeting_place), nprocs=options.workers)
    else:
        work(0, options, meeting_place)


if __name__ == "__main__":
    main()
