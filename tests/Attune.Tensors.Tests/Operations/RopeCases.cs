using System.Collections.Concurrent;
using Attune.Kernels;

namespace Attune.Tensors.Tests;

internal sealed class RopeCases : IOperationCases
{
    private static readonly ConcurrentDictionary<(DType, RotaryPairs), RotaryTables> s_tables = [];

    public IEnumerable<OperationCase> Cases =>
        Enum.GetValues<RotaryPairs>().Select(pairs => new OperationCase
        {
            Operation = nameof(Operations.Rope),
            Variant = $"{pairs}, some dimensions",
            Inputs = [Input.Normal([4, 2, 10]), Input.Indices([4], 9)],
            LargeInputs = [Input.Normal([400, 4, 10]), Input.Indices([400], 9)],
            Compute = x => x[0].Rope(x[1], Tables(x[0].DType, pairs)),
        });

    public IEnumerable<OperationError> Errors =>
    [
        new(
            "rope: expected x [N, H, D], positions [N] and tables [P, at most D], got [2, 3, 4], [2] and [9, 6]",
            () => Tensor.Zeros([2, 3, 4]).Rope(Tensor.I32([0, 1]), Tables(DType.F32, RotaryPairs.Halves))),
        new(
            "rope: expected positions from 0 to 8, got 9 in row 1",
            () => Tensor.Zeros([2, 3, 8]).Rope(Tensor.I32([0, 9]), Tables(DType.F32, RotaryPairs.Halves))),
        new(
            "rope: expected i32, got f32 [2]",
            () => Tensor.Zeros([2, 3, 8]).Rope(Tensor.Zeros([2]), Tables(DType.F32, RotaryPairs.Halves))),
        new(
            "rotary_tables: expected an even number of dimensions, got 5",
            () => new RotaryTables(RotaryTables.Frequencies(5), 8).Cos),
        new("rotary_tables: expected theta above 0, got 0", () => new RotaryTables(RotaryTables.Frequencies(4, 0), 8).Cos),
        new("rotary_tables: expected positions of at least 0, got -1", () => new RotaryTables(RotaryTables.Frequencies(4), -1).Cos),
        new(
            "rope: expected indices from 0 to 7 (positions of 8), got 9 in row 1",
            () => Tensor.Zeros([2, 1, 4], DType.F64).Rope(Tensor.I32([0, 9]), new RotaryTables(RotaryTables.Frequencies(4), 8, type: DType.F64))),
    ];

    // Tables are made once, as models do.
    private static RotaryTables Tables(DType type, RotaryPairs pairs) => s_tables.GetOrAdd((type, pairs), _ => Make(type, pairs));

    private static RotaryTables Make(DType type, RotaryPairs pairs) =>
        new(RotaryTables.Frequencies(6), 9, pairs, type: type);
}
