namespace Attune.Tensors.Tests;

public class StepTests
{
    [Fact]
    public void A_tensor_ends_with_its_step_and_says_what_it_was()
    {
        Tensor sum;
        using (Step.Begin())
            sum = Tensor.Ones([2, 3]) + Tensor.Ones([3]);

        Assert.True(sum.HasEnded);
        var exception = Assert.Throws<InvalidOperationException>(() => sum.MatMul(Tensor.Ones([3, 2])));
        Assert.Equal(
            "matmul: the tensor f32 [2, 3] made by add was used after its step had ended; call Keep() within the step on what must live longer",
            exception.Message);
        Assert.Equal("a tensor whose step has ended", sum.ToString());
    }

    [Fact]
    public void An_ended_tensor_is_not_mistaken_for_the_next_one_in_its_place()
    {
        Tensor old;
        using (Step.Begin())
            old = Tensor.Ones([2]);
        using (Step.Begin())
        {
            var next = Tensor.Zeros([2]);
            Assert.Throws<InvalidOperationException>(() => old + next);
            Assert.Throws<InvalidOperationException>(() => old.ToArray<float>());
            Assert.Throws<InvalidOperationException>(() => old.Shape);
            Assert.NotEqual(old, next);
        }
    }

    [Fact]
    public void A_kept_tensor_outlives_its_step_and_is_never_overwritten()
    {
        Tensor kept, view;
        using (Step.Begin())
        {
            kept = (Tensor.Ones([3, 2]) * 7).Keep();
            view = (Tensor.Ones([3, 2]) * 5).Transpose().Keep();
        }

        for (int i = 0; i < 3; i++)
        {
            using var _ = Step.Begin();
            for (int j = 0; j < 20; j++)
                Tensor.Zeros([3, 2]);
        }

        Assert.Equal([7, 7, 7, 7, 7, 7], kept.ToArray<float>());
        Assert.Equal([5, 5, 5, 5, 5, 5], view.ToArray<float>());
    }

    [Fact]
    public void A_tensor_that_moves_out_lives_as_long_as_the_step_around()
    {
        Tensor moved;
        using (Step.Begin())
        {
            using (Step.Begin())
                moved = (Tensor.Ones([3, 2]) * 7).MoveOut();
            using (Step.Begin())
                Assert.Equal(Enumerable.Repeat(9f, 6), (moved + Tensor.Full([3, 2], 2)).ToArray<float>());
        }

        Assert.Throws<InvalidOperationException>(() => moved.ToArray<float>());
        using (Step.Begin())
            moved = (Tensor.Ones([3, 2]) * 7).MoveOut();
        Assert.Equal(Enumerable.Repeat(7f, 6), moved.ToArray<float>());
    }

    [Fact]
    public void Steps_nest_and_end_innermost_first()
    {
        using var outer = Step.Begin();
        var before = Tensor.Ones([2]);
        Tensor inner;
        using (Step.Begin())
            inner = before + 1;

        Assert.True(inner.HasEnded);
        Assert.Equal([3, 3], (before + 2).ToArray<float>());
    }

    [Fact]
    public void Ending_an_outer_step_first_is_an_error()
    {
        var outer = Step.Begin();
        var inner = Step.Begin();
        string message = "";
        try
        {
            outer.Dispose();
        }
        catch (InvalidOperationException exception)
        {
            message = exception.Message;
        }

        inner.Dispose();
        outer.Dispose();
        Assert.StartsWith("step: expected the innermost step of this thread", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_steps_tensors_live_as_long_as_they_are_referred_to()
    {
        var x = Tensor.Ones([2]);
        using (Step.Begin())
        {
        }

        Assert.Equal([1, 1], x.ToArray<float>());
    }

    [Fact]
    public void Each_thread_has_its_own_step()
    {
        using var _ = Step.Begin();
        var here = Tensor.Ones([4]);
        Tensor there = default;
        var thread = new Thread(() =>
        {
            using (Step.Begin())
                (here + 1).Exp();
            there = here * 3;
        });
        thread.Start();
        thread.Join();

        Assert.Equal([3, 3, 3, 3], there.ToArray<float>());
        Assert.False(here.HasEnded);
    }

    [Fact]
    public void The_end_of_a_step_after_an_error_frees_everything()
    {
        Tensor made = default;
        Assert.Throws<ArgumentException>(() =>
        {
            using var _ = Step.Begin();
            made = Tensor.Ones([2, 3]);
            made.MatMul(made);
        });

        Assert.True(made.HasEnded);
    }

    [Fact]
    public void Memory_is_used_again_by_the_next_step_and_can_be_given_back()
    {
        long Allocated() => Device.Cpu.AllocatedBytes;
        for (int i = 0; i < 2; i++)
            Work();
        long before = Allocated();
        Work();

        // Other tests run beside this one and may take what this one left, so only a bound of one block is certain.
        Assert.True(Allocated() - before < 8 << 20, $"{Allocated() - before} bytes");

        static void Work()
        {
            using var _ = Step.Begin();
            var x = Tensor.Ones([1 << 20]);
            for (int i = 0; i < 8; i++)
                x += 1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(80)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData((3L << 30) + 1)]
    public void A_size_class_holds_what_was_asked_for_with_at_most_a_quarter_more(long bytes)
    {
        var (sizeClass, blockBytes) = StorageCache.ClassOf(bytes);

        Assert.True(blockBytes >= bytes && blockBytes <= Math.Max(64, 1.25 * bytes));
        Assert.Equal(sizeClass, StorageCache.ClassOf(blockBytes).Class);
        Assert.Equal(sizeClass + 1, StorageCache.ClassOf(blockBytes + 1).Class);
    }
}
