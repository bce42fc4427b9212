using Microsoft.CodeAnalysis;
using ModelGen.Compiler;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator.Shapes;

/// <summary>The shapes of a network's values by the places in the source that they come from, for editors to show.</summary>
public sealed class SourceShapes
{
    private readonly ParsedNetwork _network;
    private readonly IReadOnlyList<Shape> _shapes;
    private readonly IReadOnlyList<LayerSummary> _layers;
    private readonly ILookup<SourceSpan, Shape> _byPlace;

    private SourceShapes(ParsedNetwork network, IReadOnlyList<Shape> shapes, IReadOnlyList<LayerSummary> layers)
    {
        (_network, _shapes, _layers) = (network, shapes, layers);
        // The values that a method outside the class makes have its call for a place: what it gives is the shape there.
        HashSet<SourceSpan> inlined = [.. network.Inlined.Select(call => call.Span)];
        _byPlace = network.Spec.Values
            .Select((value, index) => (value.Span, Value: value, Index: index))
            .Where(made => made.Value is CallValue or ScanResultValue && !inlined.Contains(made.Span))
            .Select(made => (made.Span, made.Index))
            .Concat(network.Inlined.Select(call => (call.Span, Index: call.Value)))
            .ToLookup(made => made.Span, made => shapes[made.Index]);
    }

    /// <summary>The shapes of a network; null for one with errors.</summary>
    public static SourceShapes? Of(ParsedNetwork network, CancellationToken cancellation) =>
        network.State == NetworkState.Read && network.Spec.Errors.Count == 0 && NetworkCompiler.ShapesOf(network.Spec, cancellation) is var (shapes, layers)
            ? new SourceShapes(network, shapes, layers)
            : null;

    /// <summary>The outputs' names and shapes.</summary>
    public IReadOnlyList<(string Name, Shape Shape)> Outputs => _network.Spec.Outputs.Select(output => (output.Name, _shapes[output.Value])).ToArray();

    /// <summary>The places of values in the class.</summary>
    public IEnumerable<SourceSpan> Places => _byPlace.Select(place => place.Key);

    /// <summary>The shape of all values made at a place; null where they differ, or none is made there.</summary>
    public Shape? At(SourceSpan place) => _byPlace[place].Distinct().ToArray() is [var only] ? only : null;

    /// <summary>The methods of the class that give tensors, by the places of their names, and the shapes that they gave.</summary>
    public IEnumerable<(SourceSpan Name, IReadOnlyList<Shape> Shapes)> Methods => _network.Inlined
        .Where(call => call.Method is not null)
        .GroupBy(call => call.Method!.Value)
        .Select(calls => (calls.Key, (IReadOnlyList<Shape>)calls.Select(call => _shapes[call.Value]).ToArray()));

    /// <summary>The shapes that a layer of the class gave, or those in an array of layers.</summary>
    /// <param name="member">The name of the member.</param>
    public IReadOnlyList<Shape> GivenBy(string member) => _network.Spec.Values
        .Select((value, index) => (Path: value is CallValue { IsMember: true, Label: { } label } ? label : "", index))
        .Concat(_network.Inlined.Select(call => (Path: call.Owner, call.Value)))
        .Where(given => IsOf(member, given.Path))
        .Select(given => _shapes[given.Item2])
        .ToArray();

    /// <summary>How many numbers a layer of the class trains, with all the layers in it.</summary>
    /// <param name="member">The name of the member.</param>
    public long ParametersOf(string member) => _layers.Where(layer => layer.Label == member || layer.Label.StartsWith(member + ".", StringComparison.Ordinal)).Sum(layer => layer.Parameters);

    // The member itself, or one of an array: blocks.3.
    private static bool IsOf(string member, string path) =>
        path == member || (path.StartsWith(member + ".", StringComparison.Ordinal) && path.Substring(member.Length + 1).All(char.IsDigit));
}
