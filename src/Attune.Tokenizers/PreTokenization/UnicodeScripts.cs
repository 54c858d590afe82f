namespace Attune.Tokenizers;

/// <summary>Cuts where the script changes, from Latin to Cyrillic, say. Spaces and unassigned characters stay with what is before them; the scripts of Japanese count as Han.</summary>
public sealed class UnicodeScripts : PreTokenizer
{
    internal override Splitter Splitter { get; } = new ScriptSplitter();

    internal override bool CutsBeforeWords => false;

    internal override bool LetsCutBeforeWords => false;

    private sealed class ScriptSplitter : Splitter
    {
        private const int Any = 0;

        internal override bool CutsBeforeWords => false;

        internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
        {
            int count = 0;
            while (count < pieces.Length && position < text.Length)
            {
                int start = position;
                int script = ScriptAt(text, ref position);
                for (int next = position; position < text.Length; position = next)
                {
                    int other = ScriptAt(text, ref next);
                    if (other != Any && other != script)
                        break;
                }

                pieces[count++] = new Piece(start, position);
            }

            return count;
        }

        private static int ScriptAt(ReadOnlySpan<byte> text, ref int position)
        {
            int character = CodePoints.Read(text, position, out int length);
            position += length;
            return character == ' ' ? Any : UnigramScripts.Of(character);
        }
    }
}
