"""Builds the word-level tokenizer (Hugging Face tokenizer.json) from generated problems.

    python build_tokenizer.py --data train.jsonl --out checkpoint
"""

import argparse
import itertools
import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, processors

from vocabulary import ANSWER_PREFIX, BOS, EOS, LARGEST_NUMBER, MARKS, PATTERN, UNKNOWN, split_words

SPECIAL = (UNKNOWN, BOS, EOS)


def collect_words(data: Path, most_lines: int) -> list[str]:
    """Every word of the questions, in alphabetical order."""
    words: set[str] = set()
    with data.open() as lines:
        for line in itertools.islice(lines, most_lines):
            words.update(split_words(json.loads(line)["question"]))
    return sorted(word for word in words if not word.isdigit())


def build(words: list[str]) -> Tokenizer:
    fixed = [*SPECIAL, *MARKS, *dict.fromkeys(w for w in ANSWER_PREFIX if w not in MARKS)]
    fixed += [str(number) for number in range(LARGEST_NUMBER + 1)]
    ids = {word: index for index, word in enumerate(dict.fromkeys(fixed + words))}

    tokenizer = Tokenizer(models.WordLevel(ids, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A {BOS}:1 $B:1", special_tokens=[(BOS, ids[BOS])]
    )
    # Words are joined with spaces (a WordPiece decoder without any '##' words), then the spaces around marks
    # are taken out again.
    glue = [(" .", "."), (" ,", ","), (" ?", "?"), (" :", ":"), ("<< ", "<<"), (" >>", ">>")]
    glue += [(f" {mark} ", mark) for mark in "+-*/="]
    tokenizer.decoder = decoders.Sequence(
        [decoders.WordPiece(prefix="##", cleanup=False), decoders.Fuse()]
        + [decoders.Replace(before, after) for before, after in glue]
    )
    return tokenizer


def tokenizer_config(tokenizer: Tokenizer) -> dict:
    added = dict(lstrip=False, normalized=False, rstrip=False, single_word=False, special=True)
    return dict(
        tokenizer_class="PreTrainedTokenizerFast",
        model_max_length=512,
        clean_up_tokenization_spaces=False,
        padding_side="left",
        add_bos_token=True,
        model_input_names=["input_ids", "attention_mask"],
        added_tokens_decoder={str(tokenizer.token_to_id(token)): dict(content=token, **added) for token in SPECIAL},
        bos_token=BOS,
        eos_token=EOS,
        unk_token=UNKNOWN,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--max-lines", type=int, default=100_000)
    options = parser.parse_args()

    tokenizer = build(collect_words(options.data, options.max_lines))
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(options.out / "tokenizer.json"))
    config = tokenizer_config(tokenizer)
    special = {key: config[key] for key in ("bos_token", "eos_token", "unk_token")}
    (options.out / "tokenizer_config.json").write_text(json.dumps(config, indent=2))
    (options.out / "special_tokens_map.json").write_text(json.dumps(special, indent=2))
    size = tokenizer.get_vocab_size()
    print(f"{size} words; pad {size}, BOT {size + 1}, EOT {size + 2}")


if __name__ == "__main__":
    main()
