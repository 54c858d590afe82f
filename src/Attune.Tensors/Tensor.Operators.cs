namespace Attune.Tensors;

public readonly partial struct Tensor
{
    /// <inheritdoc cref="Operations.Add"/>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <inheritdoc cref="Operations.Subtract"/>
    public static Tensor operator -(Tensor left, Tensor right) => left.Subtract(right);

    /// <inheritdoc cref="Operations.Multiply"/>
    public static Tensor operator *(Tensor left, Tensor right) => left.Multiply(right);

    /// <inheritdoc cref="Operations.Divide"/>
    public static Tensor operator /(Tensor left, Tensor right) => left.Divide(right);

    /// <summary>x + a number.</summary>
    public static Tensor operator +(Tensor left, double right) => left.Add(left.Like(right));

    /// <summary>A number + x.</summary>
    public static Tensor operator +(double left, Tensor right) => right.Like(left).Add(right);

    /// <summary>x - a number.</summary>
    public static Tensor operator -(Tensor left, double right) => left.Subtract(left.Like(right));

    /// <summary>A number - x.</summary>
    public static Tensor operator -(double left, Tensor right) => right.Like(left).Subtract(right);

    /// <summary>x times a number.</summary>
    public static Tensor operator *(Tensor left, double right) => left.Multiply(left.Like(right));

    /// <summary>A number times x.</summary>
    public static Tensor operator *(double left, Tensor right) => right.Like(left).Multiply(right);

    /// <summary>x / a number.</summary>
    public static Tensor operator /(Tensor left, double right) => left.Divide(left.Like(right));

    /// <summary>A number / x.</summary>
    public static Tensor operator /(double left, Tensor right) => right.Like(left).Divide(right);

    /// <inheritdoc cref="Operations.Negate"/>
    public static Tensor operator -(Tensor x) => x.Negate();

    private Tensor Like(double value) => Scalar(value, DType, Device);
}
