using System.Text;
using System.Text.Unicode;

namespace Attune.Tokenizers;

/// <summary>
/// Puts U+FFFD for each maximal part of a text that is not valid UTF-8, as the Unicode standard recommends (3.9, U+FFFD substitution of maximal
/// subparts). Valid text costs one scan.
/// </summary>
internal static class Utf8Repair
{
    public static void Apply(AlignedText text)
    {
        if (Utf8.IsValid(text.Bytes))
            return;
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; i < bytes.Length;)
        {
            int other = bytes[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (other < 0)
                break;
            i += other;
            var status = Rune.DecodeFromUtf8(bytes[i..], out _, out int length);
            if (status != System.Buffers.OperationStatus.Done)
                rewriting.Replace(i, i + length, "\uFFFD"u8);
            i += length;
        }

        rewriting.End();
    }
}
