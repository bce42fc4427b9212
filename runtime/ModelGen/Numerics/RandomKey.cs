using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>
/// What the random numbers of a training step depend on besides the layer and the element they are for. Element e of sample s, in the layer that is
/// number l of those that draw, takes word s mod 4 of Philox 4×32-10 with the seed as key and (e, s/4, step, l + 2) as counter. Samples are counted along
/// the first axis, elements inside a sample row by row over the network's own axes, however the value is stored: one block of four words serves
/// the same element of four neighbouring samples. The last word sets these numbers apart from those of the parameters and of the samples' order.
/// </summary>
/// <param name="Seed">The network's seed.</param>
/// <param name="Step">How many steps the network was trained before this one; after 2³² steps the numbers come again.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RandomKey(ulong Seed, uint Step);
