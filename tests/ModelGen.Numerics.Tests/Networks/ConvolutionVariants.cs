namespace ModelGen.Numerics.Tests;

[Network]
public partial class ConvDilated
{
    static Tensor Forward([Shape("batch", 3, 9, 8)] Tensor x) => x.Conv2D(5, kernel: 3, stride: 2, padding: 2, dilation: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 5, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvSame
{
    static Tensor Forward([Shape("batch", 2, 5, 4)] Tensor x) => x.Conv2D(3, kernel: 4, samePadding: true).Tanh().Conv2D(4, kernel: 3, samePadding: true);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 5, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvDepthwise
{
    static Tensor Forward([Shape("batch", 3, 7, 6)] Tensor x) => x.Conv2D(17, kernel: 1).Conv2D(17, kernel: 3, padding: 1, stride: 2, groups: 17);

    static Tensor Loss(Tensor output, [Shape("batch", 17, 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvSeries
{
    static Tensor Forward([Shape("batch", 3, 19)] Tensor x) => x.Conv1D(5, kernel: 3, padding: 1).Tanh().Conv1D(4, kernel: 3, stride: 2, dilation: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 8)] Tensor target) => (output * target).Sum();
}

/// <summary>Weights that the calls are given: a parameter with a bias, in groups, and one that is computed.</summary>
[Network]
public partial class ConvGiven
{
    [Parameter(6, 2, 3, 2)] static partial Tensor W { get; }

    [Parameter(6)] static partial Tensor B { get; }

    [Parameter(4, 3, 3, 3)] static partial Tensor V { get; }

    static Tensor Forward([Shape("batch", 4, 7, 6)] Tensor x) =>
        x.Conv2D(W, B, stride: 2, padding: 1, groups: 2).Tanh().Conv2D(V * V, groups: 2, samePadding: true);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 4, 4)] Tensor target) => (output * target).Sum();
}

/// <summary>A weight that the call is given, wider than a vector, over series.</summary>
[Network]
public partial class ConvGivenSeries
{
    [Parameter(17, 3, 3)] static partial Tensor W { get; }

    static Tensor Forward([Shape("batch", 3, 9)] Tensor x) => x.Conv1D(W, stride: 2, padding: 1).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 17, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTransposed
{
    static Tensor Forward([Shape("batch", 2, 3, 4)] Tensor x) =>
        x.ConvTranspose2D(5, kernel: 3).Tanh().ConvTranspose2D(3, kernel: 3, stride: 2, padding: 1, outputPadding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 10, 12)] Tensor target) => (output * target).Sum();
}

/// <summary>Transposed, in groups of several channels and filters, then in groups of one channel and several filters; strided, with rows behind.</summary>
[Network]
public partial class ConvTransposedGroups
{
    static Tensor Forward([Shape("batch", 6, 3, 4)] Tensor x) =>
        x.ConvTranspose2D(4, kernel: 3, groups: 2).Tanh().ConvTranspose2D(8, kernel: 3, stride: 2, padding: 1, outputPadding: 1, bias: false, groups: 4);

    static Tensor Loss(Tensor output, [Shape("batch", 8, 10, 12)] Tensor target) => (output * target).Sum();
}

/// <summary>Transposed, in groups as wide as vectors, between layers that read and write all channels.</summary>
[Network]
public partial class ConvTransposedGroupsWide
{
    static Tensor Forward([Shape("batch", 3, 4, 3)] Tensor x) => x.Conv2D(34, kernel: 1).ConvTranspose2D(34, kernel: 3, stride: 2, padding: 1, groups: 2).Relu().Conv2D(5, kernel: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 6, 4)] Tensor target) => (output * target).Sum();
}

/// <summary>Transposed, each channel by itself, as a member whose kernel is a rectangle.</summary>
[Network]
public partial class ConvTransposedDepthwise
{
    [Layer] private readonly ConvTranspose2D up = new(17, kernel: (3, 2), stride: (2, 1), padding: (1, 0), outputPadding: (1, 0), groups: 17);

    Tensor Forward([Shape("batch", 3, 4, 3)] Tensor x) => up.Apply(x.Conv2D(17, kernel: 1));

    static Tensor Loss(Tensor output, [Shape("batch", 17, 8, 4)] Tensor target) => (output * target).Sum();
}

/// <summary>Groups of several channels and filters, too few of each for a vector.</summary>
[Network]
public partial class ConvGroups
{
    static Tensor Forward([Shape("batch", 6, 7, 6)] Tensor x) => x.Conv2D(8, kernel: 3, padding: 1, groups: 2).Tanh().Conv2D(12, kernel: 3, stride: 2, groups: 4);

    static Tensor Loss(Tensor output, [Shape("batch", 12, 3, 2)] Tensor target) => (output * target).Sum();
}

/// <summary>Groups as wide as vectors, between layers that read and write all channels.</summary>
[Network]
public partial class ConvGroupsWide
{
    static Tensor Forward([Shape("batch", 3, 5, 4)] Tensor x) => x.Conv2D(34, kernel: 1).Conv2D(34, kernel: 3, padding: 1, groups: 2).Relu().Conv2D(5, kernel: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvGroupsSeries
{
    static Tensor Forward([Shape("batch", 4, 13)] Tensor x) => x.Conv1D(6, kernel: 3, stride: 2, padding: 1, groups: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 6, 7)] Tensor target) => (output * target).Sum();
}

/// <summary>Kernels, strides and paddings of rectangles, of a layer that is a member and of pools.</summary>
[Network]
public partial class ConvRectangle
{
    [Layer] private readonly Conv2D conv = new(5, kernel: (3, 2), stride: (2, 1), padding: (1, 0));

    Tensor Forward([Shape("batch", 3, 7, 8)] Tensor x) => conv.Apply(x).Tanh().MaxPool2D((2, 1)).AvgPool2D((1, 3), stride: (1, 2));

    static Tensor Loss(Tensor output, [Shape("batch", 5, 2, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvRectangleTransposed
{
    static Tensor Forward([Shape("batch", 2, 3, 4)] Tensor x) =>
        x.ConvTranspose2D(3, kernel: (3, 2), stride: (2, 1), padding: (1, 0), outputPadding: (1, 0)).Tanh().Conv2D(2, kernel: (1, 3), dilation: (1, 2));

    static Tensor Loss(Tensor output, [Shape("batch", 2, 6, 1)] Tensor target) => (output * target).Sum();
}
