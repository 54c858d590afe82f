using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Attune.Nn;

namespace Attune.Inference;

// Tokens as they come.
public sealed partial class TextGenerator
{
    /// <summary>Continues a text, token by token, each computed when it is asked for.</summary>
    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    public IEnumerable<GeneratedToken> Stream(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default) =>
        Stream(RequestFor(prompt, options), cancellation);

    /// <inheritdoc cref="Stream(string, GenerationOptions?, CancellationToken)"/>
    /// <param name="request">Tokens and options.</param>
    public IEnumerable<GeneratedToken> Stream(GenerationRequest request, CancellationToken cancellation = default)
    {
        CheckStream(request);
        return Tokens(request, NewCache(request), [], cancellation);
    }

    /// <summary>Continues a text, token by token, on a thread of its own, which ends before the next token when the reader leaves.</summary>
    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    public IAsyncEnumerable<GeneratedToken> StreamAsync(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default) =>
        StreamAsync(RequestFor(prompt, options), cancellation);

    /// <inheritdoc cref="StreamAsync(string, GenerationOptions?, CancellationToken)"/>
    /// <param name="request">Tokens and options.</param>
    public IAsyncEnumerable<GeneratedToken> StreamAsync(GenerationRequest request, CancellationToken cancellation = default)
    {
        CheckStream(request);
        return OnItsOwnThread(stop => Tokens(request, NewCache(request), [], stop), cancellation);
    }

    /// <summary>Hands over what an enumeration gives on a thread of its own; the enumeration is over when the reader's is.</summary>
    internal static async IAsyncEnumerable<T> OnItsOwnThread<T>(
        Func<CancellationToken, IEnumerable<T>> enumerate, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateUnbounded<T>(new() { SingleReader = true, SingleWriter = true });
        var thread = Task.Factory.StartNew(
            () =>
            {
                Exception? failure = null;
                try
                {
                    foreach (var item in enumerate(stop.Token))
                        channel.Writer.TryWrite(item);
                }
                catch (Exception error)
                {
                    failure = error; // The reader's, who gets it from the channel.
                }

                channel.Writer.Complete(failure);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested(); // Of items that wait already, the channel gives all.
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await thread.ConfigureAwait(false);
        }
    }

    /// <summary>Generates behind what a cache holds.</summary>
    /// <param name="request">Checked.</param>
    /// <param name="cache">Holds the first tokens of the prompt, not all of them.</param>
    /// <param name="ids">Receives all tokens of the sequence as they come.</param>
    /// <param name="cancellation">Ends it before the next token.</param>
    internal IEnumerable<GeneratedToken> Tokens(GenerationRequest request, KeyValueCache cache, List<int> ids, CancellationToken cancellation)
    {
        var step = new DecodeStep(Model);
        var generation = new Generation(Tokenizer, request, ids, cache, Model.ContextLength);
        List<Generation> alone = [generation];
        while (!generation.IsFinished)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return generation.Take(step.Run(alone));
        }
    }

    internal void CheckStream(GenerationRequest request)
    {
        Check(request, "prompt");
        if (request.Options.Beams > 1)
            throw new ArgumentException($"{nameof(GenerationOptions.Beams)}: expected 1 to stream tokens, found {request.Options.Beams}");
    }
}
