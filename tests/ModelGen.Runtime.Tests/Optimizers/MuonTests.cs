namespace ModelGen.Runtime.Tests;

/// <summary>Muon against its formulas in double, written plainly.</summary>
public sealed class MuonTests
{
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 1, 7 }, { 7, 1 }, { 3, 5 }, { 5, 3 }, { 16, 16 }, { 17, 33 }, { 33, 31 }, { 4, 129 }, { 130, 6 }, { 65, 64 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Follows_its_formula(int rows, int columns) => Check(
        MatrixNetwork.Turned("turned", 0, (rows + 15) / 16 * 16, rows, columns), new Muon(0.05f, weightDecay: 0.1f), rows, columns);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Follows_its_formula_without_Nesterov(int rows, int columns) => Check(
        MatrixNetwork.Plain("plain", 0, rows, columns), new Muon(0.05f, momentum: 0.8f, nesterov: false), rows, columns);

    [Fact]
    public void A_convolution_is_seen_as_a_matrix_of_its_filters() =>
        Check(MatrixNetwork.Turned("conv.weight", 0, 16, 6, 3, 5, 5), new Muon(0.05f), 6, 75);

    [Fact]
    public void A_layout_finer_than_the_shape_is_walked_in_file_order() => Check(
        new ParameterPlan("w", [2, 12], [2, 3, 2, 2], [32, 1, 8, 4], 16, Initializer.GlorotUniform, 12, 2), new Muon(0.05f), 2, 12);

    [Fact]
    public void The_singular_values_of_the_direction_come_near_one()
    {
        const int rows = 12, columns = 40;
        using MatrixNetwork network = new(1, MatrixNetwork.Plain("w", 0, rows, columns));
        float[] before = network.Values(0);
        network.SetGradient(0, Samples.Random(rows * columns, 5));
        network.Step(new Muon(1));
        float[] after = network.Values(0);
        for (int row = 0; row < rows; row++)
        {
            double square = 0;
            for (int column = 0; column < columns; column++)
                square += Math.Pow(after[(row * columns) + column] - before[(row * columns) + column], 2);
            // Jordan's coefficients leave the singular values in about [0.68, 1.13].
            Assert.InRange(square, 0.4, 1.4);
        }
    }

    [Fact]
    public void Vectors_and_what_is_named_move_by_AdamW()
    {
        ParameterPlan[] plans = [MatrixNetwork.Plain("embedding.weight", 0, 4, 4), MatrixNetwork.Plain("dense.weight", 16, 4, 4), MatrixNetwork.Plain("dense.bias", 32, 4)];
        using MatrixNetwork byMuon = new(1, plans), byAdamW = new(1, plans);
        Muon muon = new(0.1f, weightDecay: 0.2f, adamWFactor: 0.5f) { MovedByAdamW = ["embedding.*"] };
        AdamW adamW = new(0.05f, beta2: 0.95f, epsilon: 1e-10f, weightDecay: 0.2f);
        for (int step = 0; step < 3; step++)
        {
            foreach (MatrixNetwork network in new[] { byMuon, byAdamW })
            {
                for (int parameter = 0; parameter < 3; parameter++)
                    network.SetGradient(parameter, Samples.Random(parameter == 2 ? 4 : 16, (10 * step) + parameter));
            }

            byMuon.Step(muon);
            byAdamW.Step(adamW);
        }

        Assert.Equal(byAdamW.Values(0), byMuon.Values(0));
        Assert.Equal(byAdamW.Values(2), byMuon.Values(2));
        Assert.NotEqual(byAdamW.Values(1), byMuon.Values(1));
    }

    [Fact]
    public void A_name_that_no_parameter_has_is_refused()
    {
        using MatrixNetwork network = new(1, MatrixNetwork.Plain("dense.weight", 0, 4, 4));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Step(new Muon { MovedByAdamW = ["embeding.*"] }));
        Assert.Equal("No parameter of MatrixNetwork fits the pattern 'embeding.*'; the closest are dense.weight.", refusal.Message);
    }

    [Fact]
    public void A_matrix_without_a_gradient_stays_as_it_is()
    {
        using MatrixNetwork network = new(1, MatrixNetwork.Plain("w", 0, 3, 5));
        float[] before = network.Values(0);
        network.Step(new Muon());
        Assert.Equal(before, network.Values(0));
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        int[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 7 })
        {
            using MatrixNetwork network = new(threads, MatrixNetwork.Turned("a", 0, 112, 101, 150), MatrixNetwork.Plain("b", 16800, 90, 40), MatrixNetwork.Plain("c", 20400, 1000));
            Muon muon = new();
            for (int step = 0; step < 3; step++)
            {
                network.SetGradient(0, Samples.Random(15150, step));
                network.SetGradient(1, Samples.Random(3600, step));
                network.SetGradient(2, Samples.Random(1000, step));
                network.Step(muon);
            }

            int[] bits = Samples.Bits(network);
            expected ??= bits;
            Assert.Equal(expected, bits);
        }
    }

    private static void Check(ParameterPlan plan, Muon muon, int rows, int columns)
    {
        using MatrixNetwork network = new(2, plan);
        double[] expected = [.. network.Values(0).Select(value => (double)value)];
        var mean = new double[expected.Length];
        for (int step = 0; step < 4; step++)
        {
            float[] gradient = Samples.Random(expected.Length, step);
            network.SetGradient(0, gradient);
            network.Step(muon);
            var direction = new double[expected.Length];
            for (int index = 0; index < expected.Length; index++)
            {
                mean[index] = (muon.Momentum * mean[index]) + ((1 - muon.Momentum) * gradient[index]);
                direction[index] = muon.Nesterov ? ((1 - muon.Momentum) * gradient[index]) + (muon.Momentum * mean[index]) : mean[index];
            }

            double[] orthogonal = Orthogonal(direction, rows, columns);
            double size = muon.LearningRate * Math.Sqrt(Math.Max(1, (double)rows / columns));
            for (int index = 0; index < expected.Length; index++)
                expected[index] = (expected[index] * (1 - (muon.LearningRate * muon.WeightDecay))) - (size * orthogonal[index]);
            float[] values = network.Values(0);
            for (int index = 0; index < expected.Length; index++)
                Assert.Equal(expected[index], values[index], 1e-4 * size * (step + 1));
        }
    }

    /// <summary>X ← aX + bXXᵀX + c(XXᵀ)²X, by the definition of a product.</summary>
    private static double[] Orthogonal(double[] matrix, int rows, int columns)
    {
        if (rows > columns)
            return Turn(Orthogonal(Turn(matrix, rows, columns), columns, rows), columns, rows);
        double norm = Math.Sqrt(matrix.Sum(value => value * value)) + 1e-7;
        double[] x = [.. matrix.Select(value => value / norm)];
        for (int iteration = 0; iteration < 5; iteration++)
        {
            double[] square = Product(x, Turn(x, rows, columns), rows, columns, rows);
            double[] cubic = Product(square, x, rows, rows, columns), quintic = Product(square, cubic, rows, rows, columns);
            x = [.. x.Select((value, index) => (A * value) + (B * cubic[index]) + (C * quintic[index]))];
        }

        return x;
    }

    private static double[] Turn(double[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(index => matrix[(index % rows * columns) + (index / rows)])];

    private static double[] Product(double[] left, double[] right, int rows, int depth, int columns)
    {
        var result = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int term = 0; term < depth; term++)
                    result[(row * columns) + column] += left[(row * depth) + term] * right[(term * columns) + column];
            }
        }

        return result;
    }
}
