namespace Attune.Training;

/// <summary>One of several, each with its probability. The name tells choices apart in statistics.</summary>
internal sealed class Distribution
{
    private readonly double[] _upTo;
    private readonly double[] _cost;

    public Distribution(string name, IReadOnlyList<double> weights)
    {
        Name = name;
        double sum = 0, total = weights.Sum();
        _upTo = [.. weights.Select(weight => (sum += weight) / total)];
        _cost = [.. weights.Select(weight => -Math.Log(weight / total))];
    }

    public string Name { get; }

    public int Count => _cost.Length;

    /// <summary>-log of the probability of a choice, in nats.</summary>
    public double Cost(int choice) => _cost[choice];

    /// <summary>The choice that a number in [0, 1) falls on.</summary>
    public int At(double uniform)
    {
        int low = 0, high = _upTo.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (uniform < _upTo[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
