namespace ModelGen.Runtime.Tests;

public sealed class InputChecksTests
{
    [Fact]
    public void The_leading_size_is_the_number_of_whole_rows()
    {
        Assert.Equal(1, InputChecks.Leading(784, 784, "image", "[batch, 1, 28, 28]"));
        Assert.Equal(128, InputChecks.Leading(128 * 784, 784, "image", "[batch, 1, 28, 28]"));
        Assert.Equal(7, InputChecks.Leading(7, 1, "label", "[batch]"));
    }

    [Theory]
    [InlineData(0, "image is empty; it needs [batch, 1, 28, 28], 784 values for each row.")]
    [InlineData(1, "image has 1 value, which is no multiple of 784; it needs [batch, 1, 28, 28], 784 values for each row.")]
    [InlineData(785, "image has 785 values, which is no multiple of 784; it needs [batch, 1, 28, 28], 784 values for each row.")]
    public void A_row_that_is_not_full_is_refused(int length, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => InputChecks.Leading(length, 784, "image", "[batch, 1, 28, 28]")).Message);

    [Fact]
    public void Another_length_is_refused()
    {
        InputChecks.Length(1280, 1280, "logits", "[batch, 10]");
        var exception = Assert.Throws<ArgumentException>(() => InputChecks.Length(1279, 1280, "logits", "[batch, 10]"));
        Assert.Equal("logits has 1279 values; it needs [batch, 10], 1280 values.", exception.Message);
    }

    [Fact]
    public void The_first_label_outside_the_classes_is_named_wherever_it_stands()
    {
        for (int length = 0; length <= 40; length++)
        {
            var labels = new int[length];
            for (int index = 0; index < length; index++)
                labels[index] = index % 10;
            InputChecks.ClassIndices(labels, 10, "label");
            for (int wrong = 0; wrong < length; wrong++)
            {
                int right = labels[wrong];
                foreach (int value in new[] { 10, -1, int.MinValue, int.MaxValue })
                {
                    labels[wrong] = value;
                    var exception = Assert.Throws<ArgumentException>(() => InputChecks.ClassIndices(labels, 10, "label"));
                    Assert.Equal($"label[{wrong}] is {value}; with 10 classes it must be 0 to 9.", exception.Message);
                }

                labels[wrong] = right;
            }
        }
    }

    [Fact]
    public void More_than_eight_inputs_are_refused() => Assert.Throws<InvalidOperationException>(() =>
    {
        var inputs = new NetworkInputs();
        for (int input = 0; input < 9; input++)
            inputs.Add([1f]);
    });

    [Fact]
    public void An_input_that_was_not_given_is_named()
    {
        using var network = new SoftmaxRegression();
        var exception = Assert.Throws<InvalidOperationException>(network.RunBody);
        Assert.Equal("Input 0 of SoftmaxRegression was not given to the program that reads it.", exception.Message);
    }
}
