namespace Attune.Formats;

/// <summary>What the readers read: a file's name for their errors, and its bytes, mapped from disk or given in memory.</summary>
internal sealed class FileBytes : IDisposable
{
    private readonly MappedFile? _mapped;
    private readonly ReadOnlyMemory<byte> _memory;

    private FileBytes(string name, MappedFile? mapped, ReadOnlyMemory<byte> memory)
    {
        Name = name;
        _mapped = mapped;
        _memory = memory;
    }

    public string Name { get; }

    public long Length => _mapped?.Length ?? _memory.Length;

    public static FileBytes Open(string path) => new(path, MappedFile.Open(path), default);

    public static FileBytes Of(string name, ReadOnlyMemory<byte> bytes) => new(name, null, bytes);

    /// <summary>The first bytes, as many as one span can hold; valid while this object is referenced and not disposed.</summary>
    public ReadOnlySpan<byte> Start()
    {
        int length = (int)Math.Min(Length, int.MaxValue);
        return _mapped is null ? _memory.Span[..length] : _mapped.Span(0, length);
    }

    /// <summary>Any bytes, as <see cref="MappedFile.Span"/> gives them.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length) => _mapped is null ? _memory.Span.Slice(checked((int)offset), length) : _mapped.Span(offset, length);

    /// <summary>All bytes of a format whose files always fit one span.</summary>
    public ReadOnlySpan<byte> All()
    {
        if (Length > int.MaxValue)
            throw new InvalidFileException(Name, null, null, $"at most {int.MaxValue} bytes", $"{Length}");
        return Start();
    }

    /// <summary>The first bytes to keep: a copy of what is mapped, or the caller's memory itself.</summary>
    public ReadOnlyMemory<byte> Keep(int length) => _mapped is null ? _memory[..length] : _mapped.Span(0, length).ToArray();

    /// <summary>Ends a mapping: nothing may be read after this.</summary>
    public void Dispose() => _mapped?.Dispose();
}
