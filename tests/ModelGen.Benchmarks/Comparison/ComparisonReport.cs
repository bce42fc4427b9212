using System.Globalization;
using System.Text.Json;

namespace ModelGen.Benchmarks.Comparison;

/// <summary>Results as a table for reading and as JSON for comparing runs.</summary>
internal static class ComparisonReport
{
    private const string Line = "{0,-30} {1,7} {2,9} {3,9} {4,6} {5,6} {6,10} {7,7} {8,7} {9,11} {10,9} {11,10}";

    // Idle cores of their own reach nearly all of it together.
    private const double QuietScaling = 0.85;

    /// <summary>The heads of the columns.</summary>
    public static void WriteHeader(TextWriter writer)
    {
        writer.WriteLine("Median times of a step; limit: this machine's multiply-adds in registers; shares count all sums in full; memory: peak resident of a process with one side.");
        Write(writer, "case", "threads", "ours ms", "libtorch", "ratio", "floor", "limit GF/s", "ours", "libt.", "bytes/step", "ours MB", "libt. MB");
    }

    /// <summary>A result, with a note where the machine was too busy for it to say much.</summary>
    public static void WriteLine(TextWriter writer, ComparisonResult result)
    {
        Write(
            writer,
            result.Case.Name,
            result.Threads,
            Number(result.Ours.Milliseconds, "f3"),
            Number(result.Theirs.Milliseconds, "f3"),
            Number(result.Ratio, "f2"),
            result.Case.Floor == 0 ? "-" : Number(result.Case.Floor, "f2"),
            Number(result.LimitGigaflops, "f1"),
            Number(result.Ours.LimitShare * 100, "f1") + "%",
            Number(result.Theirs.LimitShare * 100, "f1") + "%",
            result.Ours.BytesPerStep,
            Number(result.Ours.PeakMegabytes, "f1"),
            Number(result.Theirs.PeakMegabytes, "f1"));
        if (result.LimitScaling < QuietScaling)
        {
            writer.WriteLine(
                $"  {result.Threads} threads together reach only {Number(result.LimitScaling * 100, "f0")}% of as many alone: "
                + "other programs are running, or threads share a core; these times say little.");
        }
    }

    /// <summary>Writes all results to a file.</summary>
    public static void WriteJson(string path, IEnumerable<ComparisonResult> results)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (ComparisonResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("case", result.Case.Name);
            json.WriteNumber("threads", result.Threads);
            json.WriteNumber("ratio", result.Ratio);
            json.WriteNumber("floor", result.Case.Floor);
            json.WriteNumber("limitGigaflops", result.LimitGigaflops);
            json.WriteNumber("limitScaling", result.LimitScaling);
            json.WriteNumber("operationsPerStep", result.Case.Operations);
            WriteSide(json, "ours", result.Ours);
            WriteSide(json, "libtorch", result.Theirs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, SideResult side)
    {
        json.WriteStartObject(name);
        json.WriteNumber("milliseconds", side.Milliseconds);
        json.WriteNumber("limitShare", side.LimitShare);
        json.WriteNumber("bytesPerStep", side.BytesPerStep);
        json.WriteNumber("peakMegabytes", side.PeakMegabytes);
        json.WriteEndObject();
    }

    private static void Write(TextWriter writer, params object[] cells) =>
        writer.WriteLine(string.Format(CultureInfo.InvariantCulture, Line, cells));

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
