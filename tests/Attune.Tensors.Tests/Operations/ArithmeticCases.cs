namespace Attune.Tensors.Tests;

internal sealed class ArithmeticCases : IOperationCases
{
    public IEnumerable<OperationCase> Cases =>
    [
        Case(nameof(Operations.Add), "equal shapes", x => x[0] + x[1], [3, 5], [3, 5]),
        Case(nameof(Operations.Add), "a row to each row", x => x[0] + x[1], [4, 3, 5], [5]),
        Case(nameof(Operations.Add), "a column and a row", x => x[0] + x[1], [4, 1], [1, 3]),
        Case(nameof(Operations.Add), "middle axis stretched", x => x[0] + x[1], [2, 1, 3], [2, 4, 3]),
        Case(nameof(Operations.Add), "to itself", x => x[0] + x[0], [3, 5]),
        Case(nameof(Operations.Add), "a number", x => 2 + (x[0] + 0.5), [3, 5]),
        Case(nameof(Operations.Subtract), "equal shapes", x => x[0] - x[1], [3, 5], [3, 5]),
        Case(nameof(Operations.Subtract), "from a single number", x => 1 - x[0] - x[1], [], [2, 2]),
        Case(nameof(Operations.Subtract), "a number and from a number", x => 2 - (x[0] - 0.5), [3, 5]),
        Case(nameof(Operations.Multiply), "equal shapes", x => x[0] * x[1], [3, 5], [3, 5]),
        Case(nameof(Operations.Multiply), "each row by its factor", x => x[0] * x[1], [4, 3], [4, 1]),
        Case(nameof(Operations.Multiply), "by itself and a number", x => 3 * x[0] * x[0] * 2, [3, 5]),
        new()
        {
            Operation = nameof(Operations.Divide),
            Inputs = [Input.Normal([3, 4]), Input.Uniform([4], 0.5, 2)],
            LargeInputs = [Input.Normal([300, 256]), Input.Uniform([256], 0.5, 2)],
            Compute = x => 1 / (x[0] / x[1] / 2),
        },
    ];

    public IEnumerable<OperationError> Errors =>
    [
        new("add: [2, 3] and [4, 3]: sizes 2 and 4 of axis -2 differ and neither is 1", () => Tensor.Zeros([2, 3]) + Tensor.Zeros([4, 3])),
        new("multiply: expected operands of one type, got f32 [2] and f64 [2]", () => Tensor.Zeros([2]) * Tensor.Zeros([2], DType.F64)),
        new("multiply: i32 [2]: expected a whole number of 32 bits, got 0.5", () => Tensor.I32([1, 2]) * 0.5),
        new("divide: expected f32 or f64, got i32 [2]", () => Tensor.I32([1, 2]) / Tensor.I32([1, 2])),
    ];

    private static OperationCase Case(string operation, string variant, Func<Tensor[], Tensor> compute, params Shape[] shapes) => new()
    {
        Operation = operation,
        Variant = variant,
        Inputs = [.. shapes.Select(shape => Input.Normal(shape))],
        LargeInputs = [.. shapes.Select(shape => Input.Normal(Grow(shape)))],
        Compute = compute,
    };

    // Axes of 3 and more grow, so that broadcasting stays what it was.
    private static Shape Grow(Shape shape)
    {
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] >= 3)
                shape = shape.With(i, 41 * shape[i]);
        }

        return shape;
    }
}
