namespace Attune.Formats.Tests;

public class TfRecordTests
{
    /// <summary>The examples of RFC 3720, appendix B.4, and the usual check value.</summary>
    [Theory]
    [InlineData("", 0x00000000)]
    [InlineData("313233343536373839", 0xE3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8A9136AA)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62A8AB43)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46DD794E)]
    [InlineData("1F1E1D1C1B1A191817161514131211100F0E0D0C0B0A09080706050403020100", 0x113FDB5C)]
    public void Checksums_are_the_published_ones(string hex, uint checksum) => Assert.Equal(checksum, TfRecord.Crc32C(Convert.FromHexString(hex)));

    [Fact]
    public void A_frame_is_read_again()
    {
        byte[] frame = TfRecord.Frame([1, 2, 3]);

        Assert.Equal(19, frame.Length);
        Assert.Equal(3UL, TfRecord.ReadHead(frame.AsSpan(0, 12)));
        Assert.True(TfRecord.IsWhole(frame.AsSpan(12)));
        frame[13] ^= 1;
        Assert.False(TfRecord.IsWhole(frame.AsSpan(12)));
        frame[0] ^= 1;
        Assert.Null(TfRecord.ReadHead(frame.AsSpan(0, 12)));
    }
}
