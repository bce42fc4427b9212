using System.Runtime.Intrinsics;

namespace ModelGen.Runtime.Tests;

public sealed class VectorMathTests
{
    // A prime step through all bit patterns: each exponent gets thousands of samples, and no pattern of the mantissa repeats.
    private const uint Step = 4093;

    public static readonly TheoryData<string> Functions = ["Exp", "Log", "Tanh", "Sigmoid", "Erf"];

    public static readonly TheoryData<string, float, float> Ends = new()
    {
        { "Exp", float.NegativeInfinity, 0f },
        { "Exp", float.PositiveInfinity, float.PositiveInfinity },
        { "Exp", float.NaN, float.NaN },
        { "Exp", 0f, 1f },
        { "Exp", -0f, 1f },
        { "Exp", 88.72284f, float.PositiveInfinity },
        { "Exp", -103.98f, 0f },
        { "Exp", -103.97f, float.Epsilon },
        { "Exp", float.Epsilon, 1f },
        { "Log", 0f, float.NegativeInfinity },
        { "Log", -0f, float.NegativeInfinity },
        { "Log", 1f, 0f },
        { "Log", float.PositiveInfinity, float.PositiveInfinity },
        { "Log", float.NegativeInfinity, float.NaN },
        { "Log", -float.Epsilon, float.NaN },
        { "Log", float.NaN, float.NaN },
        { "Log", float.Epsilon, -103.27893f },
        { "Tanh", 0f, 0f },
        { "Tanh", -0f, -0f },
        { "Tanh", float.Epsilon, float.Epsilon },
        { "Tanh", float.PositiveInfinity, 1f },
        { "Tanh", float.NegativeInfinity, -1f },
        { "Tanh", 100f, 1f },
        { "Tanh", float.NaN, float.NaN },
        { "Sigmoid", 0f, 0.5f },
        { "Sigmoid", -0f, 0.5f },
        { "Sigmoid", float.PositiveInfinity, 1f },
        { "Sigmoid", float.NegativeInfinity, 0f },
        { "Sigmoid", float.NaN, float.NaN },
        { "Sigmoid", -103.97f, float.Epsilon },
        { "Erf", 0f, 0f },
        { "Erf", -0f, -0f },
        { "Erf", float.Epsilon, float.Epsilon },
        { "Erf", 0.5f, 0.5204999f },
        { "Erf", 100f, 1f },
        { "Erf", float.PositiveInfinity, 1f },
        { "Erf", float.NegativeInfinity, -1f },
        { "Erf", float.NaN, float.NaN },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Keeps_its_documented_error_over_all_floats(string name)
    {
        Function function = Function.Named(name);
        (double worst, float at) = (0, 0);
        for (ulong pattern = 0; pattern <= uint.MaxValue; pattern += Step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)pattern);
            double error = function.ErrorInUlp(x);
            if (!(error <= worst))
                (worst, at) = (error, x);
        }

        Assert.True(worst <= function.DocumentedUlp, $"{name}({at:R}) is {worst} ulp off.");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Keeps_its_documented_error_where_networks_live(string name)
    {
        Function function = Function.Named(name);
        (double worst, float at) = (0, 0);
        for (double x = -110; x < 110; x += 1.7e-4)
        {
            double error = function.ErrorInUlp((float)x);
            if (!(error <= worst))
                (worst, at) = (error, (float)x);
        }

        Assert.True(worst <= function.DocumentedUlp, $"{name}({at:R}) is {worst} ulp off.");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_lane_holds_the_same_bits_at_every_width(string name)
    {
        Function function = Function.Named(name);
        var x = new float[16];
        var wide = new float[16];
        var medium = new float[16];
        var narrow = new float[16];
        for (ulong pattern = 0; pattern <= uint.MaxValue - (16 * 8191); pattern += 16 * 8191)
        {
            for (int lane = 0; lane < 16; lane++)
                x[lane] = BitConverter.UInt32BitsToSingle((uint)pattern + ((uint)lane * 8191));
            function.At512(Vector512.Create(x)).CopyTo(wide);
            for (int lane = 0; lane < 16; lane += 8)
                function.At256(Vector256.Create(x, lane)).CopyTo(medium, lane);
            for (int lane = 0; lane < 16; lane += 4)
                function.At128(Vector128.Create(x, lane)).CopyTo(narrow, lane);
            for (int lane = 0; lane < 16; lane++)
            {
                int bits = BitConverter.SingleToInt32Bits(function.AtOne(x[lane]));
                Assert.Equal(bits, BitConverter.SingleToInt32Bits(wide[lane]));
                Assert.Equal(bits, BitConverter.SingleToInt32Bits(medium[lane]));
                Assert.Equal(bits, BitConverter.SingleToInt32Bits(narrow[lane]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Knows_the_ends_of_the_range(string name, float x, float expected)
    {
        float value = Function.Named(name).AtOne(x);
        if (float.IsNaN(expected))
            Assert.True(float.IsNaN(value));
        else
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(value));
    }

    [Fact]
    public void Sums_in_the_documented_order()
    {
        // 1e8 swallows what is added to it alone: each order of these gives another sum.
        float[] values = [1e8f, 1, 2, 3, -1e8f, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15.5f];
        Assert.Equal(Halved(values), VectorMath.Sum(Vector512.Create(values)));
        Assert.Equal(Halved(values[..8]), VectorMath.Sum(Vector256.Create(values)));
        Assert.Equal(Halved(values[..4]), VectorMath.Sum(Vector128.Create(values)));

        static float Halved(float[] values)
        {
            while (values.Length > 1)
            {
                int half = values.Length / 2;
                values = [.. Enumerable.Range(0, half).Select(lane => values[lane] + values[lane + half])];
            }

            return values[0];
        }
    }

    [Fact]
    public void Widens_bytes()
    {
        byte[] bytes = [0, 1, 127, 128, 254, 255, 7, 9, 200, 33, 64, 65, 129, 3, 2, 250, 99];
        for (int start = 0; start < 2; start++)
        {
            int[] expected = [.. bytes[start..(start + 16)].Select(value => (int)value)];
            Assert.Equal(Vector512.Create(expected), VectorMath.Widen512(in bytes[start]));
            Assert.Equal(Vector256.Create(expected), VectorMath.Widen256(in bytes[start]));
            Assert.Equal(Vector128.Create(expected), VectorMath.Widen128(in bytes[start]));
        }
    }

    [Fact]
    public void Narrows_to_the_low_byte_and_writes_no_further()
    {
        int[] values = [0, 1, 127, 128, 255, 256, 257, -1, int.MinValue, int.MaxValue, 65535, 65536, 0x1234, -128, 3, 4];
        byte[] expected = [.. values.Select(value => unchecked((byte)value))];
        for (int lanes = 4; lanes <= 16; lanes *= 2)
        {
            var bytes = new byte[lanes + 2];
            Array.Fill(bytes, (byte)77);
            switch (lanes)
            {
                case 4: VectorMath.Narrow(Vector128.Create(values), ref bytes[1]); break;
                case 8: VectorMath.Narrow(Vector256.Create(values), ref bytes[1]); break;
                default: VectorMath.Narrow(Vector512.Create(values), ref bytes[1]); break;
            }

            Assert.Equal([77, .. expected[..lanes], 77], bytes);
        }
    }

    private sealed record Function(
        double DocumentedUlp,
        Func<double, double> Exact,
        Func<float, float> AtOne,
        Func<Vector128<float>, Vector128<float>> At128,
        Func<Vector256<float>, Vector256<float>> At256,
        Func<Vector512<float>, Vector512<float>> At512)
    {
        public static Function Named(string name) => name switch
        {
            "Exp" => new(1.5, Math.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp),
            "Log" => new(1, Math.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log),
            "Tanh" => new(2, Math.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh),
            "Sigmoid" => new(3, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid),
            "Erf" => new(1.5, ExactErf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

        // 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1)/(2n+1)!! (Abramowitz and Stegun, 7.1.6): all terms have one sign, so that none cancels another.
        private static double ExactErf(double x)
        {
            if (Math.Abs(x) > 6 || double.IsNaN(x))
                return Math.Abs(x) > 6 ? Math.Sign(x) : x;
            (double sum, double term) = (0, x);
            for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-18; n++)
            {
                sum += term;
                term *= 2 * x * x / ((2 * n) + 1);
            }

            return sum * Math.Exp(-x * x) * 2 / Math.Sqrt(Math.PI);
        }

        /// <summary>The distance from the exact value in units of the last place of the float nearest to it.</summary>
        public double ErrorInUlp(float x)
        {
            float value = AtOne(x);
            double exact = Exact(x);
            var nearest = (float)exact;
            if (value.Equals(nearest))
                return 0;
            if (float.IsNaN(value) != float.IsNaN(nearest))
                return double.PositiveInfinity;
            // The largest float's last place serves where the exact value rounds to infinity or the computed one does.
            float finite = float.IsInfinity(nearest) ? float.MaxValue : Math.Abs(nearest);
            double ulp = finite - (double)MathF.BitDecrement(finite == 0 ? float.Epsilon : finite);
            double computed = float.IsInfinity(value) ? Math.Sign(value) * Math.ScaleB(1, 128) : value;
            return Math.Abs(computed - exact) / ulp;
        }
    }
}
