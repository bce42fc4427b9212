using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// The order in which an epoch sees the samples: a Fisher–Yates shuffle drawn from Philox 4×32-10 with the seed as key and (draw, epoch, 0, 1) as
/// counter. The last word sets these numbers apart from those of the parameters.
/// </summary>
internal static class SampleOrder
{
    private const uint Purpose = 1;

    /// <summary>Fills <paramref name="order"/> with 0, 1, 2, … shuffled.</summary>
    public static void Shuffle(Span<int> order, ulong seed, int epoch)
    {
        for (int index = 0; index < order.Length; index++)
            order[index] = index;

        // A block of four words makes two draws.
        Vector128<ulong> draws = default;
        for (int last = order.Length - 1, draw = 0; last > 0; last--, draw++)
        {
            if (draw % 2 == 0)
                draws = Philox.Words(seed, (uint)(draw / 2), (uint)epoch, 0, Purpose).AsUInt64();
            // The high half of a 64-bit draw times n is a number below n; its bias is n/2⁶⁴.
            var other = (int)Math.BigMul(draws[draw % 2], (ulong)last + 1, out _);
            (order[last], order[other]) = (order[other], order[last]);
        }
    }
}
