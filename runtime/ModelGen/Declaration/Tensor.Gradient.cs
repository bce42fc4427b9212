namespace ModelGen;

/// <content>Gradients as values, and new values for parameters.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// The gradient of a number with respect to a value that it is computed from (Theano's <c>grad</c>): a parameter, an input, or anything between. It is a value like any other, of which a
    /// loss may be computed, or a further gradient be taken. In Predict and Evaluate it is that of what they compute: nothing is dropped, and batch normalisation goes by its running statistics.
    /// </summary>
    /// <param name="of">A single number, such as a loss.</param>
    /// <param name="withRespectTo">A value that it is computed from.</param>
    /// <returns>∂of/∂withRespectTo, of the shape of <paramref name="withRespectTo"/>.</returns>
    /// <example><c>Tensor slope = Tensor.Gradient(of: score.Sum(), withRespectTo: x);</c></example>
    public static Tensor Gradient(Tensor of, Tensor withRespectTo) => Declared();

    /// <summary>
    /// Gives a parameter a new value at the end of each training step (Theano's <c>updates</c>): a statement of <c>Loss</c>, or of a method that it calls. All values of the step, those of other
    /// updates too, are computed from what the parameters were before it. Optimisers leave the parameter alone; where all parameters are updated so, <c>TrainStep</c> takes none.
    /// </summary>
    /// <param name="parameter">A <c>[Parameter]</c> of the network.</param>
    /// <param name="value">Its new value, of the same shape.</param>
    /// <example><c>Tensor.Update(W, W - 0.1f * Tensor.Gradient(loss, W));</c></example>
    public static void Update(Tensor parameter, Tensor value) => throw NotRun();
}
