using System.IO.Compression;
using Attune.Tokenizers.Tests;

namespace Attune.Training.Tests;

/// <summary>The captions of Multi30k.</summary>
internal static class Multi30k
{
    public static string[] Lines(string file)
    {
        using Stream stream = File.OpenRead(SharedData.Locate($"translation/multi30k/{file}")!);
        using var text = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        return text.ReadToEnd().TrimEnd('\n').Split('\n');
    }
}
