using System.Text;
using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "metrics.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_the_documented_names_in_order()
    {
        Write(Entry(1) with { ValidationLoss = 2.5, FractionOfPeak = 0.5 });
        Assert.Equal(
            """{"step":1,"tokens":768,"loss":1.25,"val_loss":2.5,"lr":0.001,"grad_norm":0.5,"tokens_per_second":60000,"of_peak":0.5,"memory_bytes":1048576,"seconds":0.0125}""" + "\n",
            File.ReadAllText(Path));
    }

    [Fact]
    public void What_was_not_measured_is_null_and_what_is_not_finite_is_named()
    {
        var entry = Entry(1) with { Loss = double.NaN, GradientNorm = double.PositiveInfinity, TokensPerSecond = double.NegativeInfinity };
        Write(entry);
        string line = File.ReadAllText(Path);
        Assert.Contains("""
            "loss":"NaN","val_loss":null
            """, line, StringComparison.Ordinal);
        Assert.Contains("""
            "grad_norm":"Infinity","tokens_per_second":"-Infinity","of_peak":null
            """, line, StringComparison.Ordinal);
        Assert.Equal([entry], MetricsLog.Read(Path));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.0, 5e-324)]
    [InlineData(0.1, 1.7976931348623157e308)]
    [InlineData(1.0 / 3, 4.9e-7)]
    public void Entries_come_back_bit_by_bit(double loss, double validation)
    {
        var entry = Entry(long.MaxValue / 1000) with { Loss = loss, ValidationLoss = validation };
        Write(entry);
        Assert.Equal(BitConverter.DoubleToInt64Bits(loss), BitConverter.DoubleToInt64Bits(MetricsLog.Read(Path)[0].Loss));
        Assert.Equal(entry, MetricsLog.Read(Path)[0]);
    }

    [Fact]
    public void Whatever_a_crash_cuts_off_the_end_the_complete_lines_are_read_and_appending_goes_on()
    {
        Write(Entry(1), Entry(2), Entry(3));
        byte[] whole = File.ReadAllBytes(Path);
        int second = 2 * (Array.IndexOf(whole, (byte)'\n') + 1);
        for (int length = second; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Equal([Entry(1), Entry(2)], MetricsLog.Read(Path));
            Write(Entry(3));
            Assert.Equal(whole, File.ReadAllBytes(Path));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(25, 2)]
    [InlineData(30, 3)]
    [InlineData(99, 4)]
    public void Resuming_at_a_step_drops_the_entries_after_it(long step, int kept)
    {
        Write(Entry(10), Entry(20), Entry(30), Entry(40));
        using (MetricsLog.Open(Path, step))
        {
        }

        Assert.Equal(kept, MetricsLog.Read(Path).Count);
    }

    [Fact]
    public void A_log_can_be_read_while_it_is_written()
    {
        using var log = MetricsLog.Open(Path);
        log.Append(Entry(1));
        Assert.Equal([Entry(1)], MetricsLog.Read(Path));
    }

    [Fact]
    public void Many_entries_pass_through_the_buffer()
    {
        TrainingMetrics[] entries = [.. Enumerable.Range(1, 2000).Select(step => Entry(step))];
        Write(entries);
        Assert.Equal(entries, MetricsLog.Read(Path));
    }

    [Fact]
    public void Fields_of_later_versions_are_skipped()
    {
        Write(Entry(1));
        File.WriteAllText(Path, File.ReadAllText(Path).Replace("{", """{"later":[1,{"a":2}],""", StringComparison.Ordinal));
        Assert.Equal([Entry(1)], MetricsLog.Read(Path));
    }

    [Theory]
    [InlineData("", "line 2: expected one JSON object")]
    [InlineData("[1]", "line 2: expected one JSON object, found an array")]
    [InlineData("{} {}", "line 2: expected one JSON object, found")]
    [InlineData("{\"step\":1", "line 2: expected one JSON object")]
    [InlineData("{}", "line 2: step: expected a whole number, at least 0, found nothing")]
    [InlineData("""{"step":-1}""", "line 2: step: expected a whole number, at least 0, found -1")]
    [InlineData("""{"step":1.5}""", "line 2: step: expected a whole number, at least 0, found 1.5")]
    [InlineData("""{"step":2,"tokens":3,"loss":"low"}""", "line 2: loss: expected a number, \"NaN\", \"Infinity\" or \"-Infinity\", found a string")]
    [InlineData("""{"step":2,"tokens":3,"loss":null}""", "line 2: loss: expected a number, found null")]
    [InlineData("""{"step":2,"tokens":3,"loss":1,"val_loss":true}""", "line 2: val_loss: expected a number, \"NaN\", \"Infinity\" or \"-Infinity\", found a truth value")]
    public void A_complete_line_that_is_no_entry_is_named_and_left_as_it_is(string line, string message)
    {
        Write(Entry(1));
        File.AppendAllText(Path, line + "\n");
        byte[] before = File.ReadAllBytes(Path);
        Assert.Contains(message, Assert.Throws<InvalidFileException>(() => MetricsLog.Read(Path)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidFileException>(() => MetricsLog.Open(Path));
        Assert.Equal(before, File.ReadAllBytes(Path));
    }

    [Fact]
    public void A_file_without_line_ends_is_not_read_whole()
    {
        File.WriteAllText(Path, new string('x', 1 << 20), Encoding.ASCII);
        Assert.Contains("line 1 at byte 0: expected a line of at most 65536 bytes", Assert.Throws<InvalidFileException>(() => MetricsLog.Read(Path)).Message, StringComparison.Ordinal);
    }

    private static TrainingMetrics Entry(long step) => new()
    {
        Step = step,
        Tokens = step * 768,
        Loss = 1.25,
        LearningRate = 0.001,
        GradientNorm = 0.5,
        TokensPerSecond = 60000,
        MemoryBytes = 1 << 20,
        Seconds = step * 0.0125,
    };

    private void Write(params TrainingMetrics[] entries)
    {
        using var log = MetricsLog.Open(Path);
        foreach (var entry in entries)
            log.Append(entry);
    }
}
