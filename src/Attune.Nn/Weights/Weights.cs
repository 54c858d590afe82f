using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// A place in a checkpoint: <c>w / "attn" / "c_proj"</c>. Constructors of modules take their parameters from it, whether they are read from a
/// file or drawn afresh.
/// </summary>
/// <remarks>
/// Loading is strict both ways: every tensor that the model lacks, that the file has too many, or whose sizes differ, is listed in one error. Not thread-safe
/// while a model is being made.
/// </remarks>
public sealed class Weights
{
    private readonly WeightsRoot _root;

    private Weights(WeightsRoot root, string path)
    {
        _root = root;
        Path = path;
    }

    /// <summary>The names on the way here, joined by dots; empty at the root.</summary>
    public string Path { get; }

    /// <summary>What has been made at this place and below, in order.</summary>
    public IReadOnlyList<Parameter> Parameters =>
        Path.Length == 0 ? _root.Parameters : [.. _root.Parameters.Where(parameter => parameter.Name.StartsWith(Path + ".", StringComparison.Ordinal))];

    /// <summary>A number for this place that tells it from others, for random numbers: a function of the path alone.</summary>
    public int Site => SiteOf(Path);

    /// <summary>The place of a part.</summary>
    public static Weights operator /(Weights w, string name) => new(w._root, w.Path.Length == 0 ? name : $"{w.Path}.{name}");

    /// <summary>The place of a part of a list.</summary>
    public static Weights operator /(Weights w, int index) => w / index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A checkpoint that does not exist yet: every parameter is drawn by its initializer, a function of seed and name alone.</summary>
    public static Weights Fresh(ulong seed) => new(new WeightsRoot(null, null, seed), "");

    /// <summary>Makes a model of the tensors of a file.</summary>
    /// <param name="source">The tensors.</param>
    /// <param name="make">The model's constructor.</param>
    /// <param name="map">Names of the file for those of the model; left out where they are the same.</param>
    /// <exception cref="Formats.InvalidFileException">Tensors are missing, left over or of other sizes; all of them are listed.</exception>
    public static T Load<T>(IWeightSource source, Func<Weights, T> make, WeightMap? map = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(make);
        var root = new WeightsRoot(source, map, 0);
        var model = make(new Weights(root, ""));
        root.Check();
        return model;
    }

    /// <summary>Takes a parameter from here.</summary>
    /// <param name="name">Its name at this place, such as <c>weight</c>.</param>
    /// <param name="shape">Its sizes in the model.</param>
    /// <param name="initializer">What it is in a fresh model.</param>
    /// <param name="decays">See <see cref="Parameter.Decays"/>.</param>
    /// <param name="isTransposed">See <see cref="Parameter.IsTransposed"/>.</param>
    /// <exception cref="InvalidOperationException">It has been taken already: share the module instead.</exception>
    public Parameter Parameter(string name, Shape shape, Initializer initializer, bool decays = false, bool isTransposed = false)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        string full = (this / name).Path;
        return _root.Take(full, shape, initializer, new RandomKey(_root.Seed, 0, SiteOf(full)), decays, isTransposed);
    }

    // FNV-1a, 32 bits.
    private static int SiteOf(string path)
    {
        uint hash = 2166136261;
        foreach (char c in path)
            hash = (hash ^ c) * 16777619;
        return (int)hash;
    }
}
