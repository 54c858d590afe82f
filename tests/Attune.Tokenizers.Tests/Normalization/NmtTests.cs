namespace Attune.Tokenizers.Tests;

public class NmtTests
{
    [Fact]
    public void Controls_go_and_odd_spaces_become_spaces() =>
        Assert.Equal("ab c d e f g h\u0085\0\u00A0", new Nmt().Normalize("a\u0001b\tc\u200Bd\uFEFFe\u2581f\uFFFDg\u1680h\u007F\u0085\u008F\0\u00A0"));
}
