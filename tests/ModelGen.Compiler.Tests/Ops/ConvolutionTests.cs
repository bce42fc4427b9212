using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Ops;

/// <summary>Convolutions beyond the plain one, and pools: their gradients against central differences, their kernels against their definitions, and what they refuse.</summary>
public class ConvolutionTests
{
    public static TheoryData<string> Calls => [.. Shapes.Keys];

    private static readonly Dictionary<string, (Func<NetworkSource, int, int> Call, int[] Shape)> Shapes = new()
    {
        ["dilated"] = ((source, x) => Conv(source, "Conv2D", x, filters: 2, kernel: 2, dilation: 2), [2, 3, 6, 5]),
        ["dilated, strided, padded"] = ((source, x) => Conv(source, "Conv2D", x, filters: 3, kernel: 3, stride: 2, padding: 2, dilation: 2), [2, 2, 7, 6]),
        ["same"] = ((source, x) => Conv(source, "Conv2D", x, filters: 2, kernel: 3, same: true), [2, 2, 5, 4]),
        ["same, even kernel"] = ((source, x) => Conv(source, "Conv2D", x, filters: 2, kernel: 2, same: true), [1, 2, 5, 4]),
        ["same, strided"] = ((source, x) => Conv(source, "Conv2D", x, filters: 2, kernel: 3, stride: 2, same: true), [1, 2, 6, 5]),
        ["depthwise"] = ((source, x) => Conv(source, "Conv2D", x, filters: 5, kernel: 3, padding: 1, groups: 5), [2, 5, 5, 4]),
        ["depthwise, strided, dilated"] = ((source, x) => Conv(source, "Conv2D", x, filters: 3, kernel: 2, stride: 2, groups: 3, dilation: 2, bias: false), [2, 3, 7, 6]),
        ["groups"] = ((source, x) => Conv(source, "Conv2D", x, filters: 6, kernel: 3, padding: 1, groups: 2), [2, 4, 5, 4]),
        ["groups, strided, dilated"] = ((source, x) => Conv(source, "Conv2D", x, filters: 3, kernel: 2, stride: 2, padding: 1, dilation: 2, groups: 3, bias: false), [1, 6, 7, 6]),
        ["groups of one channel"] = ((source, x) => Conv(source, "Conv2D", x, filters: 6, kernel: 3, stride: 2, groups: 3), [2, 3, 5, 5]),
        ["groups of one filter, same"] = ((source, x) => Conv(source, "Conv2D", x, filters: 2, kernel: 2, groups: 2, same: true), [1, 4, 4, 3]),
        ["series, groups"] = ((source, x) => Conv(source, "Conv1D", x, filters: 4, kernel: 3, stride: 2, padding: 1, groups: 2), [2, 6, 7]),
        ["rectangle"] = ((source, x) => Rectangle(source, x, filters: 3, kernel: [2, 3], stride: [1, 2], padding: [1, 0], dilation: [2, 1]), [2, 2, 5, 6]),
        ["rectangle, groups"] = ((source, x) => Rectangle(source, x, filters: 4, kernel: [1, 2], stride: [2, 1], padding: [], dilation: [], groups: 2), [1, 4, 5, 3]),
        ["rectangle, transposed"] = ((source, x) => source.Call(
            "ConvTranspose2D", [x], ("filters", [2]), ("kernel", [3, 2]), ("stride", [2, 1]), ("padding", [1, 0]), ("outputPadding", [1, 0]), ("bias", [1]), ("groups", [1])), [1, 2, 3, 4]),
        ["largest of rectangles"] = ((source, x) => source.Call("MaxPool2D", [x], ("kernel", [3, 2]), ("stride", []), ("padding", [1, 0])), [2, 2, 7, 5]),
        ["largest of columns, behind a convolution"] = ((source, x) => source.Call("MaxPool2D", [Rectangle(source, x, 5, [2, 1], [], [], [])], ("kernel", [2, 1]), ("stride", []), ("padding", [])), [1, 2, 5, 4]),
        ["average of rectangles"] = ((source, x) => source.Call("AvgPool2D", [x], ("kernel", [1, 3]), ("stride", [1, 2]), ("padding", [])), [2, 2, 3, 7]),
        ["series"] = ((source, x) => Conv(source, "Conv1D", x, filters: 4, kernel: 3, padding: 1), [2, 3, 7]),
        ["series, strided, dilated"] = ((source, x) => Conv(source, "Conv1D", x, filters: 2, kernel: 2, stride: 2, dilation: 3), [2, 3, 11]),
        ["series, depthwise"] = ((source, x) => Conv(source, "Conv1D", x, filters: 3, kernel: 3, groups: 3, same: true), [2, 3, 7]),
        ["transposed"] = ((source, x) => Transposed(source, x, filters: 3, kernel: 3), [2, 2, 3, 4]),
        ["transposed, strided, padded"] = ((source, x) => Transposed(source, x, filters: 2, kernel: 3, stride: 2, padding: 1, outputPadding: 1), [2, 3, 3, 2]),
        ["transposed, gaps"] = ((source, x) => Transposed(source, x, filters: 2, kernel: 2, stride: 3), [1, 2, 3, 2]),
        ["transposed, groups"] = ((source, x) => Transposed(source, x, filters: 6, kernel: 3, groups: 2), [2, 4, 3, 2]),
        ["transposed, groups, strided, padded"] = ((source, x) => Transposed(source, x, filters: 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 3, bias: false), [1, 6, 3, 2]),
        ["transposed, groups of one channel"] = ((source, x) => Transposed(source, x, filters: 6, kernel: 2, stride: 2, groups: 3), [2, 3, 3, 2]),
        ["transposed, depthwise"] = ((source, x) => Transposed(source, x, filters: 5, kernel: 3, padding: 1, groups: 5), [2, 5, 4, 3]),
        ["transposed, depthwise, strided, padded"] = ((source, x) => Transposed(source, x, filters: 3, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 3, bias: false), [2, 3, 3, 2]),
        ["average"] = ((source, x) => Pool(source, "AvgPool2D", x, 2), [2, 2, 5, 4]),
        ["average, overlapping, padded"] = ((source, x) => Pool(source, "AvgPool2D", x, 3, stride: 2, padding: 1), [1, 2, 7, 6]),
        ["average, gaps"] = ((source, x) => Pool(source, "AvgPool2D", x, 2, stride: 3), [1, 2, 7, 6]),
        ["average of a series"] = ((source, x) => Pool(source, "AvgPool1D", x, 3, stride: 2), [2, 2, 9]),
        ["largest of a series"] = ((source, x) => Pool(source, "MaxPool1D", x, 3, stride: 2, padding: 1), [2, 2, 9]),
        ["largest of a series, whole"] = ((source, x) => source.Unary("GlobalMaxPool", x), [2, 3, 9]),
        ["largest, whole"] = ((source, x) => source.Unary("GlobalMaxPool", x), [2, 3, 3, 5]),
        ["average, whole"] = ((source, x) => source.Unary("GlobalAvgPool", x), [2, 3, 3, 5]),
        ["average of a series, whole"] = ((source, x) => source.Unary("GlobalAvgPool", x), [2, 3, 7]),
        ["average, adaptive"] = ((source, x) => source.Call("AdaptiveAvgPool2D", [x], ("height", [3]), ("width", [2])), [2, 2, 6, 6]),
        ["average, unequal parts"] = ((source, x) => source.Call("AdaptiveAvgPool2D", [x], ("height", [3]), ("width", [4])), [2, 2, 8, 6]),
        ["largest, unequal parts"] = ((source, x) => source.Call("AdaptiveMaxPool2D", [x], ("height", [3]), ("width", [2])), [2, 2, 7, 5]),
        ["largest, unequal and equal parts"] = ((source, x) => source.Call("AdaptiveMaxPool2D", [x], ("height", [5]), ("width", [3])), [1, 2, 8, 6]),
        ["average, more parts than rows"] = ((source, x) => source.Call("AdaptiveAvgPool2D", [x], ("height", [5]), ("width", [3])), [1, 2, 3, 3]),
        ["largest, adaptive"] = ((source, x) => source.Call("AdaptiveMaxPool2D", [x], ("height", [3]), ("width", [1])), [2, 2, 6, 5]),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Gradients_are_slopes(string name)
    {
        (Func<NetworkSource, int, int> call, int[] shape) = Shapes[name];
        var source = new NetworkSource();
        int y = call(source, source.Parameter("w", [.. shape.Select(size => (object)size)]));
        GraphJudge.CheckGradients(source.Returns(y, source.Reduce("Mean", source.Binary("Multiply", y, y))).Build());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Loops_compute_what_their_kernels_define(string name)
    {
        (Func<NetworkSource, int, int> call, int[] shape) = Shapes[name];
        var source = new NetworkSource();
        int x = source.Input("x", ["batch", .. shape.Skip(1).Select(size => (object)size)]);
        // Behind another layer, so that the gradient with respect to the images is a kernel too.
        x = Conv(source, shape.Length == 4 ? "Conv2D" : "Conv1D", x, filters: shape[1], kernel: 1);
        int y = call(source, source.Unary("Relu", x));
        NetworkModel model = NetworkCompiler.Plan(source.Returns(y, source.Reduce("Mean", source.Binary("Multiply", y, y))).Build());
        Assert.All(model.Programs.SelectMany(program => program.Kernels), kernel => ScheduleJudge.Check(kernel, _ => 3));
    }

    [Fact]
    public void A_depthwise_convolution_has_vectors_along_its_channels()
    {
        var source = new NetworkSource();
        int x = Conv(source, "Conv2D", source.Input("x", "batch", 3, 8, 8), filters: 32, kernel: 1);
        int y = Conv(source, "Conv2D", x, filters: 32, kernel: 3, groups: 32);
        NetworkProgram predict = NetworkCompiler.Plan(source.Returns(y).Build()).Programs[0];
        string body = Compiler.Print.Cpu.KernelText.Of(Compiler.Schedule.Scheduler.Schedule(predict.Kernels[1], Compiler.Schedule.Target.Vector512), ["batch"], depth: 0).Body;
        Assert.Contains("Vector512.LoadUnsafe(ref conv2Weight", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Vector128", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_in_groups_has_vectors_along_its_filters_and_joins_them_without_a_copy()
    {
        var source = new NetworkSource();
        int x = Conv(source, "Conv2D", source.Input("x", "batch", 3, 8, 8), filters: 32, kernel: 1);
        int y = source.Unary("Relu", Conv(source, "Conv2D", x, filters: 64, kernel: 3, groups: 2));
        int pooled = source.Unary("GlobalAvgPool", source.Unary("Relu", Conv(source, "Conv2D", y, filters: 64, kernel: 3, groups: 2)));
        NetworkProgram predict = NetworkCompiler.Plan(source.Returns(pooled).Build()).Programs[0];
        Assert.Equal(4, predict.Kernels.Count);
        string body = Compiler.Print.Cpu.KernelText.Of(Compiler.Schedule.Scheduler.Schedule(predict.Kernels[1], Compiler.Schedule.Target.Vector512), ["batch"], depth: 0).Body;
        Assert.Contains("Vector512.LoadUnsafe(ref conv2Weight", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Vector128", body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_they_refuse()
    {
        Assert.Equal(["conv1", "groups", "a divisor of the 4 channels and of the 6 filters, so that each group has as many of both", "4"], Error(source => Conv(source, "Conv2D", source.Input("x", "batch", 4, 5, 5), 6, 3, groups: 4), "MG0106"));
        Assert.Equal(["conv1", "padding", "0 beside samePadding, which sets it", "1"], Error(source => Conv(source, "Conv2D", source.Input("x", "batch", 4, 5, 5), 4, 3, padding: 1, same: true), "MG0106"));
        Assert.Equal(
            ["conv1", "3×3, spread over 7 by the dilation", "[batch, 4, 5, 6]", "the image is 5×6; a kernel of at most 2 fits"],
            Error(source => Conv(source, "Conv2D", source.Input("x", "batch", 4, 5, 6), 4, 3, dilation: 3), "MG0103"));
        Assert.Equal(
            ["conv1", "3×5", "[batch, 4, 5, 3]", "the image is 5×3, 7×3 with the padding; a kernel of at most 7×3 fits"],
            Error(source => Rectangle(source, source.Input("x", "batch", 4, 5, 3), 4, [3, 5], [], [1, 0], []), "MG0103"));
        Assert.Equal(["conv1", "stride", "at least 1", "(1, 0)"], Error(source => Rectangle(source, source.Input("x", "batch", 4, 5, 3), 4, [3, 2], [1, 0], [], []), "MG0106"));
        Assert.Equal(["conv1", "4", "[batch, 2, 3]", "the length is 3; a kernel of at most 3 fits"], Error(source => Conv(source, "Conv1D", source.Input("x", "batch", 2, 3), 4, 4), "MG0103"));
        Assert.Equal(["conv1", "series, [batch, channels, length]", "[batch, 2, 3, 4]"], Error(source => Conv(source, "Conv1D", source.Input("x", "batch", 2, 3, 4), 4, 1), "MG0104"));
        Assert.Equal(["conv1", "outputPadding", "less than the stride, 2", "2"], Error(source => Transposed(source, source.Input("x", "batch", 2, 3, 3), 4, 3, stride: 2, outputPadding: 2), "MG0106"));
        Assert.Equal(["conv1", "groups", "a divisor of the 4 channels and of the 3 filters, so that each group has as many of both", "2"], Error(source => Transposed(source, source.Input("x", "batch", 4, 3, 3), 3, 2, groups: 2), "MG0106"));
        Assert.Equal(["conv1", "padding", "less than the kernel, 2", "2"], Error(source => Transposed(source, source.Input("x", "batch", 2, 3, 3), 4, 2, padding: 2), "MG0106"));
        Assert.Equal(["conv1", "padding", "so small that something of the 2×2 result is left", "1"], Error(source => Transposed(source, source.Input("x", "batch", 2, 1, 1), 4, 2, padding: 1), "MG0106"));
        Assert.Equal(["AvgPool2D", "padding", "at most half the kernel, 1, so that no window holds padding alone", "2"], Error(source => Pool(source, "AvgPool2D", source.Input("x", "batch", 2, 5, 5), 3, padding: 2), "MG0106"));
        Assert.Equal(
            ["AdaptiveAvgPool2D", "width", "at least 1", "0"],
            Error(source => source.Call("AdaptiveAvgPool2D", [source.Input("x", "batch", 2, 6, 5)], ("height", [2]), ("width", [0])), "MG0106"));
        Assert.Equal(
            ["GlobalAvgPool", "images, [batch, channels, height, width], or series, [batch, channels, length]", "[batch, 2]"],
            Error(source => source.Unary("GlobalAvgPool", source.Input("x", "batch", 2)), "MG0104"));
    }

    private static int Conv(
        NetworkSource source, string op, int x, int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool same = false, bool bias = true) => source.Call(
            op,
            [x],
            ("filters", [filters]),
            ("kernel", [kernel]),
            ("stride", [stride]),
            ("padding", [padding]),
            ("bias", [bias ? 1 : 0]),
            ("dilation", [dilation]),
            ("groups", [groups]),
            ("samePadding", [same ? 1 : 0]));

    private static int Rectangle(NetworkSource source, int x, int filters, double[] kernel, double[] stride, double[] padding, double[] dilation, int groups = 1) => source.Call(
        "Conv2D",
        [x],
        ("filters", [filters]),
        ("kernel", kernel),
        ("stride", stride),
        ("padding", padding),
        ("bias", [1]),
        ("dilation", dilation),
        ("groups", [groups]),
        ("samePadding", [0]));

    private static int Transposed(NetworkSource source, int x, int filters, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, bool bias = true) => source.Call(
        "ConvTranspose2D",
        [x],
        ("filters", [filters]),
        ("kernel", [kernel]),
        ("stride", [stride]),
        ("padding", [padding]),
        ("outputPadding", [outputPadding]),
        ("bias", [bias ? 1 : 0]),
        ("groups", [groups]));

    private static int Pool(NetworkSource source, string op, int x, int kernel, int stride = 0, int padding = 0) =>
        source.Call(op, [x], ("kernel", [kernel]), ("stride", [stride]), ("padding", [padding]));

    private static IEnumerable<string> Error(Func<NetworkSource, int> call, string id)
    {
        var source = new NetworkSource();
        SpecError error = Assert.Single(NetworkCompiler.Compile(source.Returns(call(source)).Build()).Errors);
        Assert.Equal(id, error.Id);
        return error.Arguments;
    }
}
