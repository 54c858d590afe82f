using System.Diagnostics;
using System.Globalization;
using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Benchmarks;

/// <summary>What layers take for one sequence of n rows of width d, forward: table 1 of arXiv:1706.03762, measured.</summary>
internal static class LayerTimes
{
    private const int Heads = 8, Near = 64, Taps = 3, WarmUps = 3, Rounds = 9;

    /// <summary>Prints a table of milliseconds: lengths at one width, then widths at one length.</summary>
    public static void Print()
    {
        Console.WriteLine(
            $"| n | d | self-attention n²d | within a window of {Near}: n·{Near}·d | recurrent nd² | convolution, {Taps} taps: {Taps}nd² | projections of attention 4nd² | feed-forward 8nd² |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (rows, width) in ((int, int)[])[(64, 512), (256, 512), (1024, 512), (4096, 512), (256, 128), (256, 256), (256, 1024)])
            Console.WriteLine($"| {rows} | {width} | {string.Join(" | ", Milliseconds(Layers(rows, width)).Select(time => time.ToString("0.00", CultureInfo.InvariantCulture)))} |");
    }

    /// <summary>The layers in the order of the columns, each as one forward pass.</summary>
    private static Func<Tensor>[] Layers(int rows, int width)
    {
        int site = 0;
        Tensor Make(Shape shape, double deviation) => Tensor.Normal(shape, new RandomKey(Seed: 1, Step: 0, Site: site++), deviation: deviation);
        Tensor Weight(int outputs, int inputs) => Make([outputs, inputs], 1 / Math.Sqrt(inputs));

        var x = Make([rows, width], 1);
        var heads = x.Reshape([rows, Heads, width / Heads]); // [n, d] -> [n, H, D]
        var offsets = Tensor.I32([0, rows]);
        var (input, state) = (Weight(width, width), Weight(width, width));
        var filter = Make([width, width, Taps], 1 / Math.Sqrt(Taps * width));
        Tensor[] projections = [.. Enumerable.Range(0, 4).Select(_ => Weight(width, width))];
        var (up, down) = (Weight(4 * width, width), Weight(width, 4 * width));
        return
        [
            () => heads.Attention(heads, heads, offsets, default(NoMask)),
            () => heads.Attention(heads, heads, offsets, new Window(Near / 2, (Near / 2) - 1)),
            () => Recurrent(x.Linear(input), state),
            () => x.CausalConvolution(filter, offsets, lookahead: Taps / 2),
            () => projections.Aggregate(x, (y, projection) => y.Linear(projection)),
            () => x.Linear(up, activation: Activation.Relu).Linear(down),
        ];
    }

    /// <summary>h = tanh(W x + U h): the inputs' part is one product for all rows, the rest a row at a time.</summary>
    private static Tensor Recurrent(Tensor inputs, Tensor state)
    {
        var (rows, width) = inputs.Dims2();
        var h = Tensor.Zeros([1, width]);
        for (int row = 0; row < rows; row++)
            h = h.Linear(state, residual: inputs.Slice(0, row, 1)).Tanh();
        return h;
    }

    /// <summary>Medians; layers take turns, so that what disturbs the machine disturbs all of them.</summary>
    private static IEnumerable<double> Milliseconds(Func<Tensor>[] layers)
    {
        var times = layers.Select(_ => new List<double>()).ToArray();
        for (int round = -WarmUps; round < Rounds; round++)
        {
            for (int i = 0; i < layers.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                using (Step.Begin())
                    layers[i]();
                if (round >= 0)
                    times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return times.Select(each => each.Order().ElementAt(Rounds / 2));
    }
}
