using System.Globalization;

namespace Attune.Formats;

/// <summary>
/// A TensorBoard event file: curves and texts by tag and step, appended to and never rewritten. Each call writes one record and hands it
/// to the system, so that what was logged outlives the process and a running TensorBoard sees it at once. Not thread-safe.
/// Format: the records of <see cref="TfRecord"/>, each an <c>Event</c> of
/// https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";

    // Fields and values of the messages Event, Summary, Summary.Value, SummaryMetadata, PluginData and TensorProto.
    private const int WallTimeField = 1, StepField = 2, FileVersionField = 3, SummaryField = 5;
    private const int ValueField = 1, TagField = 1, SimpleValueField = 2, TensorField = 8, MetadataField = 9;
    private const int PluginDataField = 1, PluginNameField = 1, DataClassField = 4, TensorClass = 2;
    private const int TypeField = 1, ShapeField = 2, DimensionField = 2, SizeField = 1, StringValueField = 8, StringType = 7;

    private readonly FileStream _stream;
    private long _end;

    private EventFile(FileStream stream, long end)
    {
        _stream = stream;
        _end = end;
    }

    /// <summary>The head of every first record: it depends on the length alone.</summary>
    internal static ReadOnlySpan<byte> FirstHead => TfRecord.Frame(FirstEvent(DateTimeOffset.UnixEpoch).Written).AsSpan(0, TfRecord.HeadBytes);

    /// <summary>A name by which TensorBoard recognizes a new event file: the time, so that files sort by it, and the machine.</summary>
    public static string NewName(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{time.ToUnixTimeSeconds()}.{Environment.MachineName}");

    /// <summary>
    /// Opens a file to append to it, a new one if there is none. What a crash left of a last, unfinished record is cut off; damage
    /// before that is an error, and so is a file that is no event file.
    /// </summary>
    /// <exception cref="InvalidFileException">It is no event file, or damaged before its end.</exception>
    /// <exception cref="IOException">It cannot be read or written; its folder is missing.</exception>
    public static EventFile Append(string path)
    {
        long end = File.Exists(path) ? EventFileEnd.Find(path) : 0;
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            stream.SetLength(end);
            stream.Position = end;
            var file = new EventFile(stream, end);
            if (end == 0)
                file.Write(FirstEvent(DateTimeOffset.UtcNow));
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Appends points of curves: <c>file.WriteScalars(step, DateTimeOffset.Now, ("loss/train", 2.31f), ("lr", 3e-4f))</c>.</summary>
    /// <exception cref="IOException">The disk is full, and so on.</exception>
    public void WriteScalars(long step, DateTimeOffset time, params ReadOnlySpan<(string Tag, float Value)> scalars)
    {
        var summary = new ProtobufWriter();
        foreach (var (tag, value) in scalars)
            summary.Message(ValueField, new ProtobufWriter().Text(TagField, tag).Single(SimpleValueField, value));
        Write(NewEvent(time).Varint(StepField, step).Message(SummaryField, summary));
    }

    /// <summary>Appends a text, which TensorBoard shows as Markdown.</summary>
    /// <exception cref="IOException">The disk is full, and so on.</exception>
    public void WriteText(long step, DateTimeOffset time, string tag, string text)
    {
        ArgumentNullException.ThrowIfNull(tag);
        ArgumentNullException.ThrowIfNull(text);
        var metadata = new ProtobufWriter()
            .Message(PluginDataField, new ProtobufWriter().Text(PluginNameField, "text"))
            .Varint(DataClassField, TensorClass);
        var tensor = new ProtobufWriter()
            .Varint(TypeField, StringType)
            .Message(ShapeField, new ProtobufWriter().Message(DimensionField, new ProtobufWriter().Varint(SizeField, 1)))
            .Text(StringValueField, text);
        var value = new ProtobufWriter().Text(TagField, tag).Message(MetadataField, metadata).Message(TensorField, tensor);
        Write(NewEvent(time).Varint(StepField, step).Message(SummaryField, new ProtobufWriter().Message(ValueField, value)));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private static ProtobufWriter NewEvent(DateTimeOffset time) =>
        new ProtobufWriter().Double(WallTimeField, (time - DateTimeOffset.UnixEpoch).TotalSeconds);

    private static ProtobufWriter FirstEvent(DateTimeOffset time) => NewEvent(time).Text(FileVersionField, Version);

    /// <summary>One write for a record, so that only a crash of the system can leave a part of it; what a full disk leaves is taken back.</summary>
    private void Write(ProtobufWriter message)
    {
        byte[] record = TfRecord.Frame(message.Written);
        try
        {
            _stream.Write(record);
            _end += record.Length;
        }
        catch (IOException)
        {
            _stream.SetLength(_end);
            _stream.Position = _end;
            throw;
        }
    }
}
