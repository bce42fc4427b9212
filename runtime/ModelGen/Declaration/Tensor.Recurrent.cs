namespace ModelGen;

/// <content>Recurrent layers.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// Elman's recurrent layer (1990), h′ = tanh(W·x + b + U·h + c), with PyTorch's parameters <c>weight_ih_l0</c> [<paramref name="hidden"/>, features],
    /// <c>weight_hh_l0</c> [<paramref name="hidden"/>, <paramref name="hidden"/>], <c>bias_ih_l0</c> and <c>bias_hh_l0</c>, drawn uniformly in ±1/√hidden. Its first
    /// state is zero; <see cref="Scan{TSequences, TState}"/> is for others.
    /// </summary>
    /// <param name="hidden">The number of features of the state.</param>
    /// <param name="layers">How many layers follow each other, each over the states of the one before.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequence in both directions; the states of both lie side by side.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>rnn1</c>, <c>rnn2</c> … where it is not given.</param>
    /// <returns>[batch, time, features] → [batch, time, hidden], twice as wide in both directions; <c>.At(1, -1)</c> takes the last step.</returns>
    public Tensor Rnn(int hidden, int layers = 1, bool bidirectional = false, bool bias = true, string? name = null) => Declared();

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber, 1997; Gers et al., 2000): c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′), with PyTorch's parameters as
    /// <see cref="Rnn"/> has them, each of four blocks of <paramref name="hidden"/> rows for i, f, g and o.
    /// </summary>
    /// <param name="hidden">The number of features of the state.</param>
    /// <param name="layers">How many layers follow each other, each over the states of the one before.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequence in both directions; the states of both lie side by side.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>lstm1</c>, <c>lstm2</c> … where it is not given.</param>
    /// <returns>[batch, time, features] → [batch, time, hidden], twice as wide in both directions; <c>.At(1, -1)</c> takes the last step.</returns>
    public Tensor Lstm(int hidden, int layers = 1, bool bidirectional = false, bool bias = true, string? name = null) => Declared();

    /// <summary>
    /// The gated recurrent unit (Cho et al., 2014) as PyTorch and cuDNN have it: n = tanh(W·x + b + r·(U·h + c)), h′ = (1 − z)·n + z·h, with PyTorch's parameters as
    /// <see cref="Rnn"/> has them, each of three blocks of <paramref name="hidden"/> rows for r, z and n.
    /// </summary>
    /// <param name="hidden">The number of features of the state.</param>
    /// <param name="layers">How many layers follow each other, each over the states of the one before.</param>
    /// <param name="bidirectional">Whether each layer goes through the sequence in both directions; the states of both lie side by side.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>gru1</c>, <c>gru2</c> … where it is not given.</param>
    /// <returns>[batch, time, features] → [batch, time, hidden], twice as wide in both directions; <c>.At(1, -1)</c> takes the last step.</returns>
    public Tensor Gru(int hidden, int layers = 1, bool bidirectional = false, bool bias = true, string? name = null) => Declared();
}
