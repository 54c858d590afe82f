using Attune.Formats;
using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>What all places of one checkpoint share: where tensors come from, what was taken, and what went wrong.</summary>
internal sealed class WeightsRoot(IWeightSource? source, WeightMap? map, ulong seed)
{
    private readonly List<Parameter> _parameters = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(source?.TensorNames ?? [], StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    public ulong Seed => seed;

    public IReadOnlyList<Parameter> Parameters => _parameters;

    public Parameter Take(string name, in Shape shape, Initializer initializer, RandomKey key, bool decays, bool isTransposed)
    {
        if (!_taken.Add(name))
            throw new InvalidOperationException($"{name} was taken twice: modules that share a parameter share the module that has it");
        var value = source is null ? initializer.Make(shape, key) : Read(source, name, shape, isTransposed);
        var parameter = new Parameter(name, value.Keep().RequireGradient(), decays, isTransposed);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Throws one error that lists all that did not fit.</summary>
    public void Check()
    {
        if (source is null)
            return;
        foreach (string name in _unread.Order(StringComparer.Ordinal))
        {
            if (map?.Ignores?.Invoke(name) != true)
                _problems.Add($"{name} is not a tensor of this model");
        }

        if (_problems.Count > 0)
        {
            const int Shown = 20;
            string rest = _problems.Count > Shown ? $"; and {_problems.Count - Shown} more" : "";
            throw new InvalidFileException(
                source.Name, null, null, "exactly the tensors of the model", string.Join("; ", _problems.Take(Shown)) + rest);
        }
    }

    private Tensor Read(IWeightSource from, string name, in Shape shape, bool isTransposed)
    {
        string stored = map?.Rename?.Invoke(name) ?? name;
        isTransposed = map?.StoresTransposed?.Invoke(name) ?? isTransposed;
        Shape expected = isTransposed ? [shape[1], shape[0]] : shape;
        if (!_unread.Remove(stored))
        {
            _problems.Add($"{stored} {expected} is missing");
            return Tensor.Zeros([]);
        }

        long[] sizes = from.ShapeOf(stored);
        if (!sizes.AsSpan().SequenceEqual(expected.ToInt64Array()))
        {
            _problems.Add($"{stored} is [{string.Join(", ", sizes)}] where the model has {expected}");
            return Tensor.Zeros([]);
        }

        var value = Tensor.Zeros(expected);
        from.Read(stored, value);
        return isTransposed ? value.Transpose().Contiguous() : value;
    }
}
