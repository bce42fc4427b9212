using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Counts the vectors that a kernel's innermost loops need at a time by name: more than the machine has registers go to memory and back in each turn.</summary>
internal static class RegisterJudge
{
    /// <summary>The innermost loops over tiles that need more vectors than the machine has registers, in words; empty where none does.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="target">The machine.</param>
    /// <param name="most">The most vectors that one of them needs.</param>
    public static IReadOnlyList<string> Complaints(Kernel kernel, Target target, out int most)
    {
        // Where more is passing by than kept, a long formula needs that much, and no smaller tile would help.
        var tiles = Innermost(kernel.Body).SelectMany(loop => loop.Segments.Select(segment => (Need: NeedOf(segment.Body), loop.Axis.Name))).Where(tile => tile.Need.Kept > tile.Need.Passing).ToArray();
        most = tiles.Select(tile => tile.Need.Kept + tile.Need.Passing).DefaultIfEmpty().Max();
        return [.. tiles.Where(tile => tile.Need.Kept + tile.Need.Passing > target.Registers)
            .Select(tile => $"{kernel.Name}, {target.Name}: over {tile.Name} {tile.Need.Kept} vectors are kept and {tile.Need.Passing} pass by, in {target.Registers} registers")];
    }

    // The vectors kept from turn to turn, and the most others that a statement finds.
    private static (int Kept, int Passing) NeedOf(IReadOnlyList<Statement> turn)
    {
        Statement[] statements = [.. Flat(turn)];
        Register[][] touched = [.. statements.Select(statement => Touched(statement).Where(register => register.Lane is not null).ToArray())];
        var declared = new Dictionary<Register, int>();
        for (int place = 0; place < statements.Length; place++)
        {
            if (statements[place] is Declare { Register.Lane: not null } declare)
                declared[declare.Register] = place;
        }

        Dictionary<Register, int> lasts = touched.SelectMany((registers, place) => registers.Select(register => (register, place))).GroupBy(use => use.register).ToDictionary(uses => uses.Key, uses => uses.Max(use => use.place));
        int kept = lasts.Keys.Count(register => !declared.ContainsKey(register));
        int passing = statements.Select((_, place) => declared.Count(register => lasts.TryGetValue(register.Key, out int last) && register.Value <= place && place <= last)).DefaultIfEmpty().Max();
        return (kept, passing);
    }

    private static IEnumerable<Register> Touched(Statement statement)
    {
        (Register? written, Expression? value) = statement switch
        {
            Declare declare => (declare.Register, declare.Value),
            Assign assign => (assign.Register, assign.Value),
            Store store => (null, store.Value),
            _ => ((Register?)null, (Expression?)null),
        };
        IEnumerable<Register> read = value is null ? [] : value.Descendants().OfType<Read>().Select(part => part.Register);
        return written is null ? read : read.Append(written);
    }

    private static IEnumerable<Loop> Innermost(IReadOnlyList<Statement> body) => body.SelectMany(statement => statement is Loop loop
        ? loop.Segments.SelectMany(segment => Innermost(segment.Body)).ToArray() is { Length: > 0 } inner ? inner : [loop]
        : Innermost(Inside(statement)));

    private static IEnumerable<Statement> Flat(IReadOnlyList<Statement> body) =>
        body.SelectMany(statement => Inside(statement) is { Count: > 0 } inside ? Flat(inside) : [statement]);

    private static IReadOnlyList<Statement> Inside(Statement statement) => statement switch
    {
        VectorScope scope => scope.Body,
        WhenNonZero nonZero => nonZero.Body,
        WhenInShare inShare => inShare.Body,
        WhenAtLeast choice => [.. choice.Body, .. choice.Otherwise],
        _ => [],
    };
}
