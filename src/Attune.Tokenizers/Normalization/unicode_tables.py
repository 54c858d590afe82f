#!/usr/bin/env python3
"""Writes UnicodeTables.g.cs from the Unicode character database (Debian: unicode-data). Run it here: python3 unicode_tables.py [folder of the database]"""
import sys
from pathlib import Path

DATABASE = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")

# Bits of a character's record, above its canonical combining class; UnicodeData.cs names them too.
NOT_NFC, NOT_NFD, NOT_NFKC, NOT_NFKD = 1 << 8, 1 << 9, 1 << 10, 1 << 11
JOINS_NFC, JOINS_NFD, JOINS_NFKC, JOINS_NFKD = 1 << 12, 1 << 13, 1 << 14, 1 << 15
NONSPACING, OTHER_MARK, CONTROL = 1 << 16, 1 << 17, 1 << 18

# Characters of planes 0 and 1 lie at their own place in the tables, then the compatibility ideographs of plane 2 and the first 4,096 characters of
# plane 14; nothing else has an entry. UnicodeData.Place does the same.
SIZE = 0x21800


def fold(c):
    if c < 0x20000:
        return c
    return c - 0xF800 if 0x2F800 <= c < 0x30000 else c - 0xBF800 if 0xE0000 <= c < 0xE1000 else None


def read_characters():
    """code point -> (category, combining class, decomposition tag, decomposition, lower case)"""
    characters, first = {}, None
    for line in open(DATABASE / "UnicodeData.txt"):
        f = line.rstrip("\n").split(";")
        c = int(f[0], 16)
        words = f[5].split()
        tag = words.pop(0) if words and words[0][0] == "<" else ""
        entry = (f[2], int(f[3]), tag, [int(w, 16) for w in words], int(f[13], 16) if f[13] else c)
        if f[1].endswith(", First>"):
            first = c
        elif f[1].endswith(", Last>"):
            for i in range(first, c + 1):
                characters[i] = (entry[0], entry[1], "", [], i)
        else:
            characters[c] = entry
    return characters


def read_property(name):
    """The code points of a property in DerivedNormalizationProps.txt, with their values."""
    values = {}
    for line in open(DATABASE / "DerivedNormalizationProps.txt"):
        f = [x.strip() for x in line.split("#")[0].split(";")]
        if len(f) > 1 and f[1] == name:
            ends = [int(x, 16) for x in f[0].split("..")]
            for c in range(ends[0], ends[-1] + 1):
                values[c] = f[2] if len(f) > 2 else "Y"
    return values


characters = read_characters()
HANGUL = range(0xAC00, 0xD7A4)


def combining(c):
    return characters[c][1] if c in characters else 0


def decompose(c, compatibility):
    """The full decomposition, in canonical order within what one character gives (which the database guarantees)."""
    _, _, tag, parts, _ = characters.get(c, ("Cn", 0, "", [], c))
    if not parts or tag and not compatibility:
        return [c]
    return [d for p in parts for d in decompose(p, compatibility)]


def records():
    quick = {n: read_property(n + "_QC") for n in ("NFC", "NFD", "NFKC", "NFKD")}
    excluded = read_property("Full_Composition_Exclusion")
    pairs = {(e[3][0], e[3][1]): c for c, e in characters.items() if len(e[3]) == 2 and not e[2] and c not in excluded}
    seconds = {b for _, b in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
    bits = {
        "NFC": (NOT_NFC, JOINS_NFC), "NFD": (NOT_NFD, JOINS_NFD),
        "NFKC": (NOT_NFKC, JOINS_NFKC), "NFKD": (NOT_NFKD, JOINS_NFKD),
    }
    table = [0] * SIZE
    for c, (category, klass, _, _, _) in characters.items():
        record = klass
        for form, (differs, joins) in bits.items():
            first = 0x1100 if c in HANGUL else decompose(c, "K" in form)[0]
            if c in quick[form]:
                record |= differs
            if combining(first) or form in ("NFC", "NFKC") and first in seconds:
                record |= joins
        record |= NONSPACING if category == "Mn" else OTHER_MARK if category[0] == "M" else CONTROL if category in ("Cc", "Cf", "Co") else 0
        if fold(c) is not None:
            table[fold(c)] = record
        else:
            assert record == (CONTROL if c >= 0xF0000 else 0), hex(c)  # ideographs; private use, planes 15 and 16
    return table, pairs


def two_stage(name, kind, values, comment):
    """Blocks of equal content are kept once; the size of a block is the one that makes the source shortest."""
    best = None
    for shift in range(4, 9):
        blocks, order, index = {}, [], []
        for i in range(0, len(values), 1 << shift):
            block = tuple(values[i:i + (1 << shift)])
            if block not in blocks:
                blocks[block] = len(order)
                order.append(block)
            index.append(blocks[block])
        text = rows(f"{name}Block", "byte" if len(order) <= 256 else "ushort", index) \
            + rows(name, kind, [v for b in order for v in b])
        if best is None or len(text) < len(best[1]):
            best = (shift, text)
    return f"    // {comment}\n    private const int {name}Shift = {best[0]};\n\n" + best[1]


def rows(name, kind, values):
    lines, line = [], ""
    for v in values:
        word = f"{v},"
        if len(line) + len(word) > 150:
            lines.append(line)
            line = ""
        line += word
    lines.append(line)
    return f"    private static ReadOnlySpan<{kind}> {name} =>\n    [\n" + "".join(f"        {x}\n" for x in lines) + "    ];\n\n"


def utf16(text):
    return tuple(u for c in text for u in ([c] if c < 0x10000 else [0xD800 + (c - 0x10000 >> 10), 0xDC00 + (c - 0x10000 & 0x3FF)]))


def main():
    table, pairs = records()
    kinds = sorted(set(table))
    assert len(kinds) <= 256
    out = two_stage("Record", "byte", [kinds.index(v) for v in table], "Number of a character's record, in two stages.")
    out += "    // Combining class in the low byte, above it the bits that UnicodeData names.\n" + rows("Records", "uint", kinds)

    # A decomposition is UTF-16 units up to a 0; one that ends another is not kept twice. Place 0 stands for none.
    full = {c: (decompose(c, False), decompose(c, True)) for c in sorted(characters) if characters[c][3]}
    pool, places = [0], {}
    for units in sorted({utf16(x) for c, pair in full.items() for x in pair if x != [c]}, key=lambda u: (-len(u), u)):
        if units not in places:
            for i in range(len(units)):
                places.setdefault(units[i:], len(pool) + i)
            pool.extend(units + (0,))

    canonical, compatibility = [0] * SIZE, [0] * SIZE
    for c, (d, k) in full.items():
        if d != [c]:
            canonical[fold(c)] = places[utf16(d)]
        if k != d:
            compatibility[fold(c)] = places[utf16(k)]
    assert len(pool) < 65536
    out += two_stage("Canonical", "ushort", canonical, "Where in Decompositions a character's full canonical decomposition is.")
    out += two_stage("Compatibility", "ushort", compatibility, "The same for the full compatibility decomposition, where it is another one.")
    out += "    // UTF-16 units, each decomposition up to a 0.\n" + rows("Decompositions", "ushort", pool)

    out += "    // Two characters that compose, 21 bits each, in order.\n"
    order = sorted(pairs)
    out += rows("Pairs", "ulong", [a << 21 | b for a, b in order]) + rows("Composites", "int", [pairs[p] for p in order])

    lower = [0] * SIZE
    for c, e in characters.items():
        if e[4] != c:
            lower[fold(c)] = e[4] - c
    steps = [0] + sorted(set(lower) - {0})
    assert len(steps) <= 256
    out += two_stage("Lower", "byte", [steps.index(v) for v in lower], "Number of the step from a character to its simple lower case.")
    out += rows("LowerSteps", "int", steps)

    version = open(DATABASE / "DerivedNormalizationProps.txt").readline().strip("# \n").removeprefix("DerivedNormalizationProps-").removesuffix(".txt")
    Path("UnicodeTables.g.cs").write_text(
        f"// <auto-generated>Written by unicode_tables.py from UnicodeData.txt and DerivedNormalizationProps.txt of Unicode {version}.</auto-generated>\n"
        "namespace Attune.Tokenizers;\n\ninternal static partial class UnicodeData\n{\n"
        f"    /// <summary>Version of the Unicode character database.</summary>\n    public const string Version = \"{version}\";\n\n"
        + out.rstrip() + "\n}\n")


main()
