using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Philox4x32-10: random words as a function of a 128-bit counter and a 64-bit key, so that any number of any stream is
/// computed where it is needed, in any order, on any path, with the same bits. Salmon et al., Parallel Random Numbers: As
/// Easy as 1, 2, 3 (2011), doi:10.1145/2063384.2063405.
/// </summary>
/// <remarks>
/// The word of (seed, step, site, row, column): the key is the seed and the counter (16 (column / 64) + column % 16, row,
/// site, step); of its four words it is number column % 64 / 16. So the four words of neighbouring counters are four runs
/// of neighbouring columns, and no vector is ever shuffled.
/// </remarks>
internal static unsafe class Philox
{
    /// <summary>Columns that come from one group of counters.</summary>
    public const int Group = 64;

    private const int Rounds = 10;
    private const int CountersPerGroup = 16;

    /// <summary>Encrypts one counter a lane: four words a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Words<V>(ref V c0, ref V c1, ref V c2, ref V c3, ulong key)
        where V : struct, ILanes<V>
    {
        var (multiplier0, multiplier1) = (V.CreateBits(unchecked((int)0xD2511F53)), V.CreateBits(unchecked((int)0xCD9E8D57)));
        var (step0, step1) = (V.CreateBits(unchecked((int)0x9E3779B9)), V.CreateBits(unchecked((int)0xBB67AE85)));
        var (key0, key1) = (V.CreateBits((int)key), V.CreateBits((int)(key >> 32)));
        for (int round = 0; round < Rounds; round++)
        {
            var low0 = V.MultiplyBits(multiplier0, c0, out var high0);
            var low1 = V.MultiplyBits(multiplier1, c2, out var high1);
            c0 = high1 ^ c1 ^ key0;
            c1 = low1;
            c2 = high0 ^ c3 ^ key1;
            c3 = low0;
            key0 = V.AddBits(key0, step0);
            key1 = V.AddBits(key1, step1);
        }
    }

    /// <summary>
    /// The words of <paramref name="row"/> (one number, or one a lane) in lanes + 0, 16, 32 and 48 of a group's columns:
    /// lane i of word j belongs to column 64 <paramref name="group"/> + 16 j + <paramref name="column"/> + i.
    /// </summary>
    /// <param name="key">Seed, step and site.</param>
    /// <param name="row">Row numbers as integers.</param>
    /// <param name="group">Column / 64.</param>
    /// <param name="column">The first of 16 columns that lane 0 stands for; a multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GroupWords<V>(RandomKey key, V row, int group, int column, out V w0, out V w1, out V w2, out V w3)
        where V : struct, ILanes<V>
    {
        var lanes = V.ToIntegerBits(V.Indices);
        (w0, w1) = (V.AddBits(lanes, V.CreateBits((group * CountersPerGroup) + column)), row);
        (w2, w3) = (V.CreateBits(key.Site), V.CreateBits(key.Step));
        Words(ref w0, ref w1, ref w2, ref w3, key.Seed);
    }

    /// <summary>
    /// The same for vectors whose lanes are rows: word j of lane i belongs to row <paramref name="row"/>[i] and column
    /// 64 <paramref name="group"/> + 16 j + <paramref name="column"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ColumnWords<V>(RandomKey key, V row, int group, int column, out V w0, out V w1, out V w2, out V w3)
        where V : struct, ILanes<V>
    {
        (w0, w1) = (V.CreateBits((group * CountersPerGroup) + column), row);
        (w2, w3) = (V.CreateBits(key.Site), V.CreateBits(key.Step));
        Words(ref w0, ref w1, ref w2, ref w3, key.Seed);
    }

    /// <summary>Writes up to 64 numbers: those of <paramref name="row"/> and <paramref name="group"/>, made of words by <paramref name="map"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteGroup<V, TMap>(RandomKey key, int row, int group, float* target, int columns, ref TMap map)
        where V : struct, ILanes<V>
        where TMap : struct, IWordMap
    {
        for (int column = 0; column < Math.Min(CountersPerGroup, columns); column += V.Count)
        {
            GroupWords(key, V.CreateBits(row), group, column, out V w0, out V w1, out V w2, out V w3);
            map.Apply(ref w0, ref w1, ref w2, ref w3);
            Put(target + column, columns - column, w0);
            Put(target + column + 16, columns - column - 16, w1);
            Put(target + column + 32, columns - column - 32, w2);
            Put(target + column + 48, columns - column - 48, w3);
        }
    }

    /// <summary>A word as a number in [0, 1): its high 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ToUniform<V>(V word)
        where V : struct, ILanes<V> =>
        V.FromIntegerBits(V.ShiftRightBits(word, 8)) * V.Create(5.96046448e-08f);

    /// <summary>A mask that is set with probability <paramref name="threshold"/> / 2^24: where <see cref="ToUniform"/> is below that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsBelow<V>(V word, V threshold)
        where V : struct, ILanes<V> =>
        V.LessThanBits(V.ShiftRightBits(word, 8), threshold);

    /// <summary>The threshold of <see cref="IsBelow"/> for a probability: the smallest whole number that is at least p 2^24.</summary>
    public static int Threshold(double probability) => (int)Math.Ceiling(probability * (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V>(float* target, int count, V value)
        where V : struct, ILanes<V>
    {
        if (count > 0)
            V.StoreUpTo(target, count, value);
    }
}

/// <summary>How four words become four floats.</summary>
internal interface IWordMap
{
    void Apply<V>(ref V w0, ref V w1, ref V w2, ref V w3)
        where V : struct, ILanes<V>;
}
