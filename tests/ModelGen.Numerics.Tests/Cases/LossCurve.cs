namespace ModelGen.Numerics.Cases;

/// <summary>
/// The golden loss curve: the network of the Keras tutorial trained on images that can be learned, yet not so well within these steps that the loss
/// nears zero, where a relative difference would say nothing.
/// </summary>
public static class LossCurve
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 50;

    /// <summary>The batch size.</summary>
    public const int Batch = 128;

    /// <summary>Adam's learning rate.</summary>
    public const float LearningRate = 1e-3f;

    private const int Pixels = 28 * 28;
    private const int Classes = 10;
    private const int BlockSize = 7;

    private static readonly float[] patterns = DrawPatterns();

    /// <summary>The network that is trained.</summary>
    public static CaseDescription Network => CaseCatalog.All["KerasCnn"];

    /// <summary>The labels of a step.</summary>
    public static int[] Labels(int step) => SeededValues.Integers(SeededValues.Seed($"curve/labels/{step}"), Batch, Classes);

    /// <summary>The images of a step: the pattern of each label, faint, under noise.</summary>
    public static float[] Images(int step)
    {
        float[] images = SeededValues.Uniform(SeededValues.Seed($"curve/noise/{step}"), Batch * Pixels);
        int[] labels = Labels(step);
        for (int row = 0; row < Batch; row++)
        {
            for (int pixel = 0; pixel < Pixels; pixel++)
            {
                float noise = images[(row * Pixels) + pixel] * 0.875f;
                images[(row * Pixels) + pixel] = noise + (patterns[(labels[row] * Pixels) + pixel] * 0.125f);
            }
        }

        return images;
    }

    // A pattern is 4×4 blocks of one brightness each: something that convolutions and pooling keep.
    private static float[] DrawPatterns()
    {
        const int side = 28 / BlockSize;
        float[] blocks = SeededValues.Uniform(SeededValues.Seed("curve/patterns"), Classes * side * side);
        var patterns = new float[Classes * Pixels];
        for (int index = 0; index < patterns.Length; index++)
        {
            int pixel = index % Pixels;
            int block = (pixel / 28 / BlockSize * side) + (pixel % 28 / BlockSize);
            patterns[index] = blocks[(index / Pixels * side * side) + block];
        }

        return patterns;
    }
}
