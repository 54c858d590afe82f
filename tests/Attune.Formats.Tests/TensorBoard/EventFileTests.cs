namespace Attune.Formats.Tests;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 26, 1, 2, 3, 500, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public EventFileTests() => _path = _folder.File(EventFile.NewName(s_time));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_name_has_what_TensorBoard_looks_for() =>
        Assert.Equal($"events.out.tfevents.{s_time.ToUnixTimeSeconds()}.{Environment.MachineName}", Path.GetFileName(_path));

    [Fact]
    public void Scalars_and_texts_are_read_again()
    {
        using (var file = EventFile.Append(_path))
        {
            file.WriteScalars(10, s_time, ("loss/train", 2.5f), ("lr", float.NaN));
            Assert.Equal(3, Events().Count); // at once, while the file is open
            file.WriteText(11, s_time, "sample", "Once upon a time, …");
        }

        using (var file = EventFile.Append(_path))
            file.WriteScalars(-1, s_time, ("lr", 0f));

        Assert.Equal(
            [
                "version brain.Event:2", "step 10 at 1795654923.5: loss/train = 2.5", "step 10 at 1795654923.5: lr = NaN",
                "step 11 at 1795654923.5: sample, shown by text, class 2 = type 7 [1] Once upon a time, …", "step -1 at 1795654923.5: lr = 0",
            ],
            Events());
    }

    [Fact]
    public void A_file_cut_anywhere_is_gone_on_with_behind_its_last_whole_record()
    {
        WriteThree();
        byte[] bytes = File.ReadAllBytes(_path);
        string[] all = [.. Events()];
        int[] ends = RecordEnds(bytes);

        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(_path, bytes[..length]);
            using (var file = EventFile.Append(_path))
                file.WriteScalars(7, s_time, ("again", 1));

            int whole = Math.Max(1, ends.Count(end => end <= length));
            Assert.Equal([.. all[..whole], "step 7 at 1795654923.5: again = 1"], Events());
        }
    }

    [Fact]
    public void What_a_crash_of_the_system_leaves_of_the_last_record_is_cut()
    {
        WriteThree();
        byte[] bytes = File.ReadAllBytes(_path);
        int last = RecordEnds(bytes)[^2];

        byte[] torn = [.. bytes[..(last + 15)], .. new byte[bytes.Length - last - 15]];
        byte[] zeros = [.. bytes[..last], .. new byte[5000]];
        foreach (byte[] left in (byte[][])[torn, zeros])
        {
            File.WriteAllBytes(_path, left);
            EventFile.Append(_path).Dispose();
            Assert.Equal(bytes[..last], File.ReadAllBytes(_path));
        }
    }

    [Fact]
    public void Damage_before_the_end_and_other_files_are_refused_and_left_alone()
    {
        WriteThree();
        byte[] bytes = File.ReadAllBytes(_path);
        int[] ends = RecordEnds(bytes);
        foreach (int at in (int[])[0, 9, 20, ends[0], ends[0] + 3, ends[0] + 13])
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            File.WriteAllBytes(_path, damaged);
            var error = Assert.Throws<InvalidFileException>(() => EventFile.Append(_path));
            Assert.Equal(at < ends[0] ? 0 : ends[0], error.Offset);
            Assert.Equal(damaged, File.ReadAllBytes(_path));
        }

        foreach (byte[] other in (byte[][])["text"u8.ToArray(), new byte[100], TfRecord.Frame([8, 1]), TfRecord.Frame(new byte[24])[..30]])
        {
            File.WriteAllBytes(_path, other);
            if (other.Length != 30)
                Assert.Throws<InvalidFileException>(() => EventFile.Append(_path));
        }
    }

    [Fact]
    public void Files_damaged_at_random_are_gone_on_with_or_refused()
    {
        WriteThree();
        byte[] bytes = File.ReadAllBytes(_path);
        for (int seed = 0; seed < 300; seed++)
        {
            File.WriteAllBytes(_path, Mutations.Mutate(bytes, new Random(seed)));
            try
            {
                EventFile.Append(_path).Dispose();
                Assert.NotEmpty(Events());
            }
            catch (InvalidFileException)
            {
            }
        }
    }

    private void WriteThree()
    {
        using var file = EventFile.Append(_path);
        file.WriteScalars(1, s_time, ("loss", 3));
        file.WriteText(2, s_time, "text", "…");
    }

    private static int[] RecordEnds(byte[] bytes)
    {
        var ends = new List<int>();
        for (int at = 0; at < bytes.Length; ends.Add(at))
            at += 16 + BitConverter.ToInt32(bytes, at);
        return [.. ends];
    }

    /// <summary>One line a value.</summary>
    private List<string> Events()
    {
        byte[] bytes = File.ReadAllBytes(_path);
        var lines = new List<string>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = (int)TfRecord.ReadHead(bytes.AsSpan(at, 12))!.Value;
            Assert.True(TfRecord.IsWhole(bytes.AsSpan(at + 12, length + 4)));
            lines.AddRange(Event(new ProtobufFields(bytes.AsSpan(at + 12, length))));
            at += length + 16;
        }

        return lines;
    }

    private static IEnumerable<string> Event(ProtobufFields fields)
    {
        if (fields.Find(3) is byte[] version)
        {
            yield return $"version {Text(version)}";
            yield break;
        }

        foreach (byte[] bytes in new ProtobufFields(fields.Find(5)).All(1))
        {
            var value = new ProtobufFields(bytes);
            string shown = $"{BitConverter.ToSingle(value.Find(2) ?? [0, 0, 0, 0])}";
            if (value.Find(9) is byte[] metadata)
            {
                var tensor = new ProtobufFields(value.Find(8));
                byte[] plugin = new ProtobufFields(new ProtobufFields(metadata).Find(1)).Find(1)!;
                var dimension = new ProtobufFields(new ProtobufFields(tensor.Find(2)).Find(2));
                shown = $"type {Number(tensor, 1)} [{Number(dimension, 1)}] {Text(tensor.Find(8)!)}";
                yield return $"{Head(fields)}: {Text(value.Find(1)!)}, shown by {Text(plugin)}, class {Number(new ProtobufFields(metadata), 4)} = {shown}";
            }
            else
            {
                yield return $"{Head(fields)}: {Text(value.Find(1)!)} = {shown}";
            }
        }
    }

    private static string Head(ProtobufFields fields) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"step {Number(fields, 2)} at {BitConverter.ToDouble(fields.Find(1)!)}");

    private static long Number(ProtobufFields fields, int field) => BitConverter.ToInt64(fields.Find(field)!);

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    /// <summary>The fields of a protobuf message as bytes; varints as eight.</summary>
    private sealed class ProtobufFields
    {
        private readonly List<(int Field, byte[] Value)> _fields = [];

        public ProtobufFields(ReadOnlySpan<byte> message)
        {
            for (int at = 0; at < message.Length;)
            {
                ulong tag = Varint(message, ref at);
                int length = (tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), _ => 0 };
                byte[] value = length == 0 && (tag & 7) == 0 ? BitConverter.GetBytes(Varint(message, ref at)) : message.Slice(at, length).ToArray();
                at += length;
                _fields.Add(((int)(tag >> 3), value));
            }
        }

        public byte[]? Find(int field) => All(field).FirstOrDefault();

        public IEnumerable<byte[]> All(int field) => _fields.Where(item => item.Field == field).Select(item => item.Value);

        private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                value |= (ulong)(message[at] & 0x7F) << shift;
                if (message[at++] < 0x80)
                    return value;
            }
        }
    }
}
