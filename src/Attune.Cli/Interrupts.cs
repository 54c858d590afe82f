using System.Runtime.InteropServices;

namespace Attune.Cli;

/// <summary>
/// Ctrl+C and requests to end (SIGTERM). The first stops the verb in its own time, so that a training step can end and be saved; or only a part of the verb, such as an answer.
/// Another ends the program at once.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _verb = new();
    private readonly PosixSignalRegistration[] _signals;
    private CancellationTokenSource? _part;

    public Interrupts() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt),
    ];

    /// <summary>Stops the verb.</summary>
    public CancellationToken Token => _verb.Token;

    /// <summary>Begins a part of the verb that Ctrl+C stops without the rest, until the source is disposed.</summary>
    public CancellationTokenSource Part()
    {
        var part = CancellationTokenSource.CreateLinkedTokenSource(_verb.Token);
        _part = part;
        return part;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _verb.Dispose();
    }

    /// <summary>What a signal does; a test sends none.</summary>
    internal void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true; // The runtime would end the program.
        if (signal.Signal == PosixSignal.SIGINT && Cancel(_part))
            return;
        if (!Cancel(_verb))
            Environment.Exit(Verb.InterruptedStatus);
    }

    /// <returns>Whether it ran until now.</returns>
    private static bool Cancel(CancellationTokenSource? source)
    {
        try
        {
            if (source is null || source.IsCancellationRequested)
                return false;
            source.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false; // What it stopped is over.
        }
    }
}
