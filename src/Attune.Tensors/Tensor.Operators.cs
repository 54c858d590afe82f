namespace Attune.Tensors;

public readonly partial struct Tensor
{
    /// <inheritdoc cref="Operations.Add(Tensor, Tensor)"/>
    public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

    /// <inheritdoc cref="Operations.Subtract(Tensor, Tensor)"/>
    public static Tensor operator -(Tensor left, Tensor right) => left.Subtract(right);

    /// <inheritdoc cref="Operations.Multiply(Tensor, Tensor)"/>
    public static Tensor operator *(Tensor left, Tensor right) => left.Multiply(right);

    /// <inheritdoc cref="Operations.Divide(Tensor, Tensor)"/>
    public static Tensor operator /(Tensor left, Tensor right) => left.Divide(right);

    /// <summary>x + a number.</summary>
    public static Tensor operator +(Tensor left, double right) => Operations.Add(left, right);

    /// <summary>A number + x.</summary>
    public static Tensor operator +(double left, Tensor right) => Operations.Add(left, right);

    /// <summary>x - a number.</summary>
    public static Tensor operator -(Tensor left, double right) => Operations.Subtract(left, right);

    /// <summary>A number - x.</summary>
    public static Tensor operator -(double left, Tensor right) => Operations.Subtract(left, right);

    /// <summary>x times a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Operations.Multiply(left, right);

    /// <summary>A number times x.</summary>
    public static Tensor operator *(double left, Tensor right) => Operations.Multiply(left, right);

    /// <summary>x / a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Operations.Divide(left, right);

    /// <summary>A number / x.</summary>
    public static Tensor operator /(double left, Tensor right) => Operations.Divide(left, right);

    /// <inheritdoc cref="Operations.Negate"/>
    public static Tensor operator -(Tensor x) => x.Negate();
}
