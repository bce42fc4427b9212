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

    // Of what was asked for lately, and of what was before that: when the first has its half of the bound, the second goes.
    private Dictionary<string, IReadOnlyDictionary<Target, KernelText>> _late = [];
    private Dictionary<string, IReadOnlyDictionary<Target, KernelText>> _early = [];
    private int _lateCharacters;

    /// <summary>The memo of the process: a compiler that stays, as an editor's does, meets the same networks again.</summary>
    public static KernelMemo OfProcess { get; } = new(mostCharacters: 12_000_000);

    /// <summary>How many kernels it holds.</summary>
    public int Count => _late.Count + _early.Keys.Count(key => !_late.ContainsKey(key));

    /// <summary>The texts of a kernel for each target, as <see cref="KernelText.ForEachTarget"/> gives them.</summary>
    public IReadOnlyDictionary<Target, KernelText> TextsOf(FusedKernel kernel, IReadOnlyList<string> symbols, bool withSchedule)
    {
        string key = $"{KernelKey.WithNames(kernel)}\n{string.Join(",", symbols)} {withSchedule}";
        lock (_gate)
        {
            if (_late.TryGetValue(key, out var texts) || _early.TryGetValue(key, out texts))
                return Keep(key, texts);
        }

        var made = KernelText.ForEachTarget(kernel, symbols, withSchedule);
        lock (_gate)
            return Keep(key, made);
    }

    private IReadOnlyDictionary<Target, KernelText> Keep(string key, IReadOnlyDictionary<Target, KernelText> texts)
    {
        if (_late.ContainsKey(key))
            return texts;
        int characters = key.Length + texts.Values.Distinct().Sum(text => text.Body.Length + text.Schedule.Sum(line => line.Length));
        if (characters > mostCharacters / 2)
            return texts;
        if (_lateCharacters + characters > mostCharacters / 2)
            (_early, _late, _lateCharacters) = (_late, [], 0);
        _late[key] = texts;
        _lateCharacters += characters;
        return texts;
    }
}
