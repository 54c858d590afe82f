namespace Attune.Tokenizers.Tests;

public class UnigramScriptsTests
{
    [Fact]
    public void Characters_of_one_script_have_one_number()
    {
        Assert.Single("azAZéﬁ".Select(Of).Distinct());
        Assert.Single("あアー漢".Select(Of).Distinct());
        Assert.Single("09.,!-—'☃€".Select(Of).Distinct());
        Assert.Equal(6, "aжא漢한1".Select(Of).Distinct().Count());
        Assert.Equal(UnigramScripts.Inherited, UnigramScripts.Of(0x301));
        Assert.Equal(UnigramScripts.Of(0x378), UnigramScripts.Of(0x10FFFF));
        Assert.Equal(Of('漢'), UnigramScripts.Of(0x20000));
    }

    private static int Of(char character) => UnigramScripts.Of(character);
}
