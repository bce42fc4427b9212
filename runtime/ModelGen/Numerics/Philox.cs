using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// Philox 4×32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): four
/// random words are a function of a key and a counter, so a number depends on what it is for and never on threads or order.
/// </summary>
internal static partial class Philox
{
    internal const int Rounds = 10;
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    private const ulong LowHalf = 0xFFFFFFFF;

    /// <summary>The four words of a counter; the key is the seed's low and high half.</summary>
    public static Vector128<uint> Words(ulong seed, uint counter0, uint counter1, uint counter2, uint counter3)
    {
        uint key0 = (uint)seed;
        uint key1 = (uint)(seed >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter0;
            ulong product1 = (ulong)Multiplier1 * counter2;
            counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            counter1 = (uint)product1;
            counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return Vector128.Create(counter0, counter1, counter2, counter3);
    }
}
