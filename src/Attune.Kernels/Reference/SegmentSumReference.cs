namespace Attune.Kernels;

/// <summary><see cref="SegmentSum"/> in double precision.</summary>
public static class SegmentSumReference
{
    /// <inheritdoc cref="SegmentSum.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, ReadOnlySpan<int> offsets, Span<double> y, int rows, int channels)
    {
        Segments.Check("segment_sum", offsets, rows, channels);
        y.Clear();
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            for (int i = offsets[s] * channels; i < offsets[s + 1] * channels; i++)
                y[(s * channels) + (i % channels)] += x[i];
        }
    }

    /// <inheritdoc cref="SegmentSum.Backward"/>
    public static void Backward(ReadOnlySpan<double> dy, ReadOnlySpan<int> offsets, Span<double> dx, int rows, int channels)
    {
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            for (int i = offsets[s] * channels; i < offsets[s + 1] * channels; i++)
                dx[i] = dy[(s * channels) + (i % channels)];
        }
    }
}

/// <summary><see cref="SegmentMean"/> in double precision.</summary>
public static class SegmentMeanReference
{
    /// <inheritdoc cref="SegmentMean.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, ReadOnlySpan<int> offsets, Span<double> y, int rows, int channels)
    {
        Segments.Check("segment_mean", offsets, rows, channels);
        SegmentSumReference.Forward(x, offsets, y, rows, channels);
        for (int i = 0; i < y.Length; i++)
            y[i] /= Math.Max(1, offsets[(i / channels) + 1] - offsets[i / channels]);
    }

    /// <inheritdoc cref="SegmentMean.Backward"/>
    public static void Backward(ReadOnlySpan<double> dy, ReadOnlySpan<int> offsets, Span<double> dx, int rows, int channels)
    {
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            for (int i = offsets[s] * channels; i < offsets[s + 1] * channels; i++)
                dx[i] = dy[(s * channels) + (i % channels)] / (offsets[s + 1] - offsets[s]);
        }
    }
}

/// <summary><see cref="SegmentMax"/> in double precision.</summary>
public static class SegmentMaxReference
{
    /// <inheritdoc cref="SegmentMax.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, ReadOnlySpan<int> offsets, Span<double> y, int rows, int channels)
    {
        Segments.Check("segment_max", offsets, rows, channels);
        y.Clear();
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            int first = offsets[s] * channels, count = offsets[s + 1] - offsets[s];
            if (count > 0)
                MaxReference.Forward(x.Slice(first, count * channels), y.Slice(s * channels, channels), 1, count, channels);
        }
    }

    /// <inheritdoc cref="SegmentMax.Backward"/>
    public static void Backward(ReadOnlySpan<double> x, ReadOnlySpan<int> offsets, ReadOnlySpan<double> dy, Span<double> dx, int rows, int channels)
    {
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            int first = offsets[s] * channels, count = offsets[s + 1] - offsets[s];
            if (count > 0)
            {
                MaxReference.Backward(
                    x.Slice(first, count * channels), dy.Slice(s * channels, channels), dx.Slice(first, count * channels), 1, count, channels);
            }
        }
    }
}
