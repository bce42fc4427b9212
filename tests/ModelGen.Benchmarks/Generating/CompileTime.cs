using System.Diagnostics;
using System.Globalization;
using ModelGen.Compiler;
using ModelGen.Compiler.Spec;

namespace ModelGen.Benchmarks.Generating;

/// <summary>What it takes to bring one network from its source to C#.</summary>
/// <param name="ReadMilliseconds">Reading the class into a spec, the C# compiler's own binding of it included.</param>
/// <param name="CompileMilliseconds">Compiling the spec to C#.</param>
/// <param name="CompileBytes">The managed bytes that compiling allocates.</param>
internal readonly record struct CompileTime(double ReadMilliseconds, double CompileMilliseconds, long CompileBytes)
{
    /// <summary>Takes the time of a network once.</summary>
    /// <param name="source">The network.</param>
    /// <param name="result">What was emitted.</param>
    public static CompileTime Take(NetworkSource source, out CompilationResult result)
    {
        long start = Stopwatch.GetTimestamp();
        NetworkSpec spec = source.Read();
        TimeSpan read = Stopwatch.GetElapsedTime(start);
        long before = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        result = NetworkCompiler.Compile(spec);
        TimeSpan compile = Stopwatch.GetElapsedTime(start);
        return new(read.TotalMilliseconds, compile.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The medians of several.</summary>
    public static CompileTime Median(IReadOnlyList<CompileTime> times) => new(
        Measuring.Statistics.Median(times.Select(time => time.ReadMilliseconds)),
        Measuring.Statistics.Median(times.Select(time => time.CompileMilliseconds)),
        (long)Measuring.Statistics.Median(times.Select(time => (double)time.CompileBytes)));

    /// <summary>The line that <see cref="ToString"/> gives.</summary>
    public static CompileTime Parse(string line)
    {
        double[] numbers = [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], (long)numbers[2]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReadMilliseconds} {CompileMilliseconds} {CompileBytes}");
}
