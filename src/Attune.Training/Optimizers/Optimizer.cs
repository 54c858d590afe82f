using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>Changes parameters by their gradients. A steady step allocates nothing. Not thread-safe.</summary>
public abstract class Optimizer
{
    private readonly Parameter[] _parameters;
    private readonly (string Name, Tensor[] Slots)[] _state;

    /// <summary>Makes its state, zeros at first.</summary>
    /// <param name="parameters">What it changes.</param>
    /// <param name="slots">Names of the tensors it keeps for each parameter.</param>
    private protected Optimizer(IReadOnlyList<Parameter> parameters, params string[] slots)
    {
        _parameters = [.. parameters];
        _state = [.. slots.Select(name => (name, (Tensor[])[.. _parameters.Select(parameter => Tensor.Zeros(parameter.Value.Shape).Keep())]))];
    }

    /// <summary>Steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>What it keeps between steps, for checkpoints: <c>first/transformer.wte.weight</c> and so on.</summary>
    public IEnumerable<(string Name, Tensor Value)> State =>
        from slot in _state
        from i in Enumerable.Range(0, _parameters.Length)
        select ($"{slot.Name}/{_parameters[i].Name}", slot.Slots[i]);

    /// <summary>One step, in place; then gradients count as zero. A parameter that no gradient reached stays as it is.</summary>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="gradientScale">Factor of all gradients, such as that of <see cref="GradientClipping.ByNorm"/>.</param>
    public void Step(double learningRate, double gradientScale = 1)
    {
        StepCount++;
        for (int i = 0; i < _parameters.Length; i++)
        {
            var gradient = _parameters[i].Value.Gradient;
            if (gradient.IsNone)
                continue;
            Update(i, _parameters[i], gradient, (float)learningRate, (float)gradientScale);
            _parameters[i].Value.ZeroGradient();
        }
    }

    /// <summary>Goes on behind the steps of a checkpoint, whose tensors were copied into <see cref="State"/>.</summary>
    public void Restore(long stepCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stepCount);
        StepCount = stepCount;
    }

    /// <summary>The tensor of one slot for one parameter.</summary>
    private protected Tensor Slot(int slot, int parameter) => _state[slot].Slots[parameter];

    private protected abstract void Update(int index, Parameter parameter, Tensor gradient, float rate, float scale);
}
