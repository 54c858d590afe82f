using System.IO.Hashing;

namespace Attune.Training;

/// <summary>The XXH128 of files: whether one is still what was written. Against damage, not malice. It is C# itself: .NET's SHA-256 is OpenSSL's, which a system may lack.</summary>
internal static class FileHash
{
    /// <summary>In lower-case hexadecimal digits.</summary>
    public static string Of(string path)
    {
        var hash = new XxHash128();
        using var stream = File.OpenRead(path);
        hash.Append(stream);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Enough of it for people to compare.</summary>
    public static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;
}
