using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>
/// The texts of kernels from one run to the next: an edit leaves most kernels of a network as they were, and scheduling and printing them is most of the work. A text is known by all that
/// its kernel computes, so that it is the one that would be printed again; text is all that is kept, and of that no more than a bound.
/// </summary>
/// <param name="mostCharacters">The most characters to keep.</param>
internal sealed class KernelMemo(int mostCharacters)
{
    private readonly object _gate = new();

    // What was asked for last stands last.
    private readonly LinkedList<(string Key, IReadOnlyDictionary<Target, KernelText> Texts, int Characters)> _order = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, IReadOnlyDictionary<Target, KernelText> Texts, int Characters)>> _places = [];
    private long _characters;
    private int _made;

    /// <summary>The most characters that the memo of the process keeps: a network of ResNet-50's size has texts of 11 million.</summary>
    public const int MostCharactersOfProcess = 24_000_000;

    /// <summary>The memo of the process: a compiler that stays, as an editor's does, meets the same networks again.</summary>
    public static KernelMemo OfProcess { get; } = new(MostCharactersOfProcess);

    /// <summary>How many kernels it holds.</summary>
    public int Count => _places.Count;

    /// <summary>How many kernels have been scheduled and printed, because it did not hold their texts.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>The texts of a kernel for each target, as <see cref="KernelText.ForEachTarget"/> gives them.</summary>
    public IReadOnlyDictionary<Target, KernelText> TextsOf(FusedKernel kernel, IReadOnlyList<string> symbols, int depth, bool withSchedule)
    {
        string key = $"{KernelKey.WithNames(kernel)}\n{string.Join(",", symbols)} {depth} {withSchedule}";
        lock (_gate)
        {
            if (_places.TryGetValue(key, out var place))
            {
                _order.Remove(place);
                _order.AddLast(place);
                return place.Value.Texts;
            }
        }

        Interlocked.Increment(ref _made);
        var made = KernelText.ForEachTarget(kernel, symbols, depth, withSchedule);
        lock (_gate)
            Keep(key, made);
        return made;
    }

    private void Keep(string key, IReadOnlyDictionary<Target, KernelText> texts)
    {
        // What is one text for two targets counts once.
        bool isNeonOwn = !ReferenceEquals(texts[Target.Neon], texts[Target.Vector128]);
        int characters = key.Length + texts.Where(text => text.Key != Target.Neon || isNeonOwn).Sum(text => text.Value.Body.Length + text.Value.Schedule.Sum(line => line.Length));
        if (characters > mostCharacters || _places.ContainsKey(key))
            return;
        while (_characters + characters > mostCharacters)
        {
            _characters -= _order.First!.Value.Characters;
            _places.Remove(_order.First.Value.Key);
            _order.RemoveFirst();
        }

        _places.Add(key, _order.AddLast((key, texts, characters)));
        _characters += characters;
    }
}
