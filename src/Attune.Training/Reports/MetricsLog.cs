using System.Buffers;
using System.Text.Json;
using Attune.Formats;

namespace Attune.Training;

/// <summary>
/// The file <c>metrics.jsonl</c> of a run: one JSON object a line, with <c>step</c>, <c>tokens</c>, <c>loss</c>, <c>val_loss</c>, <c>lr</c>,
/// <c>grad_norm</c>, <c>tokens_per_second</c>, <c>of_peak</c>, <c>memory_bytes</c> and <c>seconds</c>. What was not measured is null;
/// numbers that are not finite, which JSON lacks, are the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
/// <remarks>
/// A line counts once its line end is written, so what a crash left behind at the end is no entry: readers pass over it and the next
/// writer cuts it off. Each entry reaches the system as one write; others may read meanwhile. One writer and one thread at a time.
/// </remarks>
public sealed class MetricsLog : IDisposable
{
    // An entry has about 250 bytes; nothing that is one comes near this.
    private const int LongestLine = 1 << 16;

    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly Utf8JsonWriter _json;

    private MetricsLog(FileStream file)
    {
        _file = file;
        _json = new Utf8JsonWriter(_line);
    }

    /// <summary>Opens a log for appending; makes the file where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lastStep">Where training goes on, the step of the checkpoint: entries after it are cut off. By default none are.</param>
    /// <exception cref="InvalidFileException">A complete line is not an entry; the file is left as it was.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MetricsLog Open(string path, long lastStep = long.MaxValue)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            long end = 0;
            foreach (var (entry, after) in Entries(file, path))
            {
                if (entry.Step > lastStep)
                    break;
                end = after;
            }

            file.SetLength(end);
            file.Position = end;
            return new MetricsLog(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads all entries, while a run may still be appending.</summary>
    /// <exception cref="InvalidFileException">A complete line is not an entry.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyList<TrainingMetrics> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return [.. Entries(file, path).Select(found => found.Entry)];
    }

    /// <summary>Appends an entry and hands it to the system, so that it outlives this process.</summary>
    /// <exception cref="IOException">The disk is full, and so on; the log is as it was before.</exception>
    public void Append(TrainingMetrics entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _line.ResetWrittenCount();
        _json.Reset();
        MetricsLine.Write(_json, entry);
        _json.Flush();
        _line.Write("\n"u8);
        long end = _file.Position;
        try
        {
            _file.Write(_line.WrittenSpan);
        }
        catch (IOException)
        {
            // Half a line must not stand before the next entry.
            _file.SetLength(end);
            _file.Position = end;
            throw;
        }
    }

    /// <summary>Flushes the entries to the disk, so that they outlive a loss of power: before a checkpoint that counts on them.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    /// <summary>The entries of complete lines, each with the offset just after its line end.</summary>
    private static IEnumerable<(TrainingMetrics Entry, long After)> Entries(FileStream file, string path)
    {
        byte[] buffer = new byte[LongestLine];
        int start = 0, filled = 0;
        long after = 0;
        for (long number = 1; ; number++)
        {
            int length;
            while ((length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) < 0)
            {
                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (start, filled) = (0, filled - start);
                if (filled == buffer.Length)
                    throw new InvalidFileException(path, $"line {number}", after, $"a line of at most {LongestLine} bytes", "a longer one");
                int read = file.Read(buffer.AsSpan(filled));
                if (read == 0)
                    yield break;
                filled += read;
            }

            var entry = MetricsLine.Read(buffer.AsSpan(start, length), path, number);
            start += length + 1;
            after += length + 1;
            yield return (entry, after);
        }
    }
}
