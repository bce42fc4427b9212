using ModelGen.CodeFixes;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>The mends of what stands in <c>Forward</c> and <c>Loss</c>.</summary>
public class BodyFixTests
{
    [Theory]
    [InlineData("Assign the result", "        x.Relu();\n        return x;", "        x = x.Relu();\n        return x;")]
    [InlineData("Assign the result", "        Tensor y = x;\n        y.Dense(4).Relu();\n        return y;", "        Tensor y = x;\n        y = y.Dense(4).Relu();\n        return y;")]
    [InlineData("Remove the call", "        x.Relu();\n        return x;", "        return x;")]
    [InlineData("Remove the call", "        x.Relu(); return x;", "        return x;")]
    public Task The_result_of_a_call_is_used(string title, string before, string after) =>
        Fixing.AssertAsync(new UnusedResultFix(), "MG0016", title, Networks.WithBody(before), Networks.WithBody(after));

    [Theory]
    [InlineData("static int Size = 4;", "const int Size = 4;")]
    [InlineData("private static int Size = 2 + 2;", "private const int Size = 2 + 2;")]
    public Task A_field_becomes_a_constant(string before, string after) =>
        Fixing.AssertAsync(new MakeConstantFix(), "MG0013", "Make it a constant", Networks.WithBody("return x.Dense(Size);", before), Networks.WithBody("return x.Dense(Size);", after));

    [Theory]
    [InlineData("static int Size = 4; static void Grow() => Size++;")]
    [InlineData("public static int Size = 4;")]
    [InlineData("static readonly int Size = System.Environment.ProcessorCount;")]
    [InlineData("static int Size => System.Environment.ProcessorCount;")]
    public Task What_may_change_stays_a_field(string members) => Fixing.AssertNoneAsync(new MakeConstantFix(), "MG0013", Networks.WithBody("return x.Dense(Size);", members));

    [Theory]
    [InlineData("Take the mean", "output - target", "(output - target).Mean()")]
    [InlineData("Take the sum", "(output - target).Abs()", "(output - target).Abs().Sum()")]
    public Task A_loss_becomes_one_number(string title, string before, string after) => Fixing.AssertAsync(
        new MeanOfLossFix(),
        "MG0108",
        title,
        Fixing.Net($"    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);\n    static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) => {before};"),
        Fixing.Net($"    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);\n    static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) => {after};"));

    [Theory]
    [InlineData("        return x.Dense(8, name: \"fc\").Dense(8, name: \"fc\");", "        return x.Dense(8, name: \"fc\").Dense(8, name: \"fc2\");")]
    [InlineData("        return x.Dense(8, name: \"fc1\").Dense(8, name: \"fc2\").Dense(8, name: \"fc2\");", "        return x.Dense(8, name: \"fc1\").Dense(8, name: \"fc2\").Dense(8, name: \"fc3\");")]
    public Task A_layer_gets_a_name_of_its_own(string before, string after) =>
        Fixing.AssertAsync(new UniqueNameFix(), "MG0111", "Give it a name of its own", Networks.WithBody(before), Networks.WithBody(after));

    [Theory]
    [InlineData("[Parameter(8, Name = \"W\")] static partial Tensor V { get; }", "[Parameter(8, Name = \"V2\")] static partial Tensor V { get; }")]
    [InlineData("[Parameter(8, Name = \"U\")] static partial Tensor V { get; }\n[Parameter(8)] static partial Tensor U { get; }", "[Parameter(8, Name = \"U\")] static partial Tensor V { get; }\n[Parameter(8, Name = \"U2\")] static partial Tensor U { get; }")]
    public Task A_parameter_gets_a_name_of_its_own(string before, string after) => Fixing.AssertAsync(
        new UniqueNameFix(),
        "MG0111",
        "Give it a name of its own",
        Networks.WithBody("return x * W;", "[Parameter(8)] static partial Tensor W { get; }\n" + before),
        Networks.WithBody("return x * W;", "[Parameter(8)] static partial Tensor W { get; }\n" + after));

    [Theory]
    [InlineData("for (int i = 0; i < 2; i++) x = x.Dense(8, name: \"fc\"); return x;")]
    [InlineData("return Block(Block(x)); Tensor Block(Tensor y) => y.Dense(8, name: \"fc\");")]
    [InlineData("const string name = \"fc\"; return x.Dense(8, name: name).Dense(8, name: name);")]
    public Task A_name_that_several_calls_take_stays(string body) => Fixing.AssertNoneAsync(new UniqueNameFix(), "MG0111", Networks.WithBody(body));

    [Theory]
    [InlineData("MG0206", "return x.Dense(3).Softmax();", "return x.Dense(3);")]
    [InlineData("MG0206", "return x.Dense(3)\n.LogSoftmax(1);", "return x.Dense(3);")]
    [InlineData("MG0207", "return x.Dense(3).Relu();", "return x.Dense(3);")]
    [InlineData("MG0212", "return x.Relu().Relu().Dense(3);", "return x.Relu().Dense(3);")]
    public Task An_activation_too_many_is_removed(string id, string before, string after) =>
        Fixing.AssertAsync(new RemoveActivationFix(), id, "Remove the activation", Networks.WithBody(before), Networks.WithBody(after));

    [Fact]
    public Task An_activation_outside_the_class_stays() =>
        Fixing.AssertNoneAsync(new RemoveActivationFix(), "MG0206", Networks.WithBody("return Outside.Head(x);", "", "static class Outside { public static Tensor Head(Tensor x) => x.Dense(3).Softmax(); }"));

    [Theory]
    [InlineData("MG0214", "Use LogSoftmax", "return x * x.Softmax(1).Log();", "return x * x.LogSoftmax(1);")]
    [InlineData("MG0208", "Use the loss of logits", "return x.Dense(3); } static Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor z) { return y.BinaryCrossEntropy(z);", "return x.Dense(3); } static Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor z) { return y.BinaryCrossEntropyWithLogits(z);")]
    public Task The_op_that_is_meant_is_called(string id, string title, string before, string after)
    {
        const string forward = "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) { ";
        return Fixing.AssertAsync(new UseStableFormFix(), id, title, Fixing.Net(forward + before + " }"), Fixing.Net(forward + after + " }"));
    }

    [Theory]
    [InlineData("MG0201", "[Parameter(8)] static partial Tensor B { get; }\n")]
    [InlineData("MG0202", "    /// <summary>Of no use.</summary>\n    [Layer] readonly Dense fc = new(4);\n")]
    public Task A_member_that_nothing_names_is_removed(string id, string member) =>
        Fixing.AssertAsync(new RemoveUnusedMemberFix(), id, "Remove it", Networks.WithBody("return x.Dense(3);", member + "// behind"), Networks.WithBody("return x.Dense(3);", "// behind"));

    [Fact]
    public Task A_member_that_something_names_stays() =>
        Fixing.AssertNoneAsync(new RemoveUnusedMemberFix(), "MG0202", Networks.WithBody("return x.Dense(3);", "[Layer] readonly Dense fc = new(4); Tensor Unused(Tensor y) => fc.Apply(y);"));
}
