namespace Attune.Tokenizers.Tests;

public class TokenizationExceptionTests
{
    [Fact]
    public void It_says_what_it_was_told() => Assert.Equal("x", new TokenizationException("x").Message);
}
