namespace ModelGen;

// Pools.
public sealed partial class Tensor
{
    /// <summary>The largest value of each window.</summary>
    /// <param name="kernel">The height and width of the window.</param>
    /// <param name="stride">The step of the window; the window's own size where it is 0.</param>
    /// <param name="padding">The rows and columns added at each edge, which never win.</param>
    /// <returns>[batch, channels, height, width] → [batch, channels, (height + 2·padding − kernel)/stride + 1, …]; what does not fill a window is dropped.</returns>
    public Tensor MaxPool2D(int kernel, int stride = 0, int padding = 0) => Declared();

    /// <summary>The largest value of each window whose height and width differ.</summary>
    /// <param name="kernel">The height and the width of the window.</param>
    /// <param name="stride">The step of the window downwards and to the right; the window's own size where it is not given.</param>
    /// <param name="padding">The rows added above and below, and the columns added at each side, which never win; (0, 0) where it is not given.</param>
    /// <returns>[batch, channels, height, width] → [batch, channels, (height + 2·padding.Height − kernel.Height)/stride.Height + 1, …]; what does not fill a window is dropped.</returns>
    public Tensor MaxPool2D((int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null) => Declared();

    /// <summary>The mean of each window, the zeros of the padding included (PyTorch's <c>count_include_pad</c>).</summary>
    /// <param name="kernel">The height and width of the window.</param>
    /// <param name="stride">The step of the window; the window's own size where it is 0.</param>
    /// <param name="padding">The rows and columns of zeros added at each edge.</param>
    /// <returns>[batch, channels, height, width] → [batch, channels, (height + 2·padding − kernel)/stride + 1, …]; what does not fill a window is dropped.</returns>
    public Tensor AvgPool2D(int kernel, int stride = 0, int padding = 0) => Declared();

    /// <summary>The mean of each window whose height and width differ, the zeros of the padding included.</summary>
    /// <param name="kernel">The height and the width of the window.</param>
    /// <param name="stride">The step of the window downwards and to the right; the window's own size where it is not given.</param>
    /// <param name="padding">The rows of zeros added above and below, and the columns added at each side; (0, 0) where it is not given.</param>
    /// <returns>[batch, channels, height, width] → [batch, channels, (height + 2·padding.Height − kernel.Height)/stride.Height + 1, …]; what does not fill a window is dropped.</returns>
    public Tensor AvgPool2D((int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null) => Declared();

    /// <summary>The largest value of each stretch of a series.</summary>
    /// <param name="kernel">The length of a stretch.</param>
    /// <param name="stride">The step from one to the next; a stretch's own length where it is 0.</param>
    /// <param name="padding">The values added at each end, which never win.</param>
    /// <returns>[batch, channels, length] → [batch, channels, (length + 2·padding − kernel)/stride + 1]; what does not fill a stretch is dropped.</returns>
    public Tensor MaxPool1D(int kernel, int stride = 0, int padding = 0) => Declared();

    /// <summary>The mean of each stretch of a series, the zeros of the padding included.</summary>
    /// <param name="kernel">The length of a stretch.</param>
    /// <param name="stride">The step from one to the next; a stretch's own length where it is 0.</param>
    /// <param name="padding">The zeros added at each end.</param>
    /// <returns>[batch, channels, length] → [batch, channels, (length + 2·padding − kernel)/stride + 1]; what does not fill a stretch is dropped.</returns>
    public Tensor AvgPool1D(int kernel, int stride = 0, int padding = 0) => Declared();

    /// <summary>
    /// The mean of each of as many windows as the result has elements. Window i of n along an axis of a length begins at ⌊i·length/n⌋ and ends before ⌈(i + 1)·length/n⌉, as PyTorch's: all
    /// are equal where n divides the length; otherwise their lengths differ by one at most, and neighbours may share an element.
    /// </summary>
    /// <param name="height">The result's height.</param>
    /// <param name="width">The result's width.</param>
    /// <returns>[batch, channels, image height, image width] → [batch, channels, height, width].</returns>
    public Tensor AdaptiveAvgPool2D(int height, int width) => Declared();

    /// <summary>The largest value of each of as many windows as the result has elements; they are those of <see cref="AdaptiveAvgPool2D"/>.</summary>
    /// <param name="height">The result's height.</param>
    /// <param name="width">The result's width.</param>
    /// <returns>[batch, channels, image height, image width] → [batch, channels, height, width].</returns>
    public Tensor AdaptiveMaxPool2D(int height, int width) => Declared();

    /// <summary>The mean of each channel: of all values of an image or a series.</summary>
    /// <returns>[batch, channels, height, width] or [batch, channels, length] → [batch, channels].</returns>
    public Tensor GlobalAvgPool() => Declared();

    /// <summary>The largest value of each channel of an image or a series.</summary>
    /// <returns>[batch, channels, height, width] or [batch, channels, length] → [batch, channels].</returns>
    public Tensor GlobalMaxPool() => Declared();
}
