namespace Attune.Training;

/// <summary>Told what a run does, on its thread and in order: a display, a log, a test.</summary>
public interface ITrainingObserver
{
    /// <summary>Data are being read, cut into tokens, and so on.</summary>
    /// <param name="what">Such as «tokens».</param>
    /// <param name="done">So many bytes or texts.</param>
    /// <param name="total">Of so many; 0 where nobody knows.</param>
    void Preparing(string what, long done, long total)
    {
    }

    /// <summary>Something about the run's files that its owner should know: a damaged checkpoint was passed over, a text has changed.</summary>
    void Noticed(string what)
    {
    }

    /// <summary>Training begins or goes on.</summary>
    void Started(TrainingRun run)
    {
    }

    /// <summary>A step was taken; the rates are those since the step before.</summary>
    void Stepped(TrainingMetrics metrics)
    {
    }

    /// <summary>The validation split was measured.</summary>
    void Evaluated(long step, Evaluation evaluation, bool isBest)
    {
    }

    /// <summary>The model wrote something.</summary>
    void Sampled(RunSample sample)
    {
    }

    /// <summary>A checkpoint is on the disk.</summary>
    void Saved(long step, string path)
    {
    }

    /// <summary>Something looks wrong, in plain words.</summary>
    void Found(TrainingFinding finding)
    {
    }
}
