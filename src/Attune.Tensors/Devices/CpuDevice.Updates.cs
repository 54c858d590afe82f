using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Updates of parameters, and random numbers.</content>
internal sealed partial class CpuDevice
{
    private delegate void Draw(Span<float> target, int rows, int columns);

    internal override void Adam(Tensor parameter, Tensor gradient, Tensor first, Tensor second, Tensor rounded, in AdamSettings settings, long step)
    {
        if (parameter.DType is DType.F64)
            AdamUpdateReference.Step(F64(parameter), F64(gradient), F64(first), F64(second), settings, step);
        else
            AdamUpdate.Step(F32(parameter), F32(gradient), F32(first), F32(second), settings, step, Elements<BFloat16>(rounded));
    }

    internal override void Sgd(Tensor parameter, Tensor gradient, Tensor velocity, in SgdSettings settings)
    {
        if (parameter.DType is DType.F64)
            SgdUpdateReference.Step(F64(parameter), F64(gradient), F64(velocity), settings);
        else
            SgdUpdate.Step(F32(parameter), F32(gradient), F32(velocity), settings);
    }

    internal override double SumOfSquares(Tensor x)
    {
        if (x.DType is not DType.F64)
            return GradientNorm.SumOfSquares(F32(x));
        double sum = 0;
        foreach (double value in F64(x))
            sum += value * value;
        return sum;
    }

    internal override void Scale(Tensor x, double factor)
    {
        if (x.DType is not DType.F64)
        {
            GradientNorm.Scale(F32(x), (float)factor);
            return;
        }

        foreach (ref double value in F64(x))
            value *= factor;
    }

    internal override void Uniform(RandomKey key, Tensor target, double low, double high) =>
        Fill(target, (numbers, rows, columns) => RandomNumbers.Uniform(key, numbers, rows, columns, (float)low, (float)high));

    internal override void Normal(RandomKey key, Tensor target, double mean, double deviation) =>
        Fill(target, (numbers, rows, columns) => RandomNumbers.Normal(key, numbers, rows, columns, (float)mean, (float)deviation));

    internal override void Bernoulli(RandomKey key, Tensor target, double probability) =>
        Fill(target, (numbers, rows, columns) => RandomNumbers.Bernoulli(key, numbers, rows, columns, probability));

    // Doubles are the same numbers as floats would be.
    private static void Fill(Tensor target, Draw draw)
    {
        var (rows, columns) = target.Shape.AsRows();
        if (target.DType is DType.F32)
        {
            draw(F32(target), rows, columns);
            return;
        }

        var numbers = new float[target.ElementCount];
        draw(numbers, rows, columns);
        Cast<float, double>(numbers, F64(target));
    }
}
