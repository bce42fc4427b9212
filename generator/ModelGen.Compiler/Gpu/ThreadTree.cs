using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Gpu;

/// <summary>Combines what threads of a group have gathered, halves at a time, through shared memory: always in the same order, whatever the device's warps.</summary>
internal static class ThreadTree
{
    /// <summary>The memory: a float for each thread.</summary>
    public static Buffer Memory(int threads) => SharedArray.Of("gathered", threads);

    /// <summary>The statements, which all threads of the group must run. They leave the result at the team's first thread, and may be followed at once by others that use the memory.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="kind">How values are combined.</param>
    /// <param name="value">What the thread has gathered.</param>
    /// <param name="result">Receives the team's result.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="member">Its number in its team.</param>
    /// <param name="members">How many a team has: a power of two.</param>
    /// <param name="spacing">The distance of neighbouring members' threads.</param>
    public static IReadOnlyList<Statement> Combine(
        Buffer memory, ReductionKind kind, Register value, Register result, Axis thread, Axis member, int members, int spacing)
    {
        var statements = new List<Statement> { new Store(memory, thread, new Read(value)), new GroupBarrier() };
        for (int half = members / 2; half > 0; half /= 2)
        {
            Expression sum = ThreadValues.Combine(kind, new Load(memory, thread), new Load(memory, (Index)thread + ((long)half * spacing)));
            statements.Add(new WhenInRange([new InRange(member, half)], [new Store(memory, thread, sum)]));
            statements.Add(new GroupBarrier());
        }

        statements.Add(new Declare(result, new Load(memory, (Index)thread + (Index.Of(member, -1) * spacing))));
        statements.Add(new GroupBarrier());
        return statements;
    }
}

/// <summary>Arrays that a group's threads share.</summary>
internal static class SharedArray
{
    /// <summary>An array of floats.</summary>
    public static Buffer Of(string name, long floats) =>
        new(name, BufferPlace.Shared, ElementType.Float32, Shape.From([floats]), new EquatableArray<Size>([1]), -1);
}
