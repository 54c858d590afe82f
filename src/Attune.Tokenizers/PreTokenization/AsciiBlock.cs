using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Attune.Tokenizers;

/// <summary>64 bytes of a text, sorted into kinds all at once: bit k of each member tells whether byte k is of that kind.</summary>
internal readonly ref struct AsciiBlock
{
    internal const int Length = 64;

    /// <summary>Reads the first 64 of at least 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal AsciiBlock(ReadOnlySpan<byte> text)
    {
        Bytes bytes = new(text);
        Upper = bytes.InRange((byte)'A', 26);
        Lower = bytes.InRange((byte)'a', 26);
        Digit = bytes.InRange((byte)'0', 10);
        Space = bytes.Equal((byte)' ');
        Newline = bytes.Equal((byte)'\n') | bytes.Equal((byte)'\r');
        Blank = Space | (bytes.InRange((byte)'\t', 5) & ~Newline);
        Apostrophe = bytes.Equal((byte)'\'');
        Slash = bytes.Equal((byte)'/');
        NotAscii = bytes.NotAscii();
        Symbol = ~(Upper | Lower | Digit | Blank | Newline | NotAscii);
    }

    internal static bool IsFast => Vector256.IsHardwareAccelerated;

    internal ulong Upper { get; }

    internal ulong Lower { get; }

    internal ulong Digit { get; }

    /// <summary>' ' alone.</summary>
    internal ulong Space { get; }

    /// <summary>White space without CR and LF.</summary>
    internal ulong Blank { get; }

    /// <summary>CR, LF.</summary>
    internal ulong Newline { get; }

    internal ulong Apostrophe { get; }

    internal ulong Slash { get; }

    /// <summary>Neither letter, number nor white space.</summary>
    internal ulong Symbol { get; }

    internal ulong NotAscii { get; }

    /// <summary>The bytes after those of a kind.</summary>
    internal static ulong After(ulong kind) => kind << 1;

    /// <summary>The bytes before those of a kind.</summary>
    internal static ulong Before(ulong kind) => kind >> 1;

    private readonly ref struct Bytes
    {
        private readonly Vector512<byte> _all;
        private readonly Vector256<byte> _low;
        private readonly Vector256<byte> _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Bytes(ReadOnlySpan<byte> text)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                _all = Vector512.Create(text);
            }
            else
            {
                _low = Vector256.Create(text);
                _high = Vector256.Create(text[32..]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong Equal(byte value) => Vector512.IsHardwareAccelerated
            ? Vector512.Equals(_all, Vector512.Create(value)).ExtractMostSignificantBits()
            : Join(Vector256.Equals(_low, Vector256.Create(value)), Vector256.Equals(_high, Vector256.Create(value)));

        /// <summary>The bytes from one value on, so many values.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong InRange(byte first, byte count) => Vector512.IsHardwareAccelerated
            ? Vector512.LessThan(_all - Vector512.Create(first), Vector512.Create(count)).ExtractMostSignificantBits()
            : Join(
                Vector256.LessThan(_low - Vector256.Create(first), Vector256.Create(count)),
                Vector256.LessThan(_high - Vector256.Create(first), Vector256.Create(count)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong NotAscii() => Vector512.IsHardwareAccelerated ? _all.ExtractMostSignificantBits() : Join(_low, _high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Join(Vector256<byte> low, Vector256<byte> high) =>
            low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
    }
}
