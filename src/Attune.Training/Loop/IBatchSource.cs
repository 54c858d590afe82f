namespace Attune.Training;

/// <summary>Where a trainer's batches come from: a function of step and pass alone, so that a run can go on anywhere.</summary>
public interface IBatchSource
{
    /// <summary>Fills a batch.</summary>
    /// <param name="step">From 1 on.</param>
    /// <param name="pass">The pass within the step, from 0.</param>
    /// <param name="batch">Overwritten.</param>
    void Fill(long step, int pass, TokenBatch batch);
}

/// <summary>The same batch for every step: a model that cannot learn it by heart has a fault.</summary>
/// <param name="batches">The source of the one batch.</param>
internal sealed class OneBatch(IBatchSource batches) : IBatchSource
{
    public void Fill(long step, int pass, TokenBatch batch) => batches.Fill(1, pass, batch);
}
