"""A CODI checkpoint run by transformers' own LlamaForCausalLM in fp32: independent of model.py."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

MOST_TEACHER_TOKENS = 64
MOST_ANSWER_TOKENS = 12


class ReferenceCodi:
    def __init__(self, folder: Path):
        self.codi = json.loads((folder / "codi_config.json").read_text())
        self.thoughts: int = self.codi["num_latent"]
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.llama = LlamaForCausalLM(LlamaConfig.from_pretrained(folder)).float().eval()
        state = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
        self.llama.load_state_dict(_under(state, "codi."), strict=True)
        hidden, inner = self.llama.config.hidden_size, self.codi["prj_dim"]
        self.prj = nn.Sequential(nn.Dropout(0.0), nn.Linear(hidden, inner), nn.GELU(), nn.Linear(inner, hidden))
        if not self.codi["prj_no_ln"]:
            self.prj.add_module("ln", nn.LayerNorm(hidden))
        self.prj.load_state_dict(_under(state, "prj."), strict=True)
        self.prj.eval()
        # The layer and the factor [rows, 1, 1] of its output while a thought is under ablation.
        self.ablation: tuple[int, Tensor] | None = None
        for index, layer in enumerate(self.llama.model.layers):
            layer.register_forward_hook(self._hook(index))

    def _hook(self, index: int):
        def scale_output(_module, _inputs, output):
            if self.ablation is None or self.ablation[0] != index:
                return None
            factor = self.ablation[1]
            return (output[0] * factor, *output[1:]) if isinstance(output, tuple) else output * factor

        return scale_output

    def step(self, cache=None, ids: Tensor | None = None, embeddings: Tensor | None = None):
        """Logits [rows, V + 3] and final hidden state [rows, 1, hidden] of the last position, and the cache."""
        out = self.llama(
            input_ids=ids,
            inputs_embeds=embeddings,
            past_key_values=cache,
            use_cache=True,
            output_hidden_states=True,
        )
        return out.logits[:, -1], out.hidden_states[-1][:, -1:], out.past_key_values

    @torch.no_grad()
    def teacher(self, questions: Tensor) -> list[str]:
        """What the model writes when it writes its equations out."""
        logits, _, cache = self.step(ids=questions)
        return self._greedy(logits, cache, MOST_TEACHER_TOKENS)

    @torch.no_grad()
    def student(
        self,
        questions: Tensor,
        thoughts: int | None = None,
        layer: int | None = None,
        zeroed: list[set[int]] | None = None,
        lens: list[Tensor] | None = None,
    ) -> list[list[str]]:
        """Answers per variant. questions: [rows, q] of one length.
        thoughts: how many (None: all; 0: BOT, then EOT).
        zeroed: per variant, the numbers (from 1) of the thoughts that are zeroed after `layer` (from 0).
        lens: receives, per thought, the likeliest token [rows] of the state that becomes it."""
        variants = zeroed or [set()]
        rows = len(questions)
        count = self.thoughts if thoughts is None else thoughts
        bot = torch.full((rows, 1), self.codi["bot_id"])
        logits, hidden, cache = self.step(ids=torch.cat([questions, bot], 1).repeat(len(variants), 1))
        for thought in range(1, count + 1):
            if lens is not None:
                lens.append(logits.argmax(-1))
            if layer is not None:
                kept = torch.tensor([0.0 if thought in variant else 1.0 for variant in variants])
                self.ablation = (layer, kept.repeat_interleave(rows)[:, None, None])
            logits, hidden, cache = self.step(cache, embeddings=self.prj(hidden))
            self.ablation = None
        eot = torch.full((rows * len(variants), 1), self.codi["eot_id"])
        logits, _, cache = self.step(cache, ids=eot)
        texts = self._greedy(logits, cache, MOST_ANSWER_TOKENS)
        return [texts[start : start + rows] for start in range(0, len(texts), rows)]

    def _greedy(self, logits: Tensor, cache, most: int) -> list[str]:
        eos = self.tokenizer.eos_token_id
        tokens: list[Tensor] = []
        done = torch.zeros(len(logits), dtype=torch.bool)
        for _ in range(most):
            # Pad, BOT and EOT are no words.
            following = torch.where(done, eos, logits[:, : self.codi["pad_id"]].argmax(-1))
            tokens.append(following)
            done |= following == eos
            if done.all():
                break
            logits, _, cache = self.step(cache, ids=following[:, None])
        return [self.tokenizer.decode(row, skip_special_tokens=True) for row in torch.stack(tokens, 1)]


def _under(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in state.items() if name.startswith(prefix)}
