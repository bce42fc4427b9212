using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>A worker's access to an element of a buffer that is memory of its own.</summary>
internal readonly record struct Access(Buffer Buffer, long Element, bool IsWrite, int Worker);

/// <summary>
/// The judge of schedules: runs a kernel's loops statement by statement, as the emitted code does, for the share of one worker. A statement over a vector reads
/// all its lanes before it writes any. Numbers are of double precision, and every access is checked to lie inside its buffer.
/// </summary>
internal sealed class LoopInterpreter(LoopMemory memory, Action<Access>? observe = null)
{
    private readonly Dictionary<Register, double[]> registers = [];
    private readonly ExpressionJudge judge = new(memory);
    private (long Begin, long End) share;

    /// <summary>Runs the kernel's loops for the share of a worker.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="worker">The worker, from 0.</param>
    /// <param name="workers">How many there are.</param>
    public void Run(Kernel kernel, int worker, int workers)
    {
        long items = kernel.Items.Evaluate(memory.SymbolValue), granules = Granules(kernel, memory.SymbolValue);
        share = (
            Math.Min(granules * worker / workers * kernel.Granularity, items),
            Math.Min(granules * (worker + 1) / workers * kernel.Granularity, items));
        judge.Register = (register, lane) => registers[register][lane];
        judge.Observe = observe is null ? null : (buffer, element) => observe(new Access(buffer, element, false, worker));
        void Written(Buffer buffer, long element) => observe?.Invoke(new Access(buffer, element, true, worker));
        foreach (Statement statement in kernel.Body)
            Run(statement, null, Written);
    }

    /// <summary>The portions that shares are made of.</summary>
    public static int Granules(Kernel kernel, Func<string, long> symbols) =>
        (int)((kernel.Items.Evaluate(symbols) + kernel.Granularity - 1) / kernel.Granularity);

    private void Run(Statement statement, Axis? lane, Action<Buffer, long> written)
    {
        switch (statement)
        {
            case Loop loop:
                Walk(loop, lane, written);
                break;
            case VectorScope scope:
                foreach (Statement inner in scope.Body)
                    Run(inner, scope.Lane, written);
                break;
            case WhenNonZero nonZero:
                foreach (Statement inner in registers[nonZero.Register][0] != 0 ? nonZero.Body : [])
                    Run(inner, lane, written);
                break;
            case WhenInShare inShare:
                long item = judge.Place[inShare.Item];
                foreach (Statement inner in item >= share.Begin && item < share.End ? inShare.Body : [])
                    Run(inner, lane, written);
                break;
            case LetIndex let:
                judge.Place[let.Axis] = judge.At(let.Value);
                break;
            case Anchor anchor:
                (Buffer within, long offset) = judge.Resolve(anchor.Buffer);
                judge.Anchors[anchor.Place] = (within, offset + judge.At(anchor.Offset));
                break;
            case Declare declare:
                registers[declare.Register] = Lanes(declare.Register.Lane, () => judge.Value(declare.Value));
                break;
            case Assign assign:
                registers[assign.Register] = Lanes(assign.Register.Lane, () => judge.Value(assign.Value));
                break;
            case Draw draw:
                for (int word = 0; word < draw.Words.Count; word++)
                {
                    RandomWord next = draw.First with { Sample = draw.First.Sample + word };
                    registers[draw.Words[word]] = Lanes(draw.Words[word].Lane, () => judge.Value(next));
                }

                break;
            case Store store:
                Axis? along = lane is not null && store.Offset.DependsOn(lane) ? lane : null;
                double[] values = Lanes(along, () => judge.Value(store.Value)), places = Lanes(along, () => judge.At(store.Offset));
                for (int i = 0; i < values.Length; i++)
                    Write(store.Buffer, (long)places[i], values[i], written);
                break;
            case Transpose tile:
                Turn(tile, written);
                break;
            case TakeScratch scratch:
                // What earlier kernels left there is nothing to rely on.
                memory[scratch.Buffer] = Enumerable.Repeat(double.NaN, (int)scratch.Buffer.Shape.Elements.Constant).ToArray();
                break;
            case WhenAtLeast choice:
                foreach (Statement inner in choice.Size.Evaluate(memory.SymbolValue) >= choice.Least ? choice.Body : choice.Otherwise)
                    Run(inner, lane, written);
                break;
            default:
                throw new InvalidOperationException($"Unknown statement {statement}.");
        }
    }

    private void Walk(Loop loop, Axis? lane, Action<Buffer, long> written)
    {
        long at = Place(loop.Begin), end = Place(loop.End);
        for (int i = 0; i < loop.Segments.Count; i++)
        {
            bool last = i == loop.Segments.Count - 1;
            for (; last ? at < end : at + loop.Segments[i].Step <= end; at += loop.Segments[i].Step)
            {
                judge.Place[loop.Axis] = at;
                foreach (Statement statement in loop.Segments[i].Body)
                    Run(statement, lane, written);
            }
        }
    }

    private long Place(Bound bound) => bound switch
    {
        ShareBound { IsBegin: true } => share.Begin,
        ShareBound => share.End,
        SizeBound size => size.Place.Evaluate(SymbolValue),
        PartBound part => (judge.At(part.Part) + (part.IsBegin ? 0 : 1)) * part.Extent.Evaluate(memory.SymbolValue) / part.Part.Extent.Evaluate(memory.SymbolValue),
        _ => throw new InvalidOperationException($"Unknown bound {bound}."),
    };

    // Inside a loop its turns so far are known.
    private long SymbolValue(string symbol) =>
        SoFar.Of(symbol) is { } turns ? judge.Place.Single(place => place.Key.Name == turns.Loop).Value + 1 : memory.SymbolValue(symbol);

    private double[] Lanes(Axis? lane, Func<double> value)
    {
        if (lane is null)
            return [value()];
        var values = new double[lane.Extent.Constant];
        for (int i = 0; i < values.Length; i++)
        {
            judge.Place[lane] = i;
            values[i] = value();
        }

        return values;
    }

    private void Turn(Transpose tile, Action<Buffer, long> written)
    {
        long source = judge.At(tile.Source), target = judge.At(tile.Target);
        long sourceStride = tile.SourceStride.Evaluate(memory.SymbolValue), targetStride = tile.TargetStride.Evaluate(memory.SymbolValue);
        (int Row, int Column)[] places = [.. Enumerable.Range(0, tile.Edge * tile.Edge).Select(i => (i / tile.Edge, i % tile.Edge))];
        double[] values = [.. places.Select(place => judge.Read(tile.SourceBuffer, source + (place.Row * sourceStride) + place.Column))];
        for (int i = 0; i < places.Length; i++)
            Write(tile.TargetBuffer, target + (places[i].Column * targetStride) + places[i].Row, values[i], written);
    }

    private void Write(Buffer buffer, long offset, double value, Action<Buffer, long> written)
    {
        (Buffer within, long first) = judge.Resolve(buffer);
        memory[within][first + offset] = value;
        written(within, first + offset);
    }
}

/// <summary>The buffers' elements while kernels are interpreted, numbers of any type as doubles.</summary>
internal sealed class LoopMemory(Func<string, long> symbols)
{
    private readonly Dictionary<Buffer, double[]> elements = [];

    /// <summary>What the symbols stand for.</summary>
    public Func<string, long> SymbolValue => symbols;

    /// <summary>The elements of a buffer that is memory of its own.</summary>
    public double[] this[Buffer buffer]
    {
        get => elements.TryGetValue(buffer, out double[]? known) ? known : elements[buffer] = new double[(buffer.Part?.Whole ?? buffer).Shape.Elements.Evaluate(symbols)];
        set => elements[buffer] = value;
    }

    /// <summary>The same numbers, on their own from here on.</summary>
    public LoopMemory Copy()
    {
        var copy = new LoopMemory(symbols);
        foreach ((Buffer buffer, double[] values) in elements)
            copy[buffer] = [.. values];
        return copy;
    }
}
