#!/usr/bin/env python3
"""Writes translation_metrics.json: what sacreBLEU makes of sentences made up here, and of Multi30k. Needs sacreBLEU 2.6.0 and what it imports.

Run: python3 translation_metrics.py MULTI30K, the folder shared/data/translation/multi30k. The file holds
  cases          sentences by name, each with
                   hypotheses, and references: one list for each set of references
                   bleu, chrf: for each setting of SETTINGS the number, and sacreBLEU's line with its signature (but not its version)
                   sentences: the sentence BLEU and chrF2 of each hypothesis
  tokenization   texts, and their tokens by tokenization, with a space between
  multi30k       sacreBLEU's lines of the German test set of 2016 against what is no translation of it: see captions()
"""
import gzip
import json
import logging
import pathlib
import random
import sys

from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from sacrebleu.tokenizers.tokenizer_char import TokenizerChar
from sacrebleu.tokenizers.tokenizer_intl import TokenizerV14International

logging.disable(logging.WARNING)
BLEU_SETTINGS = {
    "default": {},
    "intl": {"tokenize": "intl"},
    "none": {"tokenize": "none"},
    "char": {"tokenize": "char"},
    "lowercase": {"lowercase": True},
    "unsmoothed": {"smooth_method": "none"},
    "floor": {"smooth_method": "floor"},
    "floor 0.25": {"smooth_method": "floor", "smooth_value": 0.25},
    "add-k": {"smooth_method": "add-k"},
    "add-k 0.125": {"smooth_method": "add-k", "smooth_value": 0.125},
}
CHRF_SETTINGS = {
    "chrF": {},
    "chrF++": {"word_order": 2},
    "lowercase": {"word_order": 2, "lowercase": True},
    "epsilon": {"word_order": 2, "eps_smoothing": True},
}
CASES = {
    "German": (
        ["Ein Mann fährt mit seinem roten Fahrrad durch den Park.", "Zwei Kinder spielen im Sand, während ihre Mutter liest.", "Eine alte Frau verkauft Äpfel auf dem Markt!"],
        [["Ein Mann fährt auf einem roten Fahrrad durch den Park.", "Zwei Kinder spielen im Sand, und ihre Mutter liest ein Buch.", "Die alte Frau verkauft auf dem Markt frische Äpfel."]],
    ),
    "English, two sets of references": (
        ["A dog runs over the green grass.", "Three people are waiting for the bus, it seems.", "The boy's kite is stuck in a tree", "A woman sings."],
        [
            ["A dog is running across the green grass.", "Three people wait for the bus.", "The kite of the boy is stuck in a tree.", "A woman sings a song on the stage."],
            ["The brown dog runs over the grass.", "It seems that three people are waiting for a bus, all of them bored.", "The boy's kite got stuck in the tree", "A woman sings."],
        ],
    ),
    "numbers and punctuation": (
        ["Pi is about 3.14, not 3,14; the budget was $1,000 (or 1.000 euros) in 2019.", "He said: \"It's a well-known 20-year-old problem...\" – really?!", "Cost: 5% of 1,234.56, i.e. No. 7.", "A/B-test #4 & e-mail: a.b@c.org"],
        [["Pi is roughly 3.14 and not 3,14: the budget was $1,000 (1.000 euros) in 2019.", "He said: \"It's a well known, 20 year old problem\" - really?", "It costs 5 % of 1,234.56, i.e. no. 7.", "A/B test #4 & e-mails: a.b@c.org."]],
    ),
    "entities": (
        ["&quot;Tom &amp; Jerry&quot; is 1 &lt; 2 &amp;amp; &amp;lt; &gt; 0", "<skipped> AT&T &apos;s &AMP; &QUOT; new", "He sold- \n it <skipped>for 5-\n6 pounds"],
        [["\"Tom & Jerry\" is 1 < 2 &amp; < > 0", "AT&T 's & \" new", "He sold it for 56 pounds"]],
    ),
    "other scripts": (
        ["猫が好きです。犬も好きです。", "Я люблю «кошек» и собак…", "I ❤ NY 😀😀, 👍🏽!", "Preis: 5€ – ½ Liter, №7", "ΣΟΦΙΑ ÉCOLE ßtraße İstanbul"],
        [["猫が大好きです。犬も好き。", "Я люблю „кошек“ и собак.", "I ❤️ NY 😀, 👍!", "Preis: 5 € — ½ Liter, № 7", "Σοφια école ßTRASSE i̇stanbul"]],
    ),
    "empty hypotheses": (["", "   ", "the cat sat on the mat"], [["a dog barked at me", "nothing", "the cat sat on the red mat"]]),
    "only empty hypotheses": (["", ""], [["a dog barked", "nothing"]]),
    "an empty reference": (["the cat sat on the mat", "so it is said"], [["the cat sat on the mat today", ""]]),
    "all empty": ([""], [[""]]),
    "too short for four tokens": (["yes it is", "no"], [["yes it is", "no"]]),
    "no four tokens in a row": (["one two three five six seven"], [["one two three four five six seven"]]),
    "no pair of tokens": (["c b a f e d"], [["a b c d e f"]]),
    "no token right": (["w x y z"], [["a b c d e"]]),
    "one of sixteen": (["a q w e r t z u i o p s d f g h"], [["a b c d y x v n m k l j 1 2 3 4"]]),
    "repetitions": (["the the the the the the the", "a b a b a b a b a b"], [["the cat is on the mat", "a b a b c a b a b"], ["there is a cat on the the mat", "b a b a b"]]),
    "hypotheses too long": (["a small cat sleeps and sleeps and sleeps and never wakes up again"], [["a small cat sleeps"]]),
    "as near from both sides": (["a b c d e f"], [["a b c d e f g h"], ["a b c x"]]),
    "capitals": (["THE CAT SAT ON THE MAT.", "Der HUND schläft, ÜBER alles."], [["The cat sat on the mat.", "der Hund SCHLÄFT über Alles!"]]),
    "odd blanks": (["a\tb\u00a0c\u2003d  e\u3000", "\u2009one\x1ftwo\x85three four five", "a\u200bb c d e"], [["a b c d e", "one two three four five", "ab c d e"]]),
    "punctuation of words for chrF++": (["(hi) 'tis \"so\" -- ... a, b. (c d) !? 😀! !😀 x", "end."], [["( hi ) tis so - .. a , b . (c) d) ! ? 😀 ! ! 😀 x", "end ."]]),
}
TEXTS = [
    "Hello, world! It's 3.14 or 1,000.50 - 20-30 (see p.7).", "...", ".,.", "a.,b", "1.,2", "x..5", ",5 5, .5. 5.", "1-2 a-b 3-x -4 --5 6--7", "\"quoted\" 'single' `tick`",
    "a.b.c 1.a a.1 1.1", "U.S.A. vs. E.U., e.g. 10.000,00 EUR", "5$ $5 5% #1 @home ~x ^y _z {w} [v] |u| \\t /s +r =q <p>", "«Zitat» „unten“ ‚so‘ – — … · • ¿qué? ¡sí!", "½ ² Ⅷ ٣.١٤ ٣-٤ १,२",
    "x²+y³=z≠0 ∑€£¥©®™°", "😀.😀 a😀b 1😀2 😀,1", "猫。犬、3。5「」", "&quot;&amp;&lt;&gt;&amp;quot;&amp;amp;lt; &nbsp; & ;", "a-\nb\nc -\n d<skipped>e", "١.٢ 1.٢ ٢.1", "-\u0301.\u0301,", "2019. ", "(2019.)", "",
]
SETTINGS = {"bleu": (BLEU, BLEU_SETTINGS), "chrf": (CHRF, CHRF_SETTINGS)}


def measured(metric, hypotheses, references):
    score = metric.corpus_score(hypotheses, references)
    signature = metric.get_signature().format().rsplit("|version:", 1)[0]
    return {"score": score.score, "line": score.format(signature=signature)}


def sentences(hypotheses, references):
    bleu, chrf = BLEU(effective_order=True), CHRF()
    each = list(zip(hypotheses, *references))
    return {name: [metric.sentence_score(hypothesis, choices).score for hypothesis, *choices in each] for name, metric in (("bleu", bleu), ("chrf", chrf))}


def case(hypotheses, references):
    assert all(len(one) == len(hypotheses) for one in references)
    scores = {
        name: {setting: measured(kind(**arguments), hypotheses, references) for setting, arguments in settings.items()} for name, (kind, settings) in SETTINGS.items()
    }
    return {"hypotheses": hypotheses, "references": references, **scores, "sentences": sentences(hypotheses, references)}


def noise():
    generator = random.Random(311)
    alphabets = ["ab .,-1", "x. ,9-'", "é½€«»…–😀猫。٣.,-5 z", "&;quotamplgt<>skied- \n"]
    return ["".join(generator.choice(alphabets[i % len(alphabets)]) for _ in range(generator.randint(1, 24))) for i in range(160)]


def tokenization():
    kinds = {"13a": Tokenizer13a(), "intl": TokenizerV14International(), "char": TokenizerChar()}
    return [{"text": one, **{name: " ".join(kind(one.rstrip()).split()) for name, kind in kinds.items()}} for one in TEXTS + noise()]


def captions(folder):
    """The captions of 2016 against the first thousand of the validation set, against those and the thousand behind the first fourteen, and lower-cased, cut and normalized against raw."""
    def lines(name):
        opened = gzip.open if name.endswith(".gz") else open
        with opened(folder / name, "rt", encoding="utf-8", newline="\n") as file:
            return [line.rstrip("\n") for line in file]

    test, validation, normalized = lines("test_2016_flickr.de.gz"), lines("val.de.gz"), lines("test_2016_flickr.lc.norm.tok.de")
    pairs = {"validation": (test, [validation[:1000]]), "two sets": (test, [validation[:1000], validation[14:1014]]), "normalized": (normalized, [test])}
    chosen = {"bleu": ["default", "intl", "char", "lowercase"], "chrf": ["chrF", "chrF++"]}
    return {
        pair: {name: {setting: measured(kind(**settings[setting]), *texts) for setting in chosen[name]} for name, (kind, settings) in SETTINGS.items()}
        for pair, texts in pairs.items()
    }


def text(value, indent="", wide=200):
    compact = json.dumps(value, ensure_ascii=False)
    if len(compact) <= wide:
        return compact
    inner = indent + " "
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{inner}{json.dumps(key)}: {text(item, inner)}" for key, item in value.items()) + f"\n{indent}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + text(item, inner) for item in value) + f"\n{indent}]"
    return compact


content = {"cases": {name: case(*texts) for name, texts in CASES.items()}, "tokenization": tokenization(), "multi30k": captions(pathlib.Path(sys.argv[1]))}
pathlib.Path(__file__).with_suffix(".json").write_text(text(content) + "\n", encoding="utf-8")
