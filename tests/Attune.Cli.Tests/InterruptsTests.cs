using System.Runtime.InteropServices;

namespace Attune.Cli.Tests;

public class InterruptsTests
{
    [Fact]
    public void Ctrl_C_stops_a_part_and_another_the_verb()
    {
        using var interrupts = new Interrupts();
        using var part = interrupts.Part();

        var signal = new PosixSignalContext(PosixSignal.SIGINT);
        interrupts.Interrupt(signal);
        Assert.True(signal.Cancel);
        Assert.Equal((true, false), (part.IsCancellationRequested, interrupts.Token.IsCancellationRequested));

        interrupts.Interrupt(signal);
        Assert.True(interrupts.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_part_that_is_over_is_not_in_the_way()
    {
        using var interrupts = new Interrupts();
        interrupts.Part().Dispose();

        interrupts.Interrupt(new PosixSignalContext(PosixSignal.SIGINT));

        Assert.True(interrupts.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_request_to_end_stops_the_verb_and_its_part()
    {
        using var interrupts = new Interrupts();
        using var part = interrupts.Part();

        interrupts.Interrupt(new PosixSignalContext(PosixSignal.SIGTERM));

        Assert.True(interrupts.Token.IsCancellationRequested && part.IsCancellationRequested);
    }
}
