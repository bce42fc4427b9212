using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Autodiff;

/// <summary>
/// The gradients of loops' states. What a step's gradient needs of the step behind it, the gradient of the state between them, is a state of a second loop that
/// goes the other way; all other gradients, those of the weights above all, depend on no such state and are contractions over all steps at once.
/// </summary>
/// <param name="builder">Makes the nodes.</param>
/// <param name="known">The recurrences of all loops so far.</param>
/// <param name="recurrences">Those that the gradients go through.</param>
internal sealed class StateGradients(GraphBuilder builder, IReadOnlyList<Recurrence> known, IReadOnlyList<Recurrence> recurrences)
{
    private readonly Dictionary<StepState, Node> _carried = [];
    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>The states of the loops that go back.</summary>
    public List<Recurrence> Recurrences { get; } = [];

    /// <summary>The gradient of a node, once what its users give it is collected: states after a step get what the steps behind give them; null for none.</summary>
    public Node? Of(Node node, Node? collected)
    {
        if (recurrences.FirstOrDefault(recurrence => recurrence.Next == node) is { } after)
            return Carry(after, collected);
        if (recurrences.FirstOrDefault(recurrence => recurrence.Previous == node) is { } before && _carried.TryGetValue(before.State, out Node? carried))
        {
            StepState state = ((PreviousState)carried.Op).State;
            Node next = builder.Apply(new NextState(state), collected ?? builder.Filled(0, node.Shape));
            Recurrences.Add(new Recurrence(carried, next));
            return next;
        }

        return collected;
    }

    private Node Carry(Recurrence recurrence, Node? collected)
    {
        StepState forward = recurrence.State;
        var state = new StepState(NumberFor(forward.Loop), forward.Number, forward.Steps, !forward.Reverse);
        Node initial = builder.Filled(0, recurrence.Next.Shape.Inner);
        // A gradient of the last state alone, as of a network that classifies a sequence, is what the way back begins with.
        if (collected?.Op is PlaceAt { Axis: 0 } last && At.IsSame(last.Position, forward.Position(first: false), forward.Steps))
            (initial, collected) = (collected.Inputs[0], null);
        Node carried = builder.Apply(new PreviousState(state), builder.Apply(new InitialState(state), initial));
        _carried[forward] = carried;
        return collected is null ? carried : builder.Apply(new Add(), carried, collected);
    }

    // The same below zero, unless a loop that goes back from there has it already: that of another gradient, or one that goes back itself.
    private int NumberFor(int forward)
    {
        if (_numbers.TryGetValue(forward, out int number))
            return number;
        int[] taken = [.. known.Select(recurrence => recurrence.State.Loop), .. _numbers.Values];
        bool isFree = forward >= 0 && !taken.Contains(-1 - forward);
        return _numbers[forward] = isFree ? -1 - forward : Math.Min(-1, taken.Min()) - 1;
    }
}
