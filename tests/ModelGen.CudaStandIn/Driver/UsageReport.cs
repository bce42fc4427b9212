using System.Globalization;
using System.Text;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>A table of what kernels did, written anew whenever the host waits for the device: a library is not told when its process ends.</summary>
/// <param name="file">Where it is written.</param>
internal sealed class UsageReport(string file)
{
    private readonly SortedDictionary<string, KernelUsage> kernels = new(StringComparer.Ordinal);
    private bool isWritten = true;

    /// <summary>Where a kernel's work is counted.</summary>
    public KernelUsage Of(string kernel)
    {
        isWritten = false;
        if (!kernels.TryGetValue(kernel, out KernelUsage? usage))
            kernels.Add(kernel, usage = new KernelUsage());
        return usage;
    }

    /// <summary>Writes the table where anything has changed.</summary>
    public void Write()
    {
        if (isWritten)
            return;
        isWritten = true;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"kernel",-48}{"launches",10}{"threads",12}{"instructions",14}{"bytes read",16}{"bytes written",16}{"sectors",14}{"needed",14}{"shared",14}{"conflicts",12}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-48}{"",10}{"",12}{"per thread",14}{"",16}{"",16}{"of 32 bytes",14}{"",14}{"accesses",14}{"of banks",12}");
        foreach ((string name, KernelUsage usage) in kernels)
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-48}{usage.Launches,10}{usage.Threads,12}{usage.Instructions / Math.Max(usage.Threads, 1),14}{usage.BytesRead,16}{usage.BytesWritten,16}{usage.Sectors,14}{usage.SectorsNeeded,14}{usage.SharedAccesses,14}{usage.BankConflicts,12}");
        File.WriteAllText(file, text.ToString());
    }
}
