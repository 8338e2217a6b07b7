"""Asks a codiscope server one question from Python, with code generated from the .proto files alone.

Usage: python client.py HOST:PORT ["question"]
Prints what the clean run and the run without thought 2 say, and where the EOT slot looks, as JSON.
"""

import array
import json
import math
import sys

import grpc

from codi.v1 import capture_pb2, intervention_pb2, model_pb2, model_pb2_grpc, rollout_pb2, rollout_pb2_grpc, tensor_pb2

QUESTION = (
    "Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. "
    "How many more dollars does Tina need?"
)

# Captures are larger than gRPC's default of 4 MiB.
OPTIONS = [("grpc.max_receive_message_length", 64 * 1024 * 1024)]


def decode(tensor: tensor_pb2.Tensor) -> array.array:
    """The tensor's elements, row-major. `numpy.frombuffer(tensor.data, "<f4").reshape(tensor.shape)` is the same."""
    assert tensor.dtype == tensor_pb2.DATA_TYPE_FLOAT32
    values = array.array("f", tensor.data)
    if sys.byteorder == "big":
        values.byteswap()
    assert len(values) == math.prod(tensor.shape)
    return values


def request_for(question: str, layer: int) -> rollout_pb2.RolloutRequest:
    """The clean run, and the run with thought 2 zeroed at the output of one layer."""
    ablation = intervention_pb2.Intervention(
        site=intervention_pb2.SITE_RESID_POST, layers=[layer], thoughts=[2], zero=intervention_pb2.Zero()
    )
    attention = capture_pb2.AttentionCapture(
        queries=[capture_pb2.ATTENTION_QUERY_EOT],
        layers=[layer],
        heads=capture_pb2.HEAD_REDUCTION_MEAN,
        keys=capture_pb2.KEY_REDUCTION_GROUPS,
    )
    return rollout_pb2.RolloutRequest(
        id="example",
        text=question,
        gold_answer="10",
        variants=[
            intervention_pb2.Variant(id="baseline"),
            intervention_pb2.Variant(id="zero 2", interventions=[ablation]),
        ],
        capture=capture_pb2.Capture(attention=attention),
    )


def summary(rollout: rollout_pb2.Rollout) -> dict:
    """The parts of a result that the examples compare."""
    (row,) = rollout.attention
    return {
        "text": rollout.text,
        "gold_log_prob": rollout.scores.gold_log_prob,
        "kl_from_baseline": rollout.scores.kl_from_baseline,
        "attention": dict(zip(row.key_groups, decode(row.weights))),
    }


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:50051"
    question = sys.argv[2] if len(sys.argv) > 2 else QUESTION
    with grpc.insecure_channel(address, options=OPTIONS) as channel:
        model = model_pb2_grpc.ModelServiceStub(channel).GetModel(model_pb2.GetModelRequest(), timeout=10)
        stub = rollout_pb2_grpc.RolloutServiceStub(channel)
        results = {}
        for result in stub.Rollout(request_for(question, model.presets.middle), timeout=60):
            results[result.variant_id] = summary(result.rollout)
    print(json.dumps(results, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
