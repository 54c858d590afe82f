using System.CommandLine;
using System.Text.Json;
using Attune.Cli.Bench;

namespace Attune.Cli.Tests;

public class BenchCommandTests
{
    [Fact]
    public async Task Peak_prints_one_json_object_a_line_with_the_documented_fields()
    {
        var (status, output, _) = await RunAsync("bench", "peak", "--threads", "1", "--json");

        Assert.Equal(0, status);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        using var row = JsonDocument.Parse(lines[0]);
        Assert.Equal("peak", row.RootElement.GetProperty("bench").GetString());
        Assert.Equal("f32", row.RootElement.GetProperty("type").GetString());
        Assert.Equal(1, row.RootElement.GetProperty("threads").GetInt32());
        Assert.True(row.RootElement.GetProperty("gflops").GetDouble() > 0);
    }

    [Fact]
    public async Task Peak_says_which_kernels_run()
    {
        var (status, output, _) = await RunAsync("bench", "peak", "--threads", "1");

        Assert.Equal(0, status);
        Assert.Contains("widest vectors", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_steps_print_one_json_object_with_the_documented_fields()
    {
        var (status, output, _) = await RunAsync(
            "bench", "train", "--model", "nanogpt-cpu", "--batch", "1", "--length", "8", "--threads", "1", "--json");

        Assert.Equal(0, status);
        using var row = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("train", row.RootElement.GetProperty("bench").GetString());
        Assert.Equal("nanogpt-cpu", row.RootElement.GetProperty("model").GetString());
        Assert.Equal("f32", row.RootElement.GetProperty("type").GetString());
        Assert.Equal(1, row.RootElement.GetProperty("batch").GetInt32());
        Assert.Equal(8, row.RootElement.GetProperty("length").GetInt32());
        Assert.Equal(1, row.RootElement.GetProperty("threads").GetInt32());
        foreach (string measured in (string[])["tokens_per_second", "milliseconds", "gflops", "peak_gflops", "of_peak", "peak_bytes"])
            Assert.True(row.RootElement.GetProperty(measured).GetDouble() > 0, measured);
    }

    [Fact]
    public async Task Decoding_prints_one_json_object_with_the_documented_fields()
    {
        var (status, output, _) = await RunAsync("bench", "decode", "--model", "nanogpt-cpu", "--threads", "1", "--json");

        Assert.Equal(0, status);
        using var row = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("decode", row.RootElement.GetProperty("bench").GetString());
        Assert.Equal("nanogpt-cpu", row.RootElement.GetProperty("model").GetString());
        Assert.Equal(1, row.RootElement.GetProperty("threads").GetInt32());
        foreach (string measured in (string[])["tokens_per_second", "bytes", "gbps", "peak_gbps", "of_peak"])
            Assert.True(row.RootElement.GetProperty(measured).GetDouble() > 0, measured);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("5000")]
    [InlineData("two")]
    [InlineData("1.5")]
    [InlineData("99999999999999")]
    public async Task A_number_of_threads_outside_of_its_range_is_refused_by_name(string threads)
    {
        var (status, _, error) = await RunAsync("bench", "peak", "--threads", threads);

        Assert.NotEqual(0, status);
        Assert.Contains($"--threads: expected 1 to 1024, got {threads}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_type_is_refused_by_name()
    {
        var (status, _, error) = await RunAsync("bench", "gemm", "--type", "f64");

        Assert.NotEqual(0, status);
        Assert.Contains("--type: expected f32 or bf16, got f64", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_benchmark_is_refused()
    {
        var (status, _, error) = await RunAsync("bench", "peek");

        Assert.NotEqual(0, status);
        Assert.Contains("peek", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_keeps_four_significant_digits_and_whole_numbers_whole()
    {
        var row = new BenchRow("gemm").With("m", 768).With("causal", true).With("gflops", new Sample(98.76543, 102.4, 0.9645));

        Assert.Equal(
            """{"bench":"gemm","m":768,"causal":true,"gflops":98.77,"peak_gflops":102.4,"of_peak":0.9645}""",
            BenchReport.ToJson(row));
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        using var interrupts = new Interrupts();
        int status = await AttuneCommand.Create(interrupts).Parse(arguments).InvokeAsync(configuration);
        return (status, output.ToString(), error.ToString());
    }
}
