using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>For each index of the second input that row of the first: table [rows, …], indices […] → […, …].</summary>
public sealed record Gather : PrimitiveOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.From(inputs[1].Shape.Sizes.Concat(inputs[0].Shape.Sizes.Skip(1)));

    /// <inheritdoc/>
    public override Node? OverSteps(GraphBuilder graph, Node node, IReadOnlyList<StepInput> inputs, Size steps) =>
        inputs[0].IsStacked ? null : graph.Apply(this, inputs[0].Value, inputs[1].Value);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        (Node table, Node indices) = (definition.Node.Inputs[0], definition.Node.Inputs[1]);
        Index row = definition.Element(1, table.Shape[0].Constant, position.Take(indices.Shape.Rank).ToArray());
        return definition.Input(0, [row, .. position.Skip(indices.Shape.Rank)]);
    }

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        if (input != 0)
            return null;
        // Rows of one length, for as many indices as there are: the order of the axes is kept.
        Node table = node.Inputs[0], indices = node.Inputs[1];
        Size width = table.Shape.Sizes.Skip(1).Aggregate((Size)1, (product, size) => product * size);
        Node rows = graph.Apply(new Reshape(new Shape(indices.Shape.Elements, width)), gradient);
        Node flat = graph.Apply(new Reshape(new Shape(indices.Shape.Elements)), indices);
        return graph.Apply(new Reshape(table.Shape), graph.Apply(new AddToRows(table.Shape[0].Constant), rows, flat));
    }
}

/// <summary>
/// The sum, for each row of a table, of the first input's rows [n, width] whose index, the second input [n], is that row: the gradient of <see cref="Gather"/>.
/// </summary>
/// <param name="Rows">The table's rows.</param>
public sealed record AddToRows(long Rows) : ContractionOp, IRowAddition
{
    /// <inheritdoc/>
    public override bool SumsInMemory => true;

    /// <inheritdoc/>
    public override IEnumerable<string> ResultAxisNames => ["row", "column"];

    /// <inheritdoc/>
    public override Size Products(IReadOnlyList<Node> inputs) => inputs[0].Shape.Elements;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => new(Rows, inputs[0].Shape[1]);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Axis addend = definition.Bound("addend", definition.Node.Inputs[0].Shape[0]);
        var added = new Select(Comparison.Equal, definition.Input(1, addend), new IndexValue(position[0]), definition.Input(0, addend, position[1]), new Number(0));
        return new Reduction(ReductionKind.Sum, new([addend]), added);
    }

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        input == 0 ? graph.Apply(new Gather(), gradient, node.Inputs[1]) : null;

    /// <inheritdoc/>
    public RowAddition DefineRows(Definition definition)
    {
        Shape shape = definition.Node.Inputs[0].Shape;
        Axis addend = new("addend", shape[0]), column = new("column", shape[1]);
        return new RowAddition(addend, column, definition.Element(1, Rows, addend), definition.Input(0, addend, column));
    }
}

/// <summary>An op whose result is best summed up row by row where its inputs say, beginning with zeros.</summary>
public interface IRowAddition
{
    /// <summary>What is added to which row.</summary>
    RowAddition DefineRows(Definition definition);
}

/// <summary>Additions of rows to a result of two axes.</summary>
/// <param name="Addend">Counts the rows that are added.</param>
/// <param name="Column">The axis inside a row.</param>
/// <param name="Row">The row of the result.</param>
/// <param name="Value">What is added at a column.</param>
public sealed record RowAddition(Axis Addend, Axis Column, Index Row, Expression Value);

/// <summary>The surface of looking up rows of a value.</summary>
public sealed class GatherCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node table = call.Operand(0);
        if (table.Shape.Rank == 0 || !table.Shape[0].IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "a table of a constant number of rows", table.Shape.ToString());
        return Of(call, table, Indices(call, 1));
    }

    /// <summary>Looks up rows, whose indices are checked at run time.</summary>
    public static Node Of(Call call, Node table, Node indices)
    {
        call.DeclareIndices(indices, table.Shape[0]);
        return call.Graph.Apply(new Gather(), table, indices);
    }

    /// <summary>An operand of integers.</summary>
    public static Node Indices(Call call, int operand)
    {
        Node indices = call.AnyOperand(operand);
        return indices.Type == ElementType.Int32
            ? indices
            : throw call.OperandError(operand, "MG0110", call.Display, $"indices are integers, and {indices.Shape} holds other values");
    }
}
