using System.Reflection;
using Attune.Kernels;
using Attune.Kernels.Tests;

namespace Attune.Tensors.Tests;

/// <summary>What every operation must satisfy, for each of its cases.</summary>
public class OperationTests
{
    private const double Step = 1e-6;

    [Fact]
    public void Every_operation_has_a_case()
    {
        var covered = OperationCases.All.Select(@case => @case.Operation).ToHashSet();

        var missing = typeof(Operations).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Distinct().Where(name => !covered.Contains(name));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_operation_is_in_the_file_of_its_name()
    {
        // Close relatives that share their code.
        var elsewhere = new Dictionary<string, string>
        {
            [nameof(Operations.Activate)] = nameof(Operations.Linear),
            [nameof(Operations.AttentionWeights)] = nameof(Operations.Attention),
            [nameof(Operations.LogSoftmax)] = nameof(Operations.Softmax),
            [nameof(Operations.SegmentMax)] = nameof(Operations.SegmentSum),
            [nameof(Operations.SegmentMean)] = nameof(Operations.SegmentSum),
        };
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Attune.slnx")))
            root = root.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");

        foreach (string name in OperationCases.All.Select(@case => @case.Operation).Distinct())
        {
            string file = Path.Combine(root.FullName, "src", "Attune.Tensors", "Operations", $"{elsewhere.GetValueOrDefault(name, name)}.cs");
            Assert.True(File.Exists(file), file);
            Assert.Matches($@"public static [^=;]*\b{name}(<[^>]*>)?\(", File.ReadAllText(file));
        }
    }

    [Fact]
    public void Only_these_operations_have_no_gradient_case()
    {
        var differentiable = OperationCases.All.Where(@case => @case.IsDifferentiable).Select(@case => @case.Operation).ToHashSet();

        // Indices, truth values, weights for pictures, and what a search wants of logits.
        string[] expected =
        [
            nameof(Operations.ArgMax), nameof(Operations.AttentionWeights), nameof(Operations.IsEqual), nameof(Operations.IsGreater),
            nameof(Operations.IsGreaterOrEqual), nameof(Operations.IsLess), nameof(Operations.IsLessOrEqual), nameof(Operations.IsNotEqual),
            nameof(Operations.LinearTopK),
        ];
        Assert.Equal(expected, OperationCases.All.Select(@case => @case.Operation).Distinct().Where(name => !differentiable.Contains(name)).Order());
    }

    [Theory]
    [MemberData(nameof(OperationCases.Differentiable), MemberType = typeof(OperationCases))]
    public void Gradients_in_double_precision_are_central_differences(string name)
    {
        var @case = OperationCases.Find(name);
        var run = CaseRun.Of(@case, DType.F64);
        double[] weights = CaseRun.Weights(run.Shape);
        var inputs = CaseRun.Tensors(@case, DType.F64, Layout.Contiguous, isLarge: false, out var leaves);
        using var _ = Tape.NoGradient();
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            double[] x = leaves[leaf].ToArray<double>();
            for (int i = 0; i < x.Length; i++)
            {
                double expected = (Loss(i, Step) - Loss(i, -Step)) / (2 * Step);
                double actual = run.Gradients[leaf][i];
                Assert.True(
                    Math.Abs(actual - expected) <= 1e-5 + (1e-3 * Math.Abs(expected)),
                    $"{name}: input {leaf}, element {i}: central difference {expected:g6}, gradient {actual:g6}");
            }

            double Loss(int element, double change)
            {
                double[] moved = [.. x];
                moved[element] += change;
                leaves[leaf].CopyFrom<double>(moved);
                double[] y = CaseRun.Wide(@case.Compute(inputs));
                leaves[leaf].CopyFrom<double>(x);
                return y.Zip(weights, (value, weight) => value * weight).Sum();
            }
        }
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void Single_precision_is_double_precision_rounded_on_every_path(string name)
    {
        var @case = OperationCases.Find(name);
        var expected = CaseRun.Of(@case, DType.F64);
        foreach (var path in Paths.All)
        {
            using var _ = KernelPaths.Use(path);
            var actual = CaseRun.Of(@case, DType.F32);

            Assert.Equal(expected.Shape, actual.Shape);
            Close.AssertNmse(expected.Output, CaseRun.Narrow(actual.Output), $"{name} on {path}", @case.Nmse);
            for (int i = 0; i < expected.Gradients.Length; i++)
                Close.AssertNmse(expected.Gradients[i], CaseRun.Narrow(actual.Gradients[i]), $"{name} on {path}, gradient {i}", @case.Nmse);
        }
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void One_two_three_and_eight_threads_give_the_same_bits(string name)
    {
        CaseRun? first = null;
        foreach (int threads in Paths.Threads)
        {
            using var _ = Workers.Use(threads);
            var run = CaseRun.Of(OperationCases.Find(name), DType.F32, isLarge: true);
            first ??= run;
            AssertSameBits(first, run, $"{name} on {threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void Transposed_and_sliced_inputs_give_what_contiguous_ones_give(string name)
    {
        var @case = OperationCases.Find(name);
        var expected = CaseRun.Of(@case, DType.F32);

        AssertSameBits(expected, CaseRun.Of(@case, DType.F32, Layout.Transposed), $"{name}, transposed");
        AssertSameBits(expected, CaseRun.Of(@case, DType.F32, Layout.Sliced), $"{name}, sliced");
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void A_bf16_operand_is_refused_by_name_unless_the_operation_takes_it(string name)
    {
        var @case = OperationCases.Find(name);
        var inputs = CaseRun.Tensors(@case, DType.F32, Layout.Contiguous, isLarge: false, out var leaves);
        if (@case.TakesBf16 || leaves.Count == 0)
            return;
        int real = Array.IndexOf(inputs, leaves[0]);
        inputs[real] = Tensor.Zeros(inputs[real].Shape, DType.BF16);

        var exception = Assert.Throws<ArgumentException>(() => @case.Compute(inputs));

        Assert.Contains("expected", exception.Message, StringComparison.Ordinal);
        Assert.Contains("bf16", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void An_operand_whose_step_has_ended_is_refused(string name)
    {
        var @case = OperationCases.Find(name);
        var inputs = CaseRun.Tensors(@case, DType.F32, Layout.Contiguous, isLarge: false, out _);
        for (int i = 0; i < inputs.Length; i++)
        {
            var valid = inputs[i];
            using (Attune.Tensors.Step.Begin())
                inputs[i] = Tensor.Zeros(valid.Shape, valid.DType);

            var exception = Assert.Throws<InvalidOperationException>(() => @case.Compute(inputs));

            Assert.Contains($"{valid.Shape} made by full was used after its step had ended", exception.Message, StringComparison.Ordinal);
            inputs[i] = valid;
        }
    }

    [Theory]
    [MemberData(nameof(OperationCases.Differentiable), MemberType = typeof(OperationCases))]
    public void Nothing_is_recorded_for_inputs_that_need_no_gradient(string name)
    {
        var @case = OperationCases.Find(name);
        var inputs = CaseRun.Tensors(@case, DType.F32, Layout.Contiguous, isLarge: false, out _);
        Assert.True(@case.Compute(inputs).RequiresGradient);
        using (Tape.NoGradient())
            Assert.False(@case.Compute(inputs).RequiresGradient);
    }

    [Theory]
    [MemberData(nameof(OperationCases.Differentiable), MemberType = typeof(OperationCases))]
    public void Recording_changes_no_bit(string name)
    {
        var @case = OperationCases.Find(name);
        var inputs = CaseRun.Tensors(@case, DType.F32, Layout.Contiguous, isLarge: false, out List<Tensor> _);
        double[] recorded = CaseRun.Wide(@case.Compute(inputs));
        using var pause = Tape.NoGradient();

        Close.AssertSameBits(CaseRun.Narrow(recorded), CaseRun.Narrow(CaseRun.Wide(@case.Compute(inputs))), name);
    }

    [Theory]
    [MemberData(nameof(OperationCases.Names), MemberType = typeof(OperationCases))]
    public void Within_a_step_the_result_is_the_same(string name)
    {
        var @case = OperationCases.Find(name);
        var expected = CaseRun.Of(@case, DType.F32);
        for (int i = 0; i < 2; i++)
        {
            using var _ = Attune.Tensors.Step.Begin();
            AssertSameBits(expected, CaseRun.Of(@case, DType.F32), $"{name} in step {i}");
        }
    }

    [Theory]
    [MemberData(nameof(OperationCases.Messages), MemberType = typeof(OperationCases))]
    public void Wrong_use_names_the_operation_and_both_sides(string message)
    {
        var error = OperationCases.Errors.Single(error => error.Message == message);

        var exception = Assert.Throws<ArgumentException>(() => error.Use());

        Assert.Equal(message, exception.Message);
    }

    private static void AssertSameBits(CaseRun expected, CaseRun actual, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Close.AssertSameBits(CaseRun.Narrow(expected.Output), CaseRun.Narrow(actual.Output), what);
        for (int i = 0; i < expected.Gradients.Length; i++)
            Close.AssertSameBits(CaseRun.Narrow(expected.Gradients[i]), CaseRun.Narrow(actual.Gradients[i]), $"{what}, gradient {i}");
    }
}
