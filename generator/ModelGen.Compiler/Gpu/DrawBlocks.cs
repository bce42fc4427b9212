using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Gpu;

/// <summary>Random numbers: one draw gives those of an element in four neighbouring samples, so a thread takes an element of four samples.</summary>
internal sealed class DrawBlocks
{
    private const int SamplesPerDraw = 4;

    private readonly OutputDefinition _output;
    private readonly RandomWord _word;
    private readonly Axis _sample;
    private readonly FlatAxes _elements;
    private readonly GpuTarget _target;

    private DrawBlocks(Nest nest, RandomWord word, Axis sample, GpuTarget target)
    {
        _output = nest.Outputs[0];
        _word = word;
        _sample = sample;
        _elements = new FlatAxes(nest.StorageOrder().Where(axis => axis != sample));
        _target = target;
    }

    /// <summary>The schedule for a kernel that draws for samples; null for others.</summary>
    public static DrawBlocks? For(Nest nest, GpuTarget target)
    {
        RandomWord[] words = nest.Outputs.SelectMany(output => output.Value.Descendants()).OfType<RandomWord>().ToArray();
        return words is [var word] && nest.Outputs.Count == 1 && nest.Domain.SingleOrDefault(word.Sample.DependsOn) is { } sample
            ? new DrawBlocks(nest, word, sample, target)
            : null;
    }

    public GroupPlan Build()
    {
        int threads = GroupShapes.Threads(_elements.Count, _target);
        var plan = new GroupPlan(threads, new GroupCount(_elements.Count, threads), new GroupCount(_sample.Extent, SamplesPerDraw));
        Index element = plan.Position();
        Index first = (Index)plan.Group[1] * SamplesPerDraw;
        Register[] words = Enumerable.Range(0, SamplesPerDraw).Select(next => new Register("word" + next, true, null)).ToArray();
        var draws = new List<Statement> { new Draw(words, (RandomWord)At(_word, first)) };
        for (int next = 0; next < SamplesPerDraw; next++)
        {
            Register word = words[next];
            Index sample = first + next;
            Index offset = _output.Offset.Substitute(axis => axis == _sample ? sample : null);
            draws.Add(new WhenInRange([new InRange(sample, _sample.Extent)], [new Store(_output.Buffer, offset, At(_output.Value.Replace(part => part is RandomWord ? new Read(word) : null), sample))]));
        }

        plan.Body.Add(new WhenInRange([new InRange(element, _elements.Count)], [.. _elements.Name(element), .. _elements.AroundLooped(draws)]));
        return plan;
    }

    private Expression At(Expression expression, Index sample) => expression.Substitute(axis => axis == _sample ? sample : null);
}
