namespace Attune.Kernels.Tests;

/// <summary>The reference against central differences and against attention worked by hand.</summary>
public class AttentionReferenceTests
{
    [Fact]
    public void Attention_with_identity_queries_and_keys_worked_by_hand()
    {
        // Q = K = I, V = [[1, 2], [3, 4]]: scores 1/sqrt(2) on the diagonal, weights 0.66976 and 0.33024.
        var one = new AttentionCase([2], [2], 1, 1, 2);
        float[] identity = [1, 0, 0, 1], values = [1, 2, 3, 4];
        identity.CopyTo(one.Query, 0);
        identity.CopyTo(one.Key, 0);
        values.CopyTo(one.Value, 0);
        one.Forward(default(NoMask), default(NoChange));
        Assert.Equal([1.6605, 2.6605, 2.3395, 3.3395], one.Output.Select(x => Math.Round(x, 4)));
    }

    [Fact]
    public void Gradients_of_plain_attention_match_central_differences() => AssertGradients(default(NoMask), default(NoChange));

    [Fact]
    public void Gradients_of_causal_attention_with_ALiBi_match_central_differences() => AssertGradients(default(Causal), default(Alibi));

    [Fact]
    public void Gradients_of_a_window_with_soft_cap_match_central_differences() => AssertGradients(new Window(3, 2, 1), new SoftCap(2));

    [Fact]
    public void Gradients_of_a_bias_on_capped_scores_match_central_differences() =>
        AssertGradients(default(NoMask), new Then<SoftCap, RelativeBias>(new(2), new(8, 5, true)));

    [Fact]
    public void Gradients_of_a_cap_on_biased_scores_match_central_differences() =>
        AssertGradients(default(NoMask), new Then<RelativeBias, SoftCap>(new(8, 5, true), new(2)));

    [Fact]
    public void Gradients_of_explicit_masks_match_central_differences() => AssertGradients(default(ExplicitMask), default(AdditiveMask));

    [Fact]
    public void Gradients_of_a_block_pattern_match_central_differences() =>
        AssertGradients(new Both<BlockPattern, Causal>(new(3, 3), default), default(NoChange));

    private static void AssertGradients<TMask, TChange>(TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        int[] queries = [5, 3], keys = [5, 7];
        int pairs = (5 * 5) + (3 * 7);
        var one = new AttentionCase(queries, keys, 4, 2, 3)
        {
            Slopes = [0.5f, 0.25f, 0.125f, 0.0625f],
            Bias = Inputs.Normal(8 * 4, 9),
            Visible = [.. Enumerable.Range(0, pairs).Select(i => i % 4 != 1)],
            Additive = Inputs.Normal(pairs, 10),
            Pattern = [true, false, true, true, true, false, false, true, true],
            Dropout = new(0.25f, new RandomKey(1, 2, 3), 0),
        };
        double[] q = Inputs.Wide(one.Query), k = Inputs.Wide(one.Key), v = Inputs.Wide(one.Value), g = Inputs.Wide(one.OutputGradient), bias = Inputs.Wide(one.Bias);
        double[] dq = new double[q.Length], dk = new double[k.Length], dv = new double[v.Length], dBias = new double[bias.Length];
        AttentionReference.Backward(one.Shape, q, k, v, g, dq, dk, dv, mask, change, Tables(), dBias);
        AssertCentral(q, dq);
        AssertCentral(k, dk);
        AssertCentral(v, dv);
        if (((IAttentionChange)change).Reach > 0)
            AssertCentral(bias, dBias);

        AttentionTables<double> Tables() => new()
        {
            Slopes = Inputs.Wide(one.Slopes),
            Bias = bias,
            Additive = Inputs.Wide(one.Additive),
            Visible = one.Visible,
            Pattern = one.Pattern,
        };

        double Loss()
        {
            var output = new double[q.Length];
            AttentionReference.Forward(one.Shape, q, k, v, output, default, mask, change, Tables());
            return output.Zip(g, (x, y) => x * y).Sum();
        }

        void AssertCentral(double[] values, double[] gradient)
        {
            const double Step = 1e-6;
            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                values[i] = value + Step;
                double above = Loss();
                values[i] = value - Step;
                double below = Loss();
                values[i] = value;
                Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-5 + (1e-3 * Math.Abs(gradient[i])));
            }
        }
    }
}
