#!/usr/bin/env python3
"""Writes sentencepiece_ids.json: what SentencePiece (Debian's python3-sentencepiece 0.1.97) makes of some lines with a Unigram model.

    sentencepiece_ids.py DATA > sentencepiece_ids.json

DATA is the folder shared/data. "normalized" is the text that the model segments: all tokens put together. "nbest" has the best segmentations of some
of them with the sums of their scores, unknown characters among them.
"""

import json
import os
import sys

import sentencepiece

LINES = [
    "", " ", "   ", "a", "I saw a girl with a telescope.", "Hello world", "  leading and  double   spaces and trailing  ",
    "The quick brown fox jumps over the lazy dog.", "0", "1 22 333 4444 55555", "3.14159, 1,000,000 and 10%", "2024-02-29T12:34:56Z",
    "don't can't won't it's I'm you'll", "e.g. i.e. a.m. p.m. etc.", "(1) (2) (10) [3] {4} <5>", "!!! ??? ... --- ***", "\"quoted\" 'single' `back`",
    "tab\tand\ttabs", "line\nbreak\r\nand another\rone", "naïve café résumé Zürich Ångström", "cafe\u0301 re\u0301sume\u0301", "ﬁne ﬂow ﬀ ﬃ",
    "ＦＵＬＬ ｗｉｄｔｈ １２３", "①②③ ⅷ Ⅷ ㍿ ㎏ ½", "吾輩は猫である。名前はまだ無い。", "東京都に住んでいます", "カタカナ と ｶﾀｶﾅ と ひらがな", "中文字符和英文 mixed together",
    "한국어 문장입니다", "Привет, мир! Как дела?", "Γειά σου Κόσμε", "שלום עולם", "مرحبا بالعالم", "नमस्ते दुनिया", "สวัสดีชาวโลก", "😀", "😀😀 two 👍🏽 and 👨‍👩‍👧‍👦 family 🇯🇵",
    "unknown ☃ snowman ☃☃ twice", "☃", "☃☃☃", "a☃b☃☃c", "∑∞≠≤ math ∂x/∂y", "zero\u200bwidth\u200djoin\ufeffmark", "non\u00a0breaking\u3000ideographic space",
    "▁ a mark ▁▁ twice", "<unk> <s> </s> as text", "<0x41> as text", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "ababababababababababababab", "THE THE THE the the The", "MixedCASE WordS and camelCaseIdentifiers", "https://example.org/path?query=1&other=two#part",
    "somebody@example.org", "antidisestablishmentarianism", "pneumonoultramicroscopicsilicovolcanoconiosis", "botchan", "x" * 40 + " " + "y" * 40,
    "\u0000null", "\u0085next line", "soft\u00adhyphen", "\U00010348\U0001F600\U0002070E", "e\u0323\u0302 combining", "Ⅳ … — – ‘’ “”",
]
NBEST = ["Hello world", "I saw a girl", "the", "☃ the ☃☃", "telescope", "aaaaa", "日本語 x", "1000"]
NBEST_COUNT = 6


def normalized(processor, line):
    pieces = processor.encode(line, out_type="immutable_proto").pieces
    return "".join(piece.piece for piece in pieces)


def first_lines(data, count):
    folder = os.path.join(data, "text", "novels")
    for name in sorted(os.listdir(folder))[:count]:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as novel:
            lines = [line.strip("\n") for line in novel]
        yield next(line for line in lines[len(lines) // 2:] if 40 < len(line))[:240]


def main(data):
    processor = sentencepiece.SentencePieceProcessor(model_file=os.path.join(data, "tokenizers", "sentencepiece", "test_model.model"))
    lines = LINES + list(first_lines(data, 45))
    golden = {
        "lines": [{"text": line, "normalized": normalized(processor, line), "ids": processor.encode(line)} for line in lines],
        "nbest": [
            {
                "normalized": normalized(processor, line),
                "paths": [
                    {"ids": [piece.id for piece in path.pieces], "score": round(path.score, 4)}
                    for path in processor.nbest_encode(line, nbest_size=NBEST_COUNT, out_type="immutable_proto").nbests
                ],
            }
            for line in NBEST
        ],
    }
    print("{")
    for number, (key, values) in enumerate(golden.items()):
        print(f'"{key}": [')
        print(",\n".join(json.dumps(value, ensure_ascii=True) for value in values))
        print("]," if number == 0 else "]")
    print("}")


main(sys.argv[1])
