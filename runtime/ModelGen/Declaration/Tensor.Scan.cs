namespace ModelGen;

/// <content>Recurrences: a step over the positions of sequences.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// Goes through the positions of sequences along an axis with a step that hands a state on to the next one (Theano's <c>scan</c>). The step is a lambda or a method
    /// of the project; it may use any other tensors besides, which are the same in each step. It becomes a loop of the emitted code; what depends on no state
    /// is computed for all steps at once.
    /// </summary>
    /// <typeparam name="TSequences"><see cref="Tensor"/>, <c>Tensor&lt;int&gt;</c>, or a tuple of such.</typeparam>
    /// <typeparam name="TState"><see cref="Tensor"/>, or a tuple of such.</typeparam>
    /// <param name="sequences">One or several sequences of the same length: [batch, time, …] along axis 1.</param>
    /// <param name="initial">The state, or states, before the first step: [batch, …].</param>
    /// <param name="step">From a position of the sequences, without the axis, and the state before it to the state behind it, of the same shape.</param>
    /// <param name="axis">The axis of the sequences whose positions the steps are.</param>
    /// <param name="reverse">Whether the steps go from the last position to the first.</param>
    /// <returns>The state after each step along the same axis, each where the position of its step is: [batch, time, …].</returns>
    /// <example>
    /// <code>
    /// Tensor hidden = Tensor.Scan(x, Tensor.Zeros("batch", 64), (input, state) => (input.Dot(W) + state.Dot(U) + b).Tanh());
    /// Tensor last = hidden.At(axis: 1, position: -1);
    /// (Tensor h, Tensor c) = Tensor.Scan(x, (h0, c0), Cell);
    /// </code>
    /// </example>
    public static TState Scan<TSequences, TState>(TSequences sequences, TState initial, Func<TSequences, TState, TState> step, int axis = 1, bool reverse = false) =>
        throw NotRun();

    /// <summary>
    /// Goes through the positions of sequences along an axis with a step that hands a state on to the next one and gives an output besides, as
    /// <see cref="Scan{TSequences, TState}"/> does. What the outputs need of the states is computed for all steps at once.
    /// </summary>
    /// <typeparam name="TSequences"><see cref="Tensor"/>, <c>Tensor&lt;int&gt;</c>, or a tuple of such.</typeparam>
    /// <typeparam name="TState"><see cref="Tensor"/>, or a tuple of such.</typeparam>
    /// <typeparam name="TOutput"><see cref="Tensor"/>, or a tuple of such.</typeparam>
    /// <param name="sequences">One or several sequences of the same length: [batch, time, …] along axis 1.</param>
    /// <param name="initial">The state, or states, before the first step: [batch, …].</param>
    /// <param name="step">From a position of the sequences and the state before it to the state behind it and an output.</param>
    /// <param name="axis">The axis of the sequences whose positions the steps are.</param>
    /// <param name="reverse">Whether the steps go from the last position to the first.</param>
    /// <returns>The state after each step and the output of each, along the same axis.</returns>
    /// <example><c>(Tensor h, Tensor y) = Tensor.Scan(x, h0, (input, state) => { Tensor next = …; return (next, next.Dot(V)); });</c></example>
    public static (TState States, TOutput Outputs) Scan<TSequences, TState, TOutput>(
        TSequences sequences, TState initial, Func<TSequences, TState, (TState State, TOutput Output)> step, int axis = 1, bool reverse = false) => throw NotRun();

    /// <summary>Zeros, such as a state before the first step.</summary>
    /// <param name="sizes">The sizes, outermost first: numbers, and symbols of the inputs in quotes.</param>
    /// <example><c>Tensor.Zeros("batch", 128)</c></example>
    public static Tensor Zeros(params object[] sizes) => Declared();

    /// <summary>The elements at one position along an axis, which disappears: the last step of a sequence, for example.</summary>
    /// <param name="axis">The axis, which may be of a size that varies.</param>
    /// <param name="position">The position: from 0, or from −1 for those counted from the end.</param>
    public Tensor At(int axis, int position) => Declared();
}
