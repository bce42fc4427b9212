using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// What happens to a network's gradients before an optimiser's step: they are summed over batches and clipped, where they lie. The block is cut into pieces that depend on the
/// network alone, each piece's squares are summed by one worker, and the pieces' sums in their order, so that no bit depends on the threads.
/// </summary>
internal sealed unsafe class GradientTreatment(Optimizer optimizer, NetworkPlan plan) : IDisposable
{
    private const int LinesPerPiece = 256;

    // What PyTorch's clip_grad_norm_ adds to the norm.
    private const double NormGuard = 1e-6;

    private AlignedBlock? sums;
    private Piece[] pieces = [];
    private double[] squares = [];
    private int batches;
    private int batchesOfMean;
    private Accumulation accumulation;
    private float clipValue;
    private float? clipNorm;

    private enum Accumulation
    {
        None,
        First,
        Further,
        Last,
    }

    /// <summary>Whether the next batch completes an update.</summary>
    public bool Completes => batches + 1 >= optimizer.AccumulationSteps;

    /// <summary>What the treatment that was begun moves for each parameter.</summary>
    public int BytesPerParameter { get; private set; }

    private bool IsNeeded => accumulation != Accumulation.None || clipNorm is not null || float.IsFinite(clipValue);

    /// <summary>Takes a batch's gradients in: settles what the workers do to them.</summary>
    public void Begin()
    {
        bool completes = Completes;
        batches++;
        accumulation = (batches, completes) switch
        {
            (1, true) => Accumulation.None,
            (1, false) => Accumulation.First,
            (_, false) => Accumulation.Further,
            (_, true) => Accumulation.Last,
        };
        batchesOfMean = batches;
        if (completes)
            batches = 0;
        clipValue = completes ? optimizer.ClipValue ?? float.PositiveInfinity : float.PositiveInfinity;
        clipNorm = completes ? optimizer.ClipNorm : null;
        BytesPerParameter = sizeof(float) * (
            (accumulation switch { Accumulation.None => 0, Accumulation.First => 2, _ => 3 }) + (float.IsFinite(clipValue) ? 2 : 0) + (clipNorm is null ? 0 : 1));
        if (IsNeeded && pieces.Length == 0)
            Divide();
        if (accumulation != Accumulation.None)
            sums ??= new AlignedBlock(plan.TrainedFloats * sizeof(float), $"The accumulated gradients of {plan.Name}");
    }

    /// <summary>Treats the gradients; where an update follows, all of them are ready when this returns.</summary>
    public void Run(Worker worker, float* gradients, OptimizerState state)
    {
        if (!IsNeeded)
            return;
        WorkRange share = worker.Share(pieces.Length);
        for (int piece = (int)share.Begin; piece < share.End; piece++)
            Treat(piece, gradients, state);
        worker.Barrier();
        if (clipNorm is not { } limit)
            return;
        double norm = Norm();
        if (worker.Index == 0)
            optimizer.LastGradientNorm = (float)norm;
        var factor = (float)(limit / (norm + NormGuard));
        // Written so that a norm that is not a number makes all gradients so, as PyTorch's does.
        if (!(factor >= 1))
        {
            for (int piece = (int)share.Begin; piece < share.End; piece++)
                ElementwiseSweep.Run(new ScaleStep(gradients, factor), pieces[piece].Begin, pieces[piece].End, ElementwiseSweep.WidestLanes);
            worker.Barrier();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sums?.Dispose();

    /// <summary>The sum of squares in double precision, in an order that does not depend on the width of the machine's vectors.</summary>
    internal static double SumOfSquares(float* values, nint count)
    {
        Vector256<double> lower = Vector256<double>.Zero, upper = Vector256<double>.Zero;
        nint index = 0;
        for (; index <= count - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            (Vector256<double> first, Vector256<double> second) = Vector256.Widen(Vector256.Load(values + index));
            lower += first * first;
            upper += second * second;
        }

        Vector256<double> both = lower + upper;
        double sum = both[0] + both[1] + both[2] + both[3];
        for (; index < count; index++)
            sum += (double)values[index] * values[index];
        return sum;
    }

    private void Treat(int piece, float* gradients, OptimizerState state)
    {
        (nint begin, nint end, int block) = pieces[piece];
        int lanes = ElementwiseSweep.WidestLanes;
        switch (accumulation)
        {
            case Accumulation.First:
                new ReadOnlySpan<float>(gradients + begin, (int)(end - begin)).CopyTo(new Span<float>((float*)sums!.Start + begin, (int)(end - begin)));
                break;
            case Accumulation.Further:
                ElementwiseSweep.Run(new AddStep((float*)sums!.Start, gradients), begin, end, lanes);
                break;
            case Accumulation.Last:
                ElementwiseSweep.Run(new MeanStep((float*)sums!.Start, gradients, batchesOfMean), begin, end, lanes);
                break;
        }

        if (float.IsFinite(clipValue))
            ElementwiseSweep.Run(new ClampStep(gradients, clipValue), begin, end, lanes);
        if (clipNorm is not null)
            squares[piece] = state.IsFrozen(block) ? 0 : SumOfSquares(gradients + begin, end - begin);
    }

    private double Norm()
    {
        double sum = 0;
        foreach (double square in squares)
            sum += square;
        return Math.Sqrt(sum);
    }

    private void Divide()
    {
        var all = new List<Piece>();
        ReadOnlySpan<int> lines = plan.ParameterLines;
        for (int block = 0; block + 1 < lines.Length; block++)
        {
            for (int line = lines[block]; line < lines[block + 1]; line += LinesPerPiece)
            {
                int end = Math.Min(line + LinesPerPiece, lines[block + 1]);
                all.Add(new Piece((nint)line * NetworkPlan.FloatsPerLine, (nint)end * NetworkPlan.FloatsPerLine, block));
            }
        }

        pieces = [.. all];
        squares = new double[pieces.Length];
    }

    private readonly record struct Piece(nint Begin, nint End, int Block);

    private readonly struct AddStep(float* sums, float* gradients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Store(TLanes.Add(TLanes.Load(sums + index), TLanes.Load(gradients + index)), sums + index);
    }

    private readonly struct MeanStep(float* sums, float* gradients, float batches) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector sum = TLanes.Add(TLanes.Load(sums + index), TLanes.Load(gradients + index));
            TLanes.Store(TLanes.Divide(sum, TLanes.Create(batches)), gradients + index);
        }
    }

    private readonly struct ClampStep(float* gradients, float limit) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector gradient = TLanes.Minimum(TLanes.Load(gradients + index), TLanes.Create(limit));
            TLanes.Store(TLanes.Maximum(gradient, TLanes.Create(-limit)), gradients + index);
        }
    }

    private readonly struct ScaleStep(float* gradients, float factor) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Store(TLanes.Multiply(TLanes.Load(gradients + index), TLanes.Create(factor)), gradients + index);
    }
}
