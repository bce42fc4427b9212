using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class LabelledImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_images_with_their_labels()
    {
        var images = LabelledImages.Read(folder.Write("images", IdxBytes.Images(3)), folder.Write("labels", IdxBytes.Labels(9, 0, 4)));
        Assert.Equal((3, 2, 3), (images.Count, images.Height, images.Width));
        Assert.Equal([9, 0, 4], images.Labels.ToArray());
        Assert.Equal(18, images.Pixels.Length);
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_position()
    {
        string labels = folder.Write("labels", IdxBytes.Labels(9, 10, 4));
        DatasetException exception = Assert.Throws<DatasetException>(() => LabelledImages.Read(folder.Write("images", IdxBytes.Images(3)), labels));
        Assert.Equal($"'{labels}' has the label 10 at position 1; labels are 0 to 9.", exception.Message);
    }

    [Fact]
    public void Files_of_different_counts_do_not_belong_together()
    {
        string images = folder.Write("images", IdxBytes.Images(2));
        string labels = folder.Write("labels", IdxBytes.Labels(1, 2, 3));
        DatasetException exception = Assert.Throws<DatasetException>(() => LabelledImages.Read(images, labels));
        Assert.Equal($"'{images}' holds 2 images and '{labels}' 3 labels: they do not belong together.", exception.Message);
    }

    [Fact]
    public void A_slice_shares_the_memory()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        LabelledImages slice = new LabelledImages(pixels, new byte[] { 7, 8, 9 }, height: 1, width: 2).Slice(1, 2);
        pixels[2] = 33;
        Assert.Equal([33, 4, 5, 6], slice.Pixels.ToArray());
        Assert.Equal([8, 9], slice.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(-1, 1));
    }

    [Fact]
    public void Fewer_images_are_the_first_or_spread_evenly()
    {
        var images = new LabelledImages(new byte[] { 1, 2, 3, 4, 5, 6, 7 }, new byte[] { 0, 0, 0, 1, 1, 2, 2 }, height: 1, width: 1);
        Assert.Equal([1, 2, 3], images.Take(3).Pixels.ToArray());
        Assert.Equal([1, 3, 5], images.Spread(3).Pixels.ToArray());
        Assert.Equal([0, 0, 1], images.Spread(3).Labels.ToArray());
        Assert.Same(images, images.Take(null));
        Assert.Same(images, images.Take(8));
        Assert.Same(images, images.Spread(7));
    }

    [Fact]
    public void Images_may_have_channels()
    {
        LabelledImages images = new LabelledImages(new byte[12], new byte[2], height: 1, width: 2, channels: 3).Slice(1, 1);
        Assert.Equal((1, 3, 6), (images.Count, images.Channels, images.Size));
        Assert.Throws<ArgumentException>(() => new LabelledImages(new byte[4], new byte[2], height: 1, width: 2, channels: 3));
    }

    [Fact]
    public void Pixels_and_labels_must_fit() =>
        Assert.Throws<ArgumentException>(() => new LabelledImages(new byte[5], new byte[2], height: 1, width: 2));
}
