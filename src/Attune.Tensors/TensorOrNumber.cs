namespace Attune.Tensors;

/// <summary>One side of an arithmetic operation: a tensor, or a number that no tensor is made for.</summary>
internal readonly record struct TensorOrNumber
{
    private TensorOrNumber(Tensor tensor, double number, bool isNumber) => (Tensor, Number, IsNumber) = (tensor, number, isNumber);

    /// <summary>None for a number.</summary>
    public Tensor Tensor { get; }

    public double Number { get; }

    public bool IsNumber { get; }

    public static implicit operator TensorOrNumber(Tensor tensor) => new(tensor, 0, false);

    public static implicit operator TensorOrNumber(double number) => new(default, number, true);
}
