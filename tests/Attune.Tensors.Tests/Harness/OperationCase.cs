namespace Attune.Tensors.Tests;

/// <summary>One use of an operation, from which <see cref="OperationTests"/> derives all of its tests.</summary>
internal sealed class OperationCase
{
    /// <summary>The method of <see cref="Operations"/>: <c>nameof(Operations.Add)</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>What is special about this case; unique within the operation.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Small enough for central differences of every element.</summary>
    public required Input[] Inputs { get; init; }

    /// <summary>Large enough to be split over threads, where the operation is; by default <see cref="Inputs"/>.</summary>
    public Input[]? LargeInputs { get; init; }

    /// <summary>Calls the operation; several outputs are joined to one.</summary>
    public required Func<Tensor[], Tensor> Compute { get; init; }

    /// <summary>False for comparisons, indices and the like.</summary>
    public bool IsDifferentiable { get; init; } = true;

    /// <summary>True when bf16 is a type that the operation takes.</summary>
    public bool TakesBf16 { get; init; }

    /// <summary>The bound for f32 against f64; say why it is not 1e-12.</summary>
    public double Nmse { get; init; } = Kernels.Tests.Close.Nmse;

    public string Name => Variant.Length == 0 ? Operation : $"{Operation}, {Variant}";

    public override string ToString() => Name;
}

/// <summary>A wrong use of an operation, and what the message must say.</summary>
internal sealed record OperationError(string Message, Func<Tensor> Use);

/// <summary>Implemented in <c>Operations/XCases.cs</c>; found by itself.</summary>
internal interface IOperationCases
{
    IEnumerable<OperationCase> Cases { get; }

    /// <summary>Wrong shapes, sizes, indices. Wrong types are tested without being listed.</summary>
    IEnumerable<OperationError> Errors => [];
}

/// <summary>All cases of this assembly.</summary>
internal static class OperationCases
{
    private static readonly IOperationCases[] s_sources =
        [.. typeof(OperationCases).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperationCases)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (IOperationCases)Activator.CreateInstance(type)!)];

    public static IReadOnlyList<OperationCase> All { get; } = [.. s_sources.SelectMany(source => source.Cases)];

    public static IReadOnlyList<OperationError> Errors { get; } = [.. s_sources.SelectMany(source => source.Errors)];

    /// <summary>For <c>[MemberData]</c>: names, so that runners list them.</summary>
    public static TheoryData<string> Names => [.. All.Select(@case => @case.Name)];

    public static TheoryData<string> Differentiable => [.. All.Where(@case => @case.IsDifferentiable).Select(@case => @case.Name)];

    public static TheoryData<string> Messages => [.. Errors.Select(error => error.Message)];

    public static OperationCase Find(string name) => All.Single(@case => @case.Name == name);
}
