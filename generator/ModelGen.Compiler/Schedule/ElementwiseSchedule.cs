using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>Schedules a kernel without a reduction: one pass over memory, vectors along one axis, single elements for what is left.</summary>
internal sealed class ElementwiseSchedule(Nest nest, Axis? vector, Target target) : ISchedule
{
    // Shares of a flat range begin at multiples of a few vectors, so that all but the last are whole.
    private const int VectorsPerPortion = 4;

    private Nest Nest => nest;

    private Axis? Vector => vector;

    public IEnumerable<Decision> Decisions => [];

    /// <summary>Whether its vectors run along an axis of the same size, inside as many loops.</summary>
    public bool IsLike(ElementwiseSchedule other) => vector?.Extent == other.Vector?.Extent && nest.Domain.Count == other.Nest.Domain.Count;

    public Scheduled Build()
    {
        if (vector is null)
            return SharedLoops.Around(nest.StorageOrder(), Stores(null, null));
        var at = new Axis(vector.Name, vector.Extent);
        LoopSegment[] segments = Steps(vector.Extent, target).Select(lanes => Segment(at, lanes)).ToArray();
        Axis[] outer = nest.StorageOrder().Where(axis => axis != vector).ToArray();
        return outer.Length == 0
            ? new Scheduled([new Loop(at, Bound.ShareBegin, Bound.ShareEnd, segments)], vector.Extent, target.Lanes * VectorsPerPortion)
            : SharedLoops.Around(outer, [new Loop(at, Bound.At(0), Bound.At(vector.Extent), segments)]);
    }

    /// <summary>The steps in which an axis is walked: vectors of the widest kind that fits, of narrower ones, single elements.</summary>
    public static IEnumerable<int> Steps(Size extent, Target target)
    {
        int lanes = target.LanesFor(Nest.Typical(extent));
        long left = extent.IsConstant ? extent.Constant % lanes : extent.IsMultipleOf(lanes) ? 0 : lanes - 1;
        yield return lanes;
        for (int half = lanes / 2; half >= 4; half /= 2)
        {
            if (extent.IsConstant && left >= half)
            {
                yield return half;
                left %= half;
            }
        }

        if (left > 0)
            yield return 1;
    }

    private LoopSegment Segment(Axis at, int lanes)
    {
        Axis? lane = lanes > 1 ? new Axis("lane", lanes) : null;
        return new LoopSegment(lanes, [new VectorScope(lane, Stores(at, lane))]);
    }

    private IReadOnlyList<Statement> Stores(Axis? at, Axis? lane)
    {
        Index? Replace(Axis axis) => axis == vector ? (lane is null ? at! : (Index)at! + lane) : null;
        Store[] stores = nest.Outputs.Select(output => new Store(output.Buffer, output.Offset.Substitute(Replace), output.Value.Substitute(Replace))).ToArray();
        return HandedOn(stores, lane).ToArray();
    }

    // What a store behind another one reads of it, it finds in a register.
    private static IEnumerable<Statement> HandedOn(IReadOnlyList<Store> stores, Axis? lane)
    {
        var registers = new Dictionary<Load, Register>();
        for (int i = 0; i < stores.Count; i++)
        {
            Store store = stores[i] with { Value = stores[i].Value.Replace(ValueReuse.From(registers)) };
            var made = new Load(store.Buffer, store.Offset);
            if (made.IsInteger || !stores.Skip(i + 1).Any(later => later.Value.Descendants().Contains(made)))
            {
                yield return store;
                continue;
            }

            registers[made] = new Register(store.Buffer.Name + "_0", IsInteger: false, lane);
            yield return new Declare(registers[made], store.Value);
            yield return store with { Value = new Read(registers[made]) };
        }
    }
}
