"""A quick look at how training goes, on problems held out of the training file."""

import torch
import torch.nn.functional as F
from torch import Tensor

from batches import IGNORED, Batch
from losses import student_pass, teacher_pass
from model import Codi
from problems import COLON_AT, LEVELS
from workers import sum_over_workers, worker_count, worker_rank

NUMBER_AT = COLON_AT + 1


@torch.no_grad()
def dev_accuracy(model: Codi, batches: list[Batch], thoughts: int, with_student: bool) -> str:
    """Accuracy in percent per level and overall: teacher (every token right), student (number right), and the
    student with its thoughts zeroed at the middle layer or skipped. The answer's words are given."""
    model.cast_weights(torch.bfloat16)
    middle = model.shape.layers // 2
    students: dict[str, dict] = {
        "student": dict(thoughts=thoughts),
        "zeroed": dict(thoughts=thoughts, zero_after_layer=middle),
        "skipped": dict(thoughts=0),
    }
    right = {name: torch.zeros(len(LEVELS)) for name in ["teacher", *(students if with_student else [])]}
    seen = torch.zeros(len(LEVELS))
    for batch in batches[worker_rank() :: worker_count()]:
        length = batch.question.shape[1]
        teacher, question_cache = teacher_pass(model, batch.question, batch.target, keep_hidden=False)
        predicted = F.linear(teacher.output[:, length - 1 : -1], model.embedding).argmax(-1)
        _count(seen, batch.level, torch.ones_like(batch.level))
        _count(right["teacher"], batch.level, ((predicted == batch.target) | (batch.target == IGNORED)).all(1))
        for name, options in students.items() if with_student else []:
            student = student_pass(model, question_cache, length, batch.answer, **options).answer
            number = F.linear(student.output[:, NUMBER_AT], model.embedding).argmax(-1)
            _count(right[name], batch.level, number == batch.answer[:, NUMBER_AT])
    sum_over_workers([seen, *right.values()])
    return "  ".join(f"{name} {_percent(counts, seen)}" for name, counts in right.items())


def _count(counts: Tensor, level: Tensor, hit: Tensor) -> None:
    counts.index_add_(0, level, hit.float())


def _percent(counts: Tensor, seen: Tensor) -> str:
    levels = " ".join(f"{value:.1f}" for value in 100 * counts / seen.clamp(min=1))
    return f"{levels} | {100 * counts.sum() / seen.sum():.1f}"
