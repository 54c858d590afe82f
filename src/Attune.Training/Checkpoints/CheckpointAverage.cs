using Attune.Formats;
using Attune.Models;

namespace Attune.Training;

/// <summary>The mean of several checkpoints: often better than the last of them, and as fast. arXiv:1706.03762, section 6.1; arXiv:1803.05407.</summary>
public static class CheckpointAverage
{
    /// <summary>Overwrites a model's parameters with the means of those of checkpoints, summed in double; one tensor of each is in memory at a time.</summary>
    /// <param name="model">Of the same sizes.</param>
    /// <param name="checkpoints">Folders with model.safetensors.</param>
    /// <exception cref="InvalidFileException">A tensor is missing or of another size.</exception>
    /// <exception cref="ArgumentException">No checkpoints.</exception>
    public static void Into(SequenceModel model, IEnumerable<string> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(model);
        var files = checkpoints.Select(SafetensorsFolder.Open).ToArray();
        try
        {
            if (files.Length == 0)
                throw new ArgumentException("average: expected at least one checkpoint, found none");
            foreach (var parameter in model.Parameters)
            {
                var sum = new double[parameter.Value.ElementCount];
                foreach (var file in files)
                    Add(file, parameter.Name, sum);
                float[] mean = [.. sum.Select(value => (float)(value / files.Length))];
                if (parameter.IsTransposed)
                    mean = Transposed(mean, parameter.StoredShape[0], parameter.StoredShape[1]);
                parameter.Value.CopyFrom<float>(mean);
            }
        }
        finally
        {
            foreach (var file in files)
                file.Dispose();
        }
    }

    private static void Add(SafetensorsFolder file, string name, double[] sum)
    {
        if (!file.Tensors.TryGetValue(name, out var stored) || stored.Type != StoredType.F32 || stored.ByteLength != 4L * sum.Length)
            throw new InvalidFileException(file.Name, name, null, $"{sum.Length} numbers of F32", stored is null ? "none" : $"{stored.Type} of {stored.ByteLength} bytes");
        var values = stored.Singles(0, sum.Length);
        for (int i = 0; i < sum.Length; i++)
            sum[i] += values[i];
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var turned = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                turned[(column * rows) + row] = values[(row * columns) + column];
        }

        return turned;
    }
}
