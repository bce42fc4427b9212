using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Plan;

/// <summary>One of the kernels that a network's programs consist of, whichever of them it runs in.</summary>
/// <param name="Source">The first that it serves.</param>
/// <param name="Name">The name of its method.</param>
/// <param name="AlsoServes">The names of the others, which differ in their buffers alone.</param>
public sealed record DistinctKernel(FusedKernel Source, string Name, IReadOnlyList<string> AlsoServes);

/// <summary>
/// The kernels of all programs with those that are the same taken as one, whether in several programs or, but for their buffers, in several layers. What they compute decides,
/// so that they are the same for each target.
/// </summary>
public sealed class DistinctKernels
{
    private readonly IReadOnlyDictionary<FusedKernel, int> _places;

    private DistinctKernels(IReadOnlyList<DistinctKernel> kernels, IReadOnlyDictionary<FusedKernel, int> places)
    {
        Kernels = kernels;
        _places = places;
    }

    /// <summary>The kernels in the order in which they first run.</summary>
    public IReadOnlyList<DistinctKernel> Kernels { get; }

    /// <summary>The kernels of a network.</summary>
    public static DistinctKernels Of(NetworkModel model)
    {
        var sources = new List<(FusedKernel Source, string Name, List<string> AlsoServes)>();
        var byIdentity = new Dictionary<string, int>();
        var byKey = new Dictionary<string, int>();
        var places = new Dictionary<FusedKernel, int>();
        var names = new HashSet<string>();
        foreach ((FusedKernel kernel, string name) in model.Programs.SelectMany(program => NamesIn(program.Kernels)))
        {
            string identity = kernel.Identity;
            // What is known to be the same needs no key to find out.
            if (!byIdentity.TryGetValue(identity, out int place))
            {
                string key = KernelKey.Of(kernel);
                if (!byKey.TryGetValue(key, out place))
                {
                    byKey[key] = place = sources.Count;
                    sources.Add((kernel, UniqueName(name, names), []));
                }
                else
                {
                    sources[place].AlsoServes.Add(name);
                }

                byIdentity[identity] = place;
            }

            places[kernel] = place;
        }

        return new DistinctKernels([.. sources.Select(source => new DistinctKernel(source.Source, source.Name, source.AlsoServes))], places);
    }

    /// <summary>What was made of each kernel, in their order, by the programs' kernels.</summary>
    public Func<FusedKernel, T> MethodOf<T>(IReadOnlyList<T> methods) => kernel => methods[_places[kernel]];

    // Of several kernels of a program with one name, those behind the first are called after what they write.
    private static IEnumerable<(FusedKernel Kernel, string Name)> NamesIn(IReadOnlyList<FusedKernel> kernels)
    {
        var names = new HashSet<string>();
        return kernels.Select(kernel => (kernel, names.Add(kernel.Name) ? kernel.Name : KernelNames.Pascal(kernel.Writes.Last().Name))).ToArray();
    }

    private static string UniqueName(string name, HashSet<string> names)
    {
        string unique = name;
        for (int number = 2; !names.Add(unique); number++)
            unique = name + "Variant" + number;
        return unique;
    }
}
