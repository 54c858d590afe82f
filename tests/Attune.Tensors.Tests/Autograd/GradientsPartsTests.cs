using Attune.Kernels;

namespace Attune.Tensors.Tests;

/// <summary>Slices of a computed value write to its gradient; those of a leaf are added to zeros: both ways must agree.</summary>
public class GradientsPartsTests
{
    private const int Heads = 2;

    [Fact]
    public void Queries_keys_and_values_side_by_side() =>
        Agree(w => Attend(Part(w, 0), Part(w, 1), Part(w, 2)));

    [Fact]
    public void Parts_in_any_order() =>
        Agree(w =>
        {
            Tensor value = Part(w, 2), query = Part(w, 0), key = Part(w, 1);
            return Attend(query, key, value);
        });

    [Fact]
    public void Parts_that_leave_places_untouched() =>
        Agree(w => Attend(Part(w, 1), Part(w, 1), Part(w, 1)), w => Attend(Part(w, 0), Part(w, 2), Part(w, 2)), w => Part(w, 1).Exp());

    [Fact]
    public void One_part_that_is_query_key_and_value() =>
        Agree(w =>
        {
            var part = Part(w, 2);
            return Attend(part, part, part);
        });

    [Fact]
    public void A_part_with_a_second_use_before_or_after_attention() =>
        Agree(
            w =>
            {
                Tensor query = Part(w, 0), exp = query.Exp();
                return Attend(query, Part(w, 1), Part(w, 2)) + exp;
            },
            w =>
            {
                var query = Part(w, 0);
                return Attend(query, Part(w, 1), Part(w, 2)).Mean() + query.Exp().Sum();
            });

    [Fact]
    public void A_whole_with_a_second_use_before_or_after_its_parts() =>
        Agree(
            w =>
            {
                var exp = w.Exp().Sum();
                return Attend(Part(w, 0), Part(w, 1), Part(w, 2)).Sum() + exp;
            },
            w => Attend(Part(w, 0), Part(w, 1), Part(w, 2)).Sum() + w.Exp().Sum());

    [Fact]
    public void Parts_that_overlap_or_lie_apart_or_along_other_axes() =>
        Agree(
            w => w.Slice(1, 0, 3).Exp().Sum() + w.Slice(1, 2, 3).Exp().Sum(),
            w => w.Slice(1, 0, 1).Exp().Sum() + w.Slice(1, 4, 2).Exp().Sum(),
            w => w.Slice(1, 0, 4).Exp().Sum() + w.Slice(0, 1, 3).Exp().Sum(),
            w => w.Slice(1, 1, 4).Slice(1, 1, 2).Exp().Sum() + w.Slice(1, 0, 0).Sum());

    private static Tensor Part(Tensor w, int part) => w.Slice(1, part * Heads, Heads);

    private static Tensor Attend(Tensor query, Tensor key, Tensor value) =>
        query.Attention(key, value, Tensor.I32([0, 3, 7]), default(Causal));

    private static void Agree(params ReadOnlySpan<Func<Tensor, Tensor>> functions)
    {
        foreach (var function in functions)
        {
            foreach (var type in (ReadOnlySpan<DType>)[DType.F32, DType.F64])
                Agree(function, type);
        }
    }

    private static void Agree(Func<Tensor, Tensor> function, DType type)
    {
        var x = Tensor.Normal([7, 3 * Heads, 5], new RandomKey(3, 0, 0), type: type).RequireGradient(); // [N, 3 H, D]
        double[] Gradient(Func<Tensor, Tensor> of)
        {
            x.ZeroGradient();
            using (Step.Begin())
            {
                var y = of(x);
                (y * y).Sum().Backward();
            }

            return x.Gradient.Cast(DType.F64).ToArray<double>();
        }

        double[] expected = Gradient(function), actual = Gradient(leaf => function(leaf * 1));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }
}
