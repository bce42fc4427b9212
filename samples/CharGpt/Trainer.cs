using System.Diagnostics;
using System.Text;
using ModelGen;

namespace CharGpt;

/// <summary>Trains by nanoGPT's recipe for a CPU: AdamW at 1e-3 after a hundred steps of warm-up, down to a tenth on a cosine, gradients clipped at 1.</summary>
internal sealed class Trainer(Gpt network, CharacterText text, int batch, int seed)
{
    private const float LearningRate = 1e-3f;
    private const int Warmup = 100;
    private const int StepsBetweenReports = 250;
    private const float Temperature = 0.8f;

    private readonly int[] characters = new int[batch * Gpt.Context];
    private readonly int[] next = new int[batch * Gpt.Context];
    private readonly float[] logits = new float[batch * Gpt.Context * Gpt.Vocabulary];

    /// <summary>Takes so many steps, and reports now and then.</summary>
    /// <returns>Whether it came to the end, and was not asked to stop before.</returns>
    public bool Train(int iterations, CancellationToken stop)
    {
        AdamW optimizer = new(LearningRate, beta2: 0.99f, weightDecay: 0.1f) { ClipNorm = 1 };
        optimizer.Groups.Add("*norm*", weightDecay: 0);
        LearningRateSchedule schedule = new CosineSchedule(LearningRate, Math.Max(1, iterations - Warmup), LearningRate / 10).WithWarmup(Warmup, startFactor: 0.01f);
        Random random = new(seed);
        long start = Stopwatch.GetTimestamp();
        for (int step = 1; step <= iterations; step++)
        {
            if (stop.IsCancellationRequested)
                return false;
            text.Draw(random, test: false, characters, next);
            optimizer.LearningRate = schedule.RateAt(step - 1);
            float loss = network.TrainStep(characters, next, optimizer);
            if (step % StepsBetweenReports == 0 || step == iterations)
                Console.WriteLine($"step {step,5}  loss {loss:F4}  validation {ValidationLoss(batches: 20):F4}  {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        }

        return true;
    }

    /// <summary>The mean loss of random pieces of the text that is not trained on: the same ones each time.</summary>
    public double ValidationLoss(int batches)
    {
        Random random = new(seed + 1);
        double sum = 0;
        for (int index = 0; index < batches; index++)
        {
            text.Draw(random, test: true, characters, next);
            sum += network.Evaluate(characters, next, logits);
        }

        return sum / batches;
    }

    /// <summary>Writes characters, one after the other, each drawn from what the network expects.</summary>
    public string Write(int count)
    {
        Random random = new(seed + 2);
        StringBuilder written = new();
        int[] window = new int[Gpt.Context];
        int known = 1;
        window[0] = Math.Max(0, text.NumberOf('\n'));
        float[] expected = new float[Gpt.Context * Gpt.Vocabulary];
        for (int index = 0; index < count; index++)
        {
            network.Predict(window, expected);
            int drawn = Draw(expected.AsSpan((known - 1) * Gpt.Vocabulary, text.Characters.Length), random);
            written.Append(text.Characters[drawn]);
            if (known == window.Length)
                window.AsSpan(1).CopyTo(window);
            else
                known++;
            window[known - 1] = drawn;
        }

        return written.ToString();
    }

    private static int Draw(ReadOnlySpan<float> logits, Random random)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
            largest = Math.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((logit - largest) / Temperature);
        double left = random.NextDouble() * sum;
        for (int index = 0; index < logits.Length; index++)
        {
            left -= Math.Exp((logits[index] - largest) / Temperature);
            if (left <= 0)
                return index;
        }

        return logits.Length - 1;
    }
}
