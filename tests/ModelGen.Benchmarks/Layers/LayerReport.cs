using System.Globalization;

namespace ModelGen.Benchmarks.Layers;

/// <summary>The kernels of a step as a table.</summary>
internal static class LayerReport
{
    /// <summary>Writes one line for each kernel, one for what the step takes beside them, and one for the step.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="times">The times.</param>
    /// <param name="limit">The multiply-add limit of the threads together, in GFLOP/s.</param>
    public static void Write(TextWriter writer, LayerTimes times, double limit)
    {
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Operations count sums in full; bytes, every element once; the multiply-add limit in registers is {limit:f1} GFLOP/s."));
        int width = times.Kernels.Max(kernel => kernel.Kernel.Length);
        string line = $"{{0,-8}} {{1,-{width}}} {{2,10}} {{3,7}} {{4,10}} {{5,9}} {{6,8}} {{7,9}} {{8,7}}";
        void WriteCells(params object[] cells) => writer.WriteLine(string.Format(CultureInfo.InvariantCulture, line, cells));

        void WriteTime(string program, string name, double milliseconds, double operations, double bytes) => WriteCells(
            program,
            name,
            Number(milliseconds, "f4"),
            Number(milliseconds / times.Milliseconds * 100, "f1") + "%",
            Number(operations / 1e6, "f3"),
            Rate(operations, milliseconds, 1, ""),
            Rate(operations, milliseconds, 100 / limit, "%"),
            Number(bytes / 1e6, "f3"),
            Rate(bytes, milliseconds, 1, ""));

        WriteCells("program", "kernel", "ms", "share", "MFLOP", "GFLOP/s", "of limit", "MB", "GB/s");
        foreach (KernelTime kernel in times.Kernels)
        {
            WriteTime(kernel.Program, kernel.Kernel, kernel.Milliseconds, kernel.Operations, kernel.Bytes);
        }

        WriteCells(
            "", "outside kernels", Number(times.Outside, "f4"), Number(times.Outside / times.Milliseconds * 100, "f1") + "%", "", "", "", "", "");
        WriteTime("", "step", times.Milliseconds, times.Kernels.Sum(kernel => kernel.Operations), times.Kernels.Sum(kernel => kernel.Bytes));
    }

    // Billions in a second; nothing where the time is too short for the clock.
    private static string Rate(double amount, double milliseconds, double factor, string unit) =>
        milliseconds <= 0 ? "" : Number(amount / milliseconds / 1e6 * factor, "f1") + unit;

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
