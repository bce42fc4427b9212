using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>What callers know by numbers, each of which stands for one thing ever.</summary>
internal sealed class HandleTable
{
    private readonly Dictionary<nint, object> things = [];
    private nint last;

    /// <summary>Gives a thing a number.</summary>
    public nint Add(object thing)
    {
        things.Add(++last, thing);
        return last;
    }

    /// <summary>The thing of a number.</summary>
    /// <exception cref="Refusal">There is none of that kind.</exception>
    public T Get<T>(nint handle)
        where T : class => things.TryGetValue(handle, out object? thing) && thing is T found ? found : throw new Refusal(CudaError.InvalidHandle);

    /// <summary>Takes the number from a thing.</summary>
    /// <exception cref="Refusal">There is none of that kind.</exception>
    public T Remove<T>(nint handle)
        where T : class
    {
        T found = Get<T>(handle);
        things.Remove(handle);
        return found;
    }
}
