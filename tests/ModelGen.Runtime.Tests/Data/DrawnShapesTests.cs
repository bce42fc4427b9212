using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class DrawnShapesTests
{
    [Fact]
    public void Ten_shapes_are_drawn_always_the_same()
    {
        ImageDataset shapes = DrawnShapes.Create();
        Assert.Equal(10, shapes.ClassNames.Count);
        Assert.Equal((10_000, 2_000), (shapes.Training.Count, shapes.Test.Count));
        Assert.Equal((3, 32, 32), (shapes.Test.Channels, shapes.Test.Height, shapes.Test.Width));
        Assert.All(shapes.Training.Labels.ToArray().CountBy(label => label), pair => Assert.Equal(1_000, pair.Value));
        Assert.True(shapes.Test.Pixels.Span.SequenceEqual(DrawnShapes.Create().Test.Pixels.Span));
        Assert.False(shapes.Test.Pixels.Span[..3072].SequenceEqual(shapes.Training.Pixels.Span[..3072]));
    }
}
