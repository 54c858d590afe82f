namespace Attune.Training.Tests;

public class LearningRateScheduleTests
{
    /// <summary>nanoGPT's schedule at its 0-based iteration it = step - 1: rate (it + 1) / (warm-up + 1), then the cosine.</summary>
    [Theory]
    [InlineData(1, 1e-3 / 101)]
    [InlineData(100, 1e-3 * 100 / 101)]
    [InlineData(101, 1e-3)]
    [InlineData(2000, 1e-4)]
    public void Warm_up_and_cosine(long step, double rate)
    {
        var schedule = new Recipe { Steps = 2000, WarmupSteps = 100, LearningRate = 1e-3, FinalLearningRate = 1e-4 }.CreateSchedule();

        Assert.Equal(rate, schedule.RateAt(step), 1e-12);
    }

    [Fact]
    public void The_cosine_is_at_its_middle_halfway()
    {
        Assert.Equal(0.55, new CosineSchedule(1, 0.1, 101).RateAt(51), 12);
    }

    /// <summary>d^-0.5 min(step^-0.5, step warm-up^-1.5) with d = 512 and 4,000 steps of warm-up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4000)]
    [InlineData(100_000)]
    public void The_schedule_of_2017(long step)
    {
        var schedule = new InverseSquareRootSchedule(InverseSquareRootSchedule.PaperPeak(512, 4000), 4000);
        double paper = Math.Pow(512, -0.5) * Math.Min(Math.Pow(step, -0.5), step * Math.Pow(4000, -1.5));

        Assert.Equal(paper, schedule.RateAt(step), 1e-15);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(90, 1)]
    [InlineData(91, 1)]
    [InlineData(100, 0)]
    public void Warm_up_stable_decay(long step, double rate)
    {
        Assert.Equal(rate, new WarmUpStableDecaySchedule(1, 0, 100).RateAt(step), 12);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 0.5)]
    [InlineData(21, 0.25)]
    public void Steps_halve(long step, double rate)
    {
        Assert.Equal(rate, new StepSchedule(1, 10, 0.5).RateAt(step), 12);
    }
}
