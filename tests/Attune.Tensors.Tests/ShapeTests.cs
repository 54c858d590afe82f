namespace Attune.Tensors.Tests;

public class ShapeTests
{
    [Fact]
    public void A_shape_prints_as_its_sizes()
    {
        Assert.Equal("[2, 3]", new Shape(2, 3).ToString());
        Assert.Equal("[]", default(Shape).ToString());
    }

    [Fact]
    public void A_shape_without_axes_has_one_element_and_one_with_an_empty_axis_none()
    {
        Assert.Equal(1, default(Shape).ElementCount);
        Assert.Equal(0, new Shape(3, 0, 2).ElementCount);
    }

    [Theory]
    [InlineData("shape: [2, -3]: expected sizes of at least 0, got -3", 2, -3)]
    [InlineData("shape: [65536, 32768]: expected at most 2147483647 elements", 65536, 32768)]
    [InlineData("shape: [2147483647, 2147483647, 2]: expected at most 2147483647 elements", int.MaxValue, int.MaxValue, 2)]
    [InlineData("shape: [0, 2147483647, 2]: expected at most 2147483647 elements", 0, int.MaxValue, 2)]
    [InlineData("shape: [1, 1, 1, 1, 1, 1, 1]: expected at most 6 axes, got 7", 1, 1, 1, 1, 1, 1, 1)]
    public void Sizes_that_are_negative_too_many_or_too_large_are_refused(string message, params int[] sizes) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(sizes))).Message);

    [Fact]
    public void The_largest_shape_is_accepted() => Assert.Equal(int.MaxValue, new Shape(int.MaxValue, 1).ElementCount);

    [Fact]
    public void Dimensions_come_by_name()
    {
        var (rows, heads, dim) = new Shape(7, 4, 64).Dims3();

        Assert.Equal((7, 4, 64), (rows, heads, dim));
        Assert.Equal("shape: expected 2 axes, got [7, 4, 64]", Assert.Throws<ArgumentException>(() => new Shape(7, 4, 64).Dims2()).Message);
    }

    [Fact]
    public void Axes_count_from_either_end()
    {
        Shape shape = [2, 3, 5];

        Assert.Equal((2, 5, 3), (shape[0], shape[-1], shape[-2]));
        Assert.Equal([2, 4, 5], shape.With(1, 4));
        Assert.Equal([2, 5], shape.Without(-2));
        Assert.Equal([2, 3, 5, 1], shape.Inserted(-1, 1));
        Assert.Equal([1, 2, 3, 5], shape.Inserted(0, 1));
        Assert.Throws<ArgumentException>(() => shape[3]);
        Assert.Throws<ArgumentException>(() => shape[-4]);
    }

    [Fact]
    public void Broadcasting_aligns_the_last_axes()
    {
        Assert.Equal([4, 2, 3], Shape.Broadcast([2, 1], [4, 1, 3], "add"));
        Assert.Equal([2, 3], Shape.Broadcast([], [2, 3], "add"));
        Assert.Equal([0, 3], Shape.Broadcast([0, 3], [1, 3], "add"));
        Assert.Equal(
            "add: [2, 3] and [2]: sizes 3 and 2 of axis -1 differ and neither is 1",
            Assert.Throws<ArgumentException>(() => Shape.Broadcast([2, 3], [2], "add")).Message);
    }

    [Fact]
    public void Equal_shapes_have_equal_hashes()
    {
        Assert.True(new Shape(2, 3) == [2, 3]);
        Assert.True(new Shape(2, 3) != [2, 3, 1]);
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
    }
}
