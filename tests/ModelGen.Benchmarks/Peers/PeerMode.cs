namespace ModelGen.Benchmarks.Peers;

/// <summary>What is timed.</summary>
internal enum PeerMode
{
    /// <summary>A step: forward, backward, update.</summary>
    Training,

    /// <summary>A prediction.</summary>
    Inference,
}
