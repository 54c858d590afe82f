using System.Security.Cryptography;

namespace Attune.Training;

/// <summary>The SHA-256 of files: whether one is still what was written.</summary>
internal static class FileHash
{
    /// <summary>In lower-case hexadecimal digits.</summary>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Enough of it for people to compare.</summary>
    public static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;
}
