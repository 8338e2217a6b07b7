"""CODI's training objective: teacher (explicit equations), student (continuous thoughts), distillation.

The question is encoded once and shared by both (same weights, same prefix, so the same hidden states).
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from batches import IGNORED, Batch
from model import Cache, Codi, Pass
from problems import COLON_AT, EQUATION_LENGTH, RESULT_AT


def cross_entropy(model: Codi, output: Tensor, target: Tensor) -> Tensor:
    """Over the targets that count, in float32."""
    counts = target != IGNORED
    return F.cross_entropy(F.linear(output[counts], model.embedding).float(), target[counts])


def teacher_pass(model: Codi, question: Tensor, target: Tensor, keep_hidden: bool) -> tuple[Pass, Cache]:
    """Question, equations and answer in one pass; also the cache of the question alone."""
    ids = torch.cat([question, target.clamp(min=0)], 1)
    passed = model(model.embed(ids), 0, keep_hidden=keep_hidden)
    length = question.shape[1]
    return passed, [(k[:, :, :length], v[:, :, :length]) for k, v in passed.cache]


class StudentPass(NamedTuple):
    answer: Pass  # positions EOT, The, answer, is, :, N
    before_thoughts: list[Tensor]  # per thought, the output [rows, 1, hidden] that becomes it


def student_pass(
    model: Codi,
    question_cache: Cache,
    position: int,
    answer: Tensor,
    thoughts: int,
    keep_hidden: bool = False,
    zero_after_layer: int | None = None,
) -> StudentPass:
    """BOT, the thoughts, EOT and the answer's tokens. `zero_after_layer` zeroes every thought there (ablation)."""
    rows = answer.shape[0]
    passed = model(model.embedding[model.bot].expand(rows, 1, -1), position, question_cache)
    before: list[Tensor] = []
    for thought in range(1, thoughts + 1):
        before.append(passed.output)
        inputs = model.project(passed.output)
        passed = model(inputs, position + thought, passed.cache, zero_after_layer=zero_after_layer)
    ids = torch.cat([torch.full((rows, 1), model.eot), answer[:, :-1]], 1)
    last = model(model.embed(ids), position + 1 + thoughts, passed.cache, keep_hidden=keep_hidden)
    return StudentPass(last, before)


class JointLoss(NamedTuple):
    teacher: Tensor
    student: Tensor
    distillation: Tensor
    scaffold: Tensor


def joint_loss(model: Codi, batch: Batch, thoughts: int, with_scaffold: bool) -> JointLoss:
    length = batch.question.shape[1]
    teacher, question_cache = teacher_pass(model, batch.question, batch.target, keep_hidden=True)
    student = student_pass(model, question_cache, length, batch.answer, thoughts, keep_hidden=True)
    return JointLoss(
        # The question's last position predicts the first equation's first token.
        teacher=cross_entropy(model, teacher.output[:, length - 1 : -1], batch.target),
        student=cross_entropy(model, student.answer.output, batch.answer),
        distillation=distillation(teacher, length + batch.colon, student.answer),
        scaffold=scaffold(model, student, batch, thoughts) if with_scaffold else torch.zeros(()),
    )


def distillation(teacher: Pass, colon: Tensor, student: Pass) -> Tensor:
    """SmoothL1 between both hidden states at ':', divided by the teacher's spread; the mean over the layers."""
    rows = torch.arange(len(colon))
    losses = []
    for from_teacher, from_student in zip(teacher.hidden, student.hidden):
        wanted = from_teacher[rows, colon].float().detach()
        given = from_student[rows, COLON_AT + 1].float()
        losses.append(F.smooth_l1_loss(given, wanted) / wanted.std())
    return torch.stack(losses).mean()


def scaffold(model: Codi, student: StudentPass, batch: Batch, thoughts: int) -> Tensor:
    """Not part of CODI: the output that becomes thought k is asked to say the result of equation k."""
    results = batch.target[:, RESULT_AT::EQUATION_LENGTH][:, :thoughts]
    steps = (batch.colon - COLON_AT) // EQUATION_LENGTH
    exists = torch.arange(results.shape[1])[None] < steps[:, None]
    outputs = torch.cat(student.before_thoughts[: results.shape[1]], 1)
    return cross_entropy(model, outputs, torch.where(exists, results, IGNORED))
