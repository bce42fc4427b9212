using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Gpu;

/// <summary>One operand of a contraction in shared memory: its lines, rows or columns of the result, times the products at hand.</summary>
internal sealed class OperandTile
{
    private readonly Expression _operand;
    private readonly FlatAxes _lines;
    private readonly FlatAxes _products;
    private readonly GroupPlan _plan;
    private readonly Index _firstLine;
    private readonly int _depth;
    private readonly int _width;
    private readonly int _threads;
    private readonly bool _alongProducts;
    private readonly List<Dictionary<Axis, Index>> _named = [];

    /// <param name="name">The array's name.</param>
    /// <param name="operand">An element of the operand.</param>
    /// <param name="lines">The axes of the lines.</param>
    /// <param name="products">The axes that are summed over.</param>
    /// <param name="plan">The kernel.</param>
    /// <param name="firstLine">The first line of the group's tile.</param>
    /// <param name="width">The lines of a tile.</param>
    /// <param name="depth">The products at a time.</param>
    public OperandTile(string name, Expression operand, FlatAxes lines, FlatAxes products, GroupPlan plan, Index firstLine, int width, int depth)
    {
        (_operand, _lines, _products, _plan, _firstLine, _width, _depth) = (operand, lines, products, plan, firstLine, width, depth);
        _threads = (int)plan.Thread.Extent.Constant;
        // Threads side by side read neighbours in memory.
        _alongProducts = _threads % width != 0 || StrideOf(products) < StrideOf(lines);
        // An odd distance keeps threads that write down a column of the array in memory banks of their own.
        Pitch = _alongProducts ? width + 1 - (width % 2) : width;
        Memory = SharedArray.Of(name, (long)Pitch * depth);
    }

    /// <summary>The array.</summary>
    public Buffer Memory { get; }

    /// <summary>The distance of neighbouring products in it.</summary>
    public int Pitch { get; }

    /// <summary>What a thread works out once: the lines that it fetches.</summary>
    public IReadOnlyList<Statement> Prepare()
    {
        var statements = new List<Statement>();
        for (int fetch = 0; fetch < Fetches; fetch++)
        {
            if (fetch > 0 && !_alongProducts)
                break;
            _named.Add([]);
            statements.AddRange(_lines.Name(_firstLine + Line(fetch), _named[fetch], Suffix(fetch)));
        }

        return statements;
    }

    /// <summary>Fills the array with the products from <paramref name="first"/> on; zeros where lines or products have come to their end.</summary>
    public IReadOnlyList<Statement> Fill(Index first)
    {
        var statements = new List<Statement>();
        var products = new Dictionary<Axis, Index>();
        for (int fetch = 0; fetch < Fetches; fetch++)
        {
            // Along the products all of a thread's fetches are of the same product, else all of them are of the same line.
            if (fetch == 0 || !_alongProducts)
                statements.AddRange(_products.Name(first + Product(fetch), products, Suffix(fetch)));
            Dictionary<Axis, Index> lines = _named[_alongProducts ? fetch : 0];
            Expression value = _operand.Substitute(axis => products.TryGetValue(axis, out Index? product) ? product : lines.TryGetValue(axis, out Index? line) ? line : null);
            var inside = new List<InRange>();
            if (!Divides(_lines.Count, _width))
                inside.Add(new InRange(_firstLine + Line(fetch), _lines.Count));
            if (!Divides(_products.Count, _depth))
                inside.Add(new InRange(first + Product(fetch), _products.Count));
            if (inside.Count > 0)
                value = new Guard(inside.ToEquatableArray(), value, new Number(0));
            Statement store = new Store(Memory, (Product(fetch) * Pitch) + Line(fetch), value);
            bool last = (fetch + 1) * _threads > _width * _depth;
            statements.Add(last ? new WhenInRange([_alongProducts ? new InRange(Line(fetch), _width) : new InRange(Product(fetch), _depth)], [store]) : store);
        }

        return statements;
    }

    private string Suffix(int fetch) => "Of" + KernelNames.Pascal(Memory.Name) + fetch;

    private int Fetches => ((_width * _depth) + _threads - 1) / _threads;

    private Index Line(int fetch) => _alongProducts
        ? Index.Divide(_plan.Thread, _depth) + ((long)fetch * (_threads / _depth))
        : Index.Modulo(_plan.Thread, _width);

    private Index Product(int fetch) => _alongProducts
        ? Index.Modulo(_plan.Thread, _depth)
        : Index.Divide(_plan.Thread, _width) + ((long)fetch * (_threads / _width));

    private static bool Divides(Size count, int tile) => count.IsConstant && count.Constant % tile == 0;

    // The smallest step in memory along one of the axes.
    private long StrideOf(FlatAxes axes) => axes.At(Index.Zero)
        .SelectMany(place => _operand.Loads().Select(load => Math.Abs(Nest.Typical(load.Offset.CoefficientOf(place.Axis)))))
        .Where(stride => stride > 0)
        .DefaultIfEmpty(long.MaxValue)
        .Min();
}
