"""Muon for the matrices, Adam for embeddings, norms and biases."""

import math

import torch
from torch import Tensor, nn

from workers import sum_over_workers, worker_count, worker_rank

MOMENTUM = 0.95
BETAS = (0.9, 0.95)
LARGEST_NORM = 1.0


def orthogonalise(update: Tensor) -> Tensor:
    """Newton-Schulz: all singular values of each matrix [n, rows, columns] go to about 1."""
    x = update.bfloat16()
    wide = x.shape[1] > x.shape[2]
    if wide:
        x = x.transpose(1, 2)
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x.transpose(1, 2) @ x
        x = 3.4445 * x + x @ (-4.7750 * a + 2.0315 * (a @ a))
    return (x.transpose(1, 2) if wide else x).float()


class MuonAdam:
    def __init__(self, model: nn.Module, adam_rate: float, muon_rate: float, weight_decay: float):
        self.adam_rate, self.muon_rate, self.weight_decay = adam_rate, muon_rate, weight_decay
        self.steps = 0
        self.parameters = list(model.parameters())
        self.matrices: dict[tuple[int, int], list[nn.Parameter]] = {}
        self.others: list[nn.Parameter] = []
        for name, parameter in model.named_parameters():
            if parameter.dim() == 2 and "embed" not in name:
                self.matrices.setdefault(tuple(parameter.shape), []).append(parameter)
            else:
                self.others.append(parameter)
        self.momenta = {shape: torch.zeros(len(group), *shape) for shape, group in self.matrices.items()}
        self.first = [torch.zeros_like(p) for p in self.others]
        self.second = [torch.zeros_like(p) for p in self.others]

    @torch.no_grad()
    def step(self, rate_scale: float) -> float:
        """One step with both rates scaled. Returns the gradient's norm; if it is not finite nothing changes."""
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in self.parameters]
        sum_over_workers(gradients)
        torch._foreach_div_(gradients, worker_count())
        for parameter, gradient in zip(self.parameters, gradients):
            parameter.grad = gradient
        norm = math.sqrt(sum(float((g**2).sum()) for g in gradients))
        if math.isfinite(norm):
            self.steps += 1
            self._muon(rate_scale)
            self._adam(rate_scale, min(1.0, LARGEST_NORM / (norm + 1e-6)))
        for parameter in self.parameters:
            parameter.grad = None
        return norm

    def _muon(self, rate_scale: float) -> None:
        workers, rank = worker_count(), worker_rank()
        updates = []
        for shape, group in self.matrices.items():
            gradient = torch.stack([p.grad for p in group])
            momentum = self.momenta[shape].mul_(MOMENTUM).add_(gradient, alpha=1 - MOMENTUM)
            ahead = gradient * (1 - MOMENTUM) + momentum * MOMENTUM
            # Each worker orthogonalises its share of the matrices, then the shares are summed.
            update = torch.zeros_like(ahead)
            if len(group) > rank:
                update[rank::workers] = orthogonalise(ahead[rank::workers])
            updates.append(update)
        sum_over_workers(updates)
        decay = 1 - self.muon_rate * rate_scale * self.weight_decay
        for (shape, group), update in zip(self.matrices.items(), updates):
            rate = self.muon_rate * rate_scale * math.sqrt(max(1.0, shape[0] / shape[1]))
            for parameter, change in zip(group, update):
                parameter.mul_(decay).add_(change, alpha=-rate)

    def _adam(self, rate_scale: float, clip: float) -> None:
        rate = self.adam_rate * rate_scale
        beta1, beta2 = BETAS
        for parameter, first, second in zip(self.others, self.first, self.second):
            gradient = parameter.grad * clip
            first.mul_(beta1).add_(gradient, alpha=1 - beta1)
            second.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
            spread = (second / (1 - beta2**self.steps)).sqrt() + 1e-8
            if parameter.dim() == 2:
                parameter.mul_(1 - rate * self.weight_decay)
            parameter.add_(first / (1 - beta1**self.steps) / spread, alpha=-rate)
