using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a kernel that draws random numbers: one draw gives the numbers of an element in four neighbouring samples, so samples are walked four
/// at a time, vectors running along the elements of a sample.
/// </summary>
internal sealed class DrawSchedule : ISchedule
{
    private const int SamplesPerDraw = 4;
    private const int ShortestVector = 4;

    private readonly OutputDefinition _output;
    private readonly RandomWord _word;
    private readonly Target _target;
    private readonly Axis? _sample;
    private readonly Axis? _vector;
    private readonly IReadOnlyList<Axis> _outer;

    public DrawSchedule(Nest nest, Target target)
    {
        _target = target;
        _output = nest.Outputs.Single();
        _word = _output.Value.Descendants().OfType<RandomWord>().Single();
        _sample = nest.Domain.SingleOrDefault(_word.Sample.DependsOn);
        Axis[] elements = nest.StorageOrder().Where(axis => axis != _sample).ToArray();
        // Neighbours are stored as a vector; where there are too few of them, the numbers are still drawn as one.
        _vector = elements.LastOrDefault(axis => Nest.Typical(axis.Extent) >= ShortestVector);
        _outer = elements.Where(axis => axis != _vector).ToArray();
    }

    public IEnumerable<Decision> Decisions => [new DrawDecision(_sample, _vector, SamplesPerDraw)];

    public Scheduled Build()
    {
        if (_sample is null)
            return SharedLoops.Around(_outer, Elements(_word.Sample, 1));
        var at = new Axis(_sample.Name, _sample.Extent);
        LoopSegment[] segments = TileShape.RowSteps(_sample.Extent, SamplesPerDraw)
            .Select(step => new LoopSegment(step, Around(Elements(at, step))))
            .ToArray();
        return new Scheduled([new Loop(at, Bound.ShareBegin, Bound.ShareEnd, segments)], _sample.Extent, SamplesPerDraw);
    }

    private IReadOnlyList<Statement> Around(IReadOnlyList<Statement> body)
    {
        foreach (Axis axis in _outer.Reverse())
            body = [Loop.Over(axis, body)];
        return body;
    }

    private IReadOnlyList<Statement> Elements(Index sample, int samples)
    {
        if (_vector is null)
            return Stores(sample, samples, null, null);
        var at = new Axis(_vector.Name, _vector.Extent);
        IEnumerable<LoopSegment> segments = ElementwiseSchedule.Steps(_vector.Extent, _target).Select(lanes =>
        {
            Axis? lane = lanes > 1 ? new Axis("lane", lanes) : null;
            return new LoopSegment(lanes, [new VectorScope(lane, Stores(sample, samples, lane is null ? at : (Index)at + lane, lane))]);
        });
        return [new Loop(at, Bound.At(0), Bound.At(_vector.Extent), segments.ToArray())];
    }

    private IReadOnlyList<Statement> Stores(Index sample, int samples, Index? element, Axis? lane)
    {
        Index? At(Axis axis, int next) => axis == _sample ? sample + next : axis == _vector ? element : null;
        // A sample that is left over by itself, anywhere among the four of its draw.
        if (samples == 1 && _sample is not { Extent.IsConstant: true })
            return [new Store(_output.Buffer, _output.Offset.Substitute(axis => At(axis, 0)), _output.Value.Substitute(axis => At(axis, 0)))];
        Register[] words = Enumerable.Range(0, samples).Select(next => new Register("word" + next, true, lane)).ToArray();
        var statements = new List<Statement> { new Draw(words, (RandomWord)_word.Substitute(axis => At(axis, 0))) };
        for (int next = 0; next < samples; next++)
        {
            Register word = words[next];
            statements.Add(new Store(_output.Buffer, _output.Offset.Substitute(axis => At(axis, next)), _output.Value.Replace(part => part is RandomWord ? new Read(word) : null)));
        }

        return statements;
    }
}
