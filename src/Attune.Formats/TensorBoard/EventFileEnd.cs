namespace Attune.Formats;

/// <summary>Finds where the whole records of an event file end.</summary>
internal static class EventFileEnd
{
    private const int FileVersionField = 3;

    /// <summary>The offset behind the last whole record, zero for a file that a crash left without any.</summary>
    public static long Find(string path)
    {
        using var bytes = FileBytes.Open(path);
        long offset = 0;
        while (offset < bytes.Length)
        {
            if (TryReadRecord(bytes, offset, out var data))
            {
                if (offset == 0)
                    CheckVersion(bytes.Name, data);
                offset += TfRecord.HeadBytes + data.Length + TfRecord.TailBytes;
            }
            else if (IsUnfinished(bytes, offset))
            {
                return offset;
            }
            else
            {
                throw new InvalidFileException(bytes.Name, null, offset, "a record of an event file", "a checksum that does not fit");
            }
        }

        return offset;
    }

    private static bool TryReadRecord(FileBytes bytes, long offset, out ReadOnlySpan<byte> data)
    {
        data = default;
        long left = bytes.Length - offset - TfRecord.HeadBytes - TfRecord.TailBytes;
        if (left < 0 || TfRecord.ReadHead(bytes.Span(offset, TfRecord.HeadBytes)) is not ulong length || length > (ulong)Math.Min(left, int.MaxValue - TfRecord.TailBytes))
            return false;
        var dataAndTail = bytes.Span(offset + TfRecord.HeadBytes, (int)length + TfRecord.TailBytes);
        data = dataAndTail[..^TfRecord.TailBytes];
        return TfRecord.IsWhole(dataAndTail);
    }

    /// <summary>
    /// Whether what follows can be what a crash left of one record: its beginning, or all of it with parts that never reached the disk, or
    /// nothing but the zeros that some file systems leave. Of a first record the head must be ours, so that no file of another kind is cut.
    /// </summary>
    private static bool IsUnfinished(FileBytes bytes, long offset)
    {
        long left = bytes.Length - offset;
        var start = bytes.Span(offset, (int)Math.Min(left, TfRecord.HeadBytes));
        if (offset == 0 && !EventFile.FirstHead.StartsWith(start))
            return false;
        if (start.Length < TfRecord.HeadBytes)
            return true;
        return TfRecord.ReadHead(start) is ulong length
            ? length >= (ulong)Math.Max(0, left - TfRecord.HeadBytes - TfRecord.TailBytes)
            : !bytes.Span(offset, (int)Math.Min(left, int.MaxValue)).ContainsAnyExcept((byte)0);
    }

    private static void CheckVersion(string file, ReadOnlySpan<byte> data)
    {
        var reader = new ProtobufReader(file, data, TfRecord.HeadBytes);
        while (reader.Next())
        {
            if (reader.Field == FileVersionField)
            {
                var version = reader.ReadBytes("file_version");
                if (!version.StartsWith("brain.Event:"u8))
                    break;
                return;
            }

            reader.Skip();
        }

        throw new InvalidFileException(file, "file_version", TfRecord.HeadBytes, "brain.Event", "a record without it");
    }
}
