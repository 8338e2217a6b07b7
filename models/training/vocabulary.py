"""How text becomes tokens: the pattern, the fixed part of the vocabulary, and fast encoding in bulk.

Ids: special tokens, equation marks, punctuation, the numbers 0..100 (one token each), then every word of the
data in alphabetical order. Pad, BOT and EOT are V, V + 1 and V + 2: rows of the embedding, not words of the
tokenizer, as in CODI.
"""

import re
from pathlib import Path

from tokenizers import Tokenizer

UNKNOWN, BOS, EOS = "<unk>", "<s>", "</s>"
LARGEST_NUMBER = 100
ANSWER_PREFIX = ["The", "answer", "is", ":"]
MARKS = ["<<", ">>", "=", "+", "-", "*", "/", ":", ".", ",", "?"]

# '<<' and '>>' are one token each, a run of digits is one token, other marks stand alone.
PATTERN = r"<<|>>|[0-9]+|[A-Za-z]+|[^\sA-Za-z0-9]"
_SPLIT = re.compile(PATTERN)


def split_words(text: str) -> list[str]:
    return _SPLIT.findall(text)


class Vocabulary:
    """The ids of a tokenizer.json made by build_tokenizer.py."""

    def __init__(self, tokenizer_file: Path):
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self.ids: dict[str, int] = tokenizer.get_vocab()
        self.size = tokenizer.get_vocab_size()
        self.unknown, self.bos, self.eos = (self.ids[token] for token in (UNKNOWN, BOS, EOS))
        self.numbers = [self.ids[str(number)] for number in range(LARGEST_NUMBER + 1)]
        self.answer_prefix = [self.ids[word] for word in ANSWER_PREFIX]

    def encode(self, text: str) -> list[int]:
        """The same ids as the tokenizer's own encoding without BOS, only faster."""
        return [self.ids.get(word, self.unknown) for word in split_words(text)]
