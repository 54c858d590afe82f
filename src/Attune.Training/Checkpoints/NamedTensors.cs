using System.Runtime.InteropServices;
using Attune.Formats;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>Tensors with names as a safetensors file, and back into tensors that are there.</summary>
internal static class NamedTensors
{
    /// <summary>Writes f32 tensors.</summary>
    public static void Write(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        var writer = new SafetensorsWriter();
        foreach (var (name, value) in tensors)
            writer.Add(name, StoredType.F32, value.Shape.ToInt64Array(), write => write(MemoryMarshal.AsBytes<float>(value.ToArray<float>())));
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        writer.WriteTo(stream);
    }

    /// <summary>Overwrites tensors with those of a file that has exactly the same names and sizes.</summary>
    /// <exception cref="InvalidFileException">It has not.</exception>
    public static void Read(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var file = SafetensorsFile.Open(path);
        int count = 0;
        foreach (var (name, value) in tensors)
        {
            count++;
            if (!file.Tensors.TryGetValue(name, out var stored))
                throw new InvalidFileException(path, name, null, $"a tensor {value.Shape}", "none");
            if (stored.Type != StoredType.F32 || !stored.Shape.SequenceEqual(value.Shape.ToInt64Array()))
                throw new InvalidFileException(path, name, null, $"F32 {value.Shape}", $"{stored.Type} [{string.Join(", ", stored.Shape)}]");
            value.CopyFrom(stored.Singles(0, value.ElementCount));
        }

        if (count != file.Tensors.Count)
            throw new InvalidFileException(path, null, null, $"{count} tensors", $"{file.Tensors.Count}");
    }
}
