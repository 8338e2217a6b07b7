"""Data-parallel processes of one thread each: on CPU faster than one process of many threads."""

import torch
import torch.distributed as dist
from torch import Tensor


def worker_count() -> int:
    return dist.get_world_size() if dist.is_initialized() else 1


def worker_rank() -> int:
    return dist.get_rank() if dist.is_initialized() else 0


def sum_over_workers(tensors: list[Tensor]) -> None:
    """Replaces each tensor by its sum over all workers, in one message."""
    if worker_count() == 1:
        return
    flat = torch.cat([tensor.reshape(-1) for tensor in tensors])
    dist.all_reduce(flat)
    for tensor, part in zip(tensors, flat.split([tensor.numel() for tensor in tensors])):
        tensor.copy_(part.view_as(tensor))
