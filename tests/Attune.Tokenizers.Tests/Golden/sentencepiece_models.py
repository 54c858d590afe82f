#!/usr/bin/env python3
"""Writes sentencepiece_models.json: tiny models that SentencePiece (Debian's python3-sentencepiece 0.1.97) trains with each option that changes what a text
becomes, and the ids and the text again of some texts with each.

    sentencepiece_models.py > sentencepiece_models.json

The models learn from words made up here. The maps of characters of the named normalizations would be nearly all of a model's file, so there are a few rules
instead.
"""

import base64
import io
import json
import os
import random
import tempfile

import sentencepiece

SYLLABLES = "the ing an er on re at en foo ba ☃ ká mi ño 12 7 да ко ні 日 本 ア".split()
SYMBOLS = ["<sep>", "[X y]", "foo", "foobar", "bark", "12", "0", "AbC", "①", "☃", "é", "ing"]
RULES = "\n".join(f"{' '.join(f'{ord(c):X}' for c in old)}\t{' '.join(f'{ord(c):X}' for c in new)}" for old, new in [
    ("e\u0301", "é"), ("o\u0338", "ø"), (">\u0338", "≯"), ("①", "1"), ("ﬁ", "fi"), ("１", "1"), ("A", "a"), ("B", "b"), ("F", "f"), ("\t", " "), ("\u3000", " "),
    ("\u00a0", " "), ("\u00a8", " \u0308"), ("\u200b", " "), ("\u0001", ""), ("k\u0301", "ḱ"),
]) + "\n"
TEXTS = [
    "", " ", "   ", "▁", "▁▁", " a", "  a", "a ", "a  ", "▁a", "▁ a", "a▁", "a ▁", "the other banana", "  the   other  ", "theing  ing", "foo", "foobar",
    "foofoobar", "xfoo bark", "foobark", "<sep>", "<sep> the", "the <sep> an", "the<sep>an", "the  <sep>  an", " <sep>", "<sep> ", "[X y]", "an [X y] on",
    "[X y", "1212", "012", "1 2 7 12", "AbC abc ABC", "①", "①2", "1", "☃", "☃☃", "☃ ☃", "the☃an", "foo\u0301", "o\u0338 foo\u0338", "<sep>\u0338", ">\u0338",
    "é e\u0301", "bark\u0301 k\u0301", "<s>", "</s>", "<unk>", "<pad>", "a<s>b", "<ctl>", "[UNK] [E]", "<0x41>", "foo<0x41>", "☃<0x41>", "0123456789",
    "\u0001", "\u0001a", "\u00a8 a\u00a8", "\u3000the\u3000an", "the\tan\u200bon", "ﬁ", "ＦＯＯ FOO", "１", "да ко", "日本 ア 日", "unbekannt Ω ΩΩ ж", "😀 😀", "\u200d\ufeff",
    "aaaaaaaaaaaaaaa", "ananananananan an", "the an " * 30,
]
MODELS = {
    "bpe": dict(model_type="bpe"),
    "bpe with bytes": dict(model_type="bpe", byte_fallback=True, vocab_size=420, normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True),
    "bpe with rules": dict(model_type="bpe", normalization_rule_tsv=True),
    "bpe without prefix": dict(model_type="bpe", add_dummy_prefix=False),
    "bpe as it is": dict(model_type="bpe", add_dummy_prefix=False, remove_extra_whitespaces=False, user_defined_symbols=["▁▁", "▁▁▁", "\t"]),
    "bpe with symbols": dict(model_type="bpe", user_defined_symbols=SYMBOLS, control_symbols=["<ctl>"]),
    "bpe with symbols and rules": dict(model_type="bpe", user_defined_symbols=SYMBOLS, normalization_rule_tsv=True, byte_fallback=True, vocab_size=420),
    "bpe with other ids": dict(model_type="bpe", unk_id=3, bos_id=-1, eos_id=0, pad_id=1, unk_surface="??", unk_piece="[UNK]", eos_piece="[E]"),
    "unigram": dict(model_type="unigram"),
    "unigram with bytes": dict(model_type="unigram", byte_fallback=True, vocab_size=400, remove_extra_whitespaces=False),
    "unigram with rules": dict(model_type="unigram", normalization_rule_tsv=True, add_dummy_prefix=False),
    "unigram with symbols": dict(model_type="unigram", user_defined_symbols=SYMBOLS, control_symbols=["<ctl>"], remove_extra_whitespaces=False),
    "unigram with symbols and rules": dict(model_type="unigram", user_defined_symbols=SYMBOLS, normalization_rule_tsv=True),
    "unigram with other ids": dict(model_type="unigram", unk_id=2, bos_id=1, eos_id=0, pad_id=3, unk_surface=" ? "),
    "char": dict(model_type="char"),
    "char with bytes": dict(model_type="char", byte_fallback=True, vocab_size=320, remove_extra_whitespaces=False),
    "char with symbols and rules": dict(model_type="char", user_defined_symbols=SYMBOLS, normalization_rule_tsv=True),
}
REFUSED = {
    "trainer_spec.model_type": dict(model_type="word"),
    "trainer_spec.treat_whitespace_as_suffix": dict(model_type="bpe", treat_whitespace_as_suffix=True),
}


def train(options, corpus, rules):
    defaults = dict(vocab_size=140, hard_vocab_limit=False, character_coverage=1.0, minloglevel=2, num_threads=1, normalization_rule_name="identity")
    options = {**defaults, **options}
    if options.get("normalization_rule_tsv"):
        options["normalization_rule_tsv"] = rules
        del options["normalization_rule_name"]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(corpus), model_writer=model, **options)
    return model.getvalue()


def main(rules):
    random.seed(5)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(1, 3))) for _ in range(300)]
    corpus = [" ".join(random.choices(words, k=12)) for _ in range(300)]
    with open(rules, "w", encoding="utf-8") as out:
        out.write(RULES)
    print("{")
    print(f'"texts": {json.dumps(TEXTS)},')
    rows = []
    for name, options in MODELS.items():
        model = train(options, corpus, rules)
        processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        ids = [processor.encode(text) for text in TEXTS]
        rows.append(f'{json.dumps(name)}: ' + json.dumps(
            {"model": base64.b64encode(model).decode(), "ids": [" ".join(map(str, row)) for row in ids], "decoded": [processor.decode(row) for row in ids]}))
    print('"models": {\n' + ",\n".join(rows) + "\n},")
    rows = [f'{json.dumps(key)}: {json.dumps(base64.b64encode(train({**options, "vocab_size": 60}, corpus, rules)).decode())}' for key, options in REFUSED.items()]
    print('"refused": {\n' + ",\n".join(rows) + "\n}")
    print("}")


# A model's file has the name of the file of rules.
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    main("rules.tsv")
