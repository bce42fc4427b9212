namespace ModelGen.Data;

/// <summary>A point of the unit square: x to the right, y downwards.</summary>
internal readonly record struct StrokePoint(double X, double Y);

/// <summary>The strokes of the ten digits in the unit square, in the ways people write them.</summary>
internal static class DigitStrokes
{
    private const int ArcSteps = 14;

    /// <summary>[digit][variant][stroke]: each stroke is a line through its points.</summary>
    public static IReadOnlyList<StrokePoint[][][]> Variants { get; } =
    [
        [[Arc(0.5, 0.5, 0.34, 0.48, 0, 360)], [Arc(0.5, 0.5, 0.27, 0.48, -60, 290)]],
        [[Line(0.5, 0.02, 0.5, 0.98)], [Line(0.3, 0.22, 0.54, 0.02, 0.54, 0.98)], [Line(0.3, 0.24, 0.52, 0.04, 0.52, 0.96), Line(0.26, 0.96, 0.78, 0.96)]],
        [
            [[.. Arc(0.5, 0.28, 0.32, 0.26, 180, 395), .. Line(0.2, 0.96, 0.84, 0.96)]],
            [[.. Arc(0.48, 0.28, 0.3, 0.26, 200, 400), .. Arc(0.3, 0.84, 0.14, 0.11, 60, 330), .. Line(0.6, 0.95, 0.86, 0.88)]],
        ],
        [
            [[.. Arc(0.46, 0.27, 0.3, 0.25, 200, 440), .. Arc(0.46, 0.73, 0.34, 0.25, 280, 520)]],
            [[.. Line(0.18, 0.06, 0.8, 0.06, 0.46, 0.42), .. Arc(0.44, 0.7, 0.36, 0.28, 280, 510)]],
        ],
        [
            [Line(0.62, 0.02, 0.14, 0.66, 0.88, 0.66), Line(0.64, 0.38, 0.64, 0.98)],
            [Line(0.2, 0.04, 0.18, 0.5, 0.76, 0.5), Line(0.78, 0.02, 0.74, 0.98)],
        ],
        [
            [[.. Line(0.8, 0.04, 0.26, 0.04, 0.22, 0.46), .. Arc(0.46, 0.68, 0.34, 0.29, 235, 510)]],
            [[.. Line(0.28, 0.06, 0.26, 0.44), .. Arc(0.46, 0.68, 0.32, 0.28, 240, 500)], Line(0.28, 0.06, 0.8, 0.03)],
        ],
        [
            [[.. Line(0.68, 0.03, 0.38, 0.32), .. Arc(0.5, 0.69, 0.32, 0.28, 180, 540)]],
            [[.. Arc(0.62, 0.5, 0.44, 0.48, 290, 180), .. Arc(0.46, 0.72, 0.28, 0.24, 180, 530)]],
        ],
        [
            [Line(0.14, 0.05, 0.84, 0.05, 0.42, 0.98)],
            [Line(0.16, 0.08, 0.82, 0.05, 0.44, 0.98), Line(0.34, 0.5, 0.76, 0.5)],
            [Line(0.16, 0.2, 0.18, 0.05, 0.84, 0.05, 0.5, 0.5, 0.42, 0.98)],
        ],
        [
            [Arc(0.5, 0.26, 0.25, 0.23, 0, 360), Arc(0.5, 0.73, 0.31, 0.25, 0, 360)],
            [[.. Arc(0.5, 0.27, 0.26, 0.23, -30, -270), .. Arc(0.5, 0.73, 0.3, 0.23, -90, 210), .. Line(0.5, 0.5, 0.73, 0.2)]],
        ],
        [
            [[.. Arc(0.48, 0.3, 0.3, 0.27, 0, 360), .. Line(0.78, 0.3, 0.7, 0.98)]],
            [[.. Arc(0.48, 0.28, 0.28, 0.25, -20, 340), .. Arc(0.4, 0.62, 0.38, 0.36, -40, 120)]],
        ],
    ];

    private static StrokePoint[] Line(params ReadOnlySpan<double> coordinates)
    {
        var points = new StrokePoint[coordinates.Length / 2];
        for (int index = 0; index < points.Length; index++)
        {
            points[index] = new(coordinates[2 * index], coordinates[(2 * index) + 1]);
        }

        return points;
    }

    /// <summary>A part of an ellipse, from one angle to another in degrees: 0 is to the right, 90 downwards.</summary>
    private static StrokePoint[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var points = new StrokePoint[ArcSteps + 1];
        for (int step = 0; step <= ArcSteps; step++)
        {
            (double sine, double cosine) = Math.SinCos((from + ((to - from) * step / ArcSteps)) * Math.PI / 180);
            points[step] = new(x + (radiusX * cosine), y + (radiusY * sine));
        }

        return points;
    }
}
