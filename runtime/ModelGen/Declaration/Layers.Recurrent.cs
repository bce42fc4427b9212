namespace ModelGen;

#pragma warning disable CS9113 // The generator reads what is given here.

/// <summary>Elman's recurrent layer as a member; see <see cref="Tensor.Rnn"/>.</summary>
/// <param name="hidden">The number of features of the state.</param>
/// <param name="layers">How many layers follow each other.</param>
/// <param name="bidirectional">Whether each layer goes through the sequence in both directions.</param>
/// <param name="bias">Whether biases are added.</param>
public sealed class Rnn(int hidden, int layers = 1, bool bidirectional = false, bool bias = true) : Layer
{
    /// <summary>Goes through sequences: [batch, time, features] → [batch, time, hidden].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Long short-term memory as a member; see <see cref="Tensor.Lstm"/>.</summary>
/// <param name="hidden">The number of features of the state.</param>
/// <param name="layers">How many layers follow each other.</param>
/// <param name="bidirectional">Whether each layer goes through the sequence in both directions.</param>
/// <param name="bias">Whether biases are added.</param>
public sealed class Lstm(int hidden, int layers = 1, bool bidirectional = false, bool bias = true) : Layer
{
    /// <summary>Goes through sequences: [batch, time, features] → [batch, time, hidden].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>The gated recurrent unit as a member; see <see cref="Tensor.Gru"/>.</summary>
/// <param name="hidden">The number of features of the state.</param>
/// <param name="layers">How many layers follow each other.</param>
/// <param name="bidirectional">Whether each layer goes through the sequence in both directions.</param>
/// <param name="bias">Whether biases are added.</param>
public sealed class Gru(int hidden, int layers = 1, bool bidirectional = false, bool bias = true) : Layer
{
    /// <summary>Goes through sequences: [batch, time, features] → [batch, time, hidden].</summary>
    public Tensor Apply(Tensor x) => Declared();
}
