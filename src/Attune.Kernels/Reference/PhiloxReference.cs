namespace Attune.Kernels;

/// <summary>Philox4x32-10, one number at a time, as the paper has it. doi:10.1145/2063384.2063405, section 5.</summary>
public static class PhiloxReference
{
    /// <summary>The four words of a counter under a key.</summary>
    public static (uint W0, uint W1, uint W2, uint W3) Words(uint c0, uint c1, uint c2, uint c3, ulong key)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = 0xD2511F53UL * c0;
            ulong product1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            unchecked
            {
                k0 += 0x9E3779B9;
                k1 += 0xBB67AE85;
            }
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>The word of (key, row, column): see the remarks of the kernel's generator.</summary>
    public static uint Word(RandomKey key, int row, int column)
    {
        var (w0, w1, w2, w3) = Words((uint)((column / 64 * 16) + (column % 16)), (uint)row, (uint)key.Site, (uint)key.Step, key.Seed);
        return (column % 64 / 16) switch
        {
            0 => w0,
            1 => w1,
            2 => w2,
            _ => w3,
        };
    }

    /// <summary>Uniform numbers in [0, 1) of one row.</summary>
    public static void Uniform(RandomKey key, Span<float> target, int row)
    {
        for (int column = 0; column < target.Length; column++)
            target[column] = (Word(key, row, column) >> 8) / 16777216f;
    }
}
