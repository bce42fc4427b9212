using ModelGen.CodeFixes;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>The mends of how a network is declared: the whole text after each, which builds.</summary>
public class DeclarationFixTests
{
    private const string Forward = "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);";
    private const string Outputs = "static (Tensor y, Tensor z) Forward([Shape(\"batch\", 8)] Tensor x) => (x.Dense(4), x.Dense(4));";

    [Theory]
    [InlineData(
        "MG0001",
        "[Network]\npublic sealed class Net\n{\n    " + Forward + "\n}\n",
        "[Network]\npublic sealed partial class Net\n{\n    " + Forward + "\n}\n")]
    [InlineData(
        "MG0002",
        "class Outer\n{\n    static class Inner\n    {\n        [Network] partial class Net { " + Forward + " }\n    }\n}\n",
        "partial class Outer\n{\n    static partial class Inner\n    {\n        [Network] partial class Net { " + Forward + " }\n    }\n}\n")]
    [InlineData(
        "MG0002",
        "record struct Outer\n{\n    [Network] class Net { " + Forward + " }\n}\n",
        "partial record struct Outer\n{\n    [Network] partial class Net { " + Forward + " }\n}\n")]
    public Task Partial_is_added(string id, string before, string after) =>
        Fixing.AssertAsync(new MakePartialFix(), id, "Make the network partial", "using ModelGen;\n\n" + before, "using ModelGen;\n\n" + after);

    [Theory]
    [InlineData("static partial class Net", "partial class Net")]
    [InlineData("abstract partial class Net", "partial class Net")]
    [InlineData("file partial class Net", "partial class Net")]
    [InlineData("public partial record Net", "public partial class Net")]
    [InlineData("partial record class Net", "partial class Net")]
    [InlineData("readonly partial struct Net", "partial class Net")]
    [InlineData("partial record struct Net", "partial class Net")]
    public Task An_ordinary_class_is_made(string before, string after) => Fixing.AssertAsync(
        new OrdinaryClassFix(), "MG0004", "Make the network an ordinary class", $"using ModelGen;\n[Network] {before} {{ {Forward} }}", $"using ModelGen;\n[Network] {after} {{ {Forward} }}");

    [Theory]
    [InlineData("partial record Net(int Size)")]
    [InlineData("partial interface Net")]
    public Task No_ordinary_class_is_made_of_what_has_other_members(string declaration) =>
        Fixing.AssertNoneAsync(new OrdinaryClassFix(), "MG0004", $"using ModelGen;\n[Network] {declaration} {{ {Forward} }}");

    [Theory]
    [InlineData("class Base { } [Network] partial class Net : Base { ", "class Base { } [Network] partial class Net { ")]
    [InlineData("interface IOther { } class Base { public int Size; } [Network] partial class Net : Base, IOther { ", "interface IOther { } class Base { public int Size; } [Network] partial class Net : IOther { ")]
    public Task A_base_class_of_no_use_is_removed(string before, string after) =>
        Fixing.AssertAsync(new RemoveBaseClassFix(), "MG0005", "Remove the base class", "using ModelGen; " + before + Forward + " }", "using ModelGen; " + after + Forward + " }");

    [Theory]
    [InlineData("class Base { public const int Size = 3; } [Network] partial class Net : Base { static int Twice => 2 * Size; ")]
    [InlineData("class Base { public virtual int Size => 3; } [Network] partial class Net : Base { public override int Size => 4; ")]
    public Task A_base_class_of_use_is_left(string declarations) => Fixing.AssertNoneAsync(new RemoveBaseClassFix(), "MG0005", "using ModelGen; " + declarations + Forward + " }");

    [Theory]
    [InlineData("using ModelGen;\n[Network] partial class Net;", "using ModelGen;\n[Network] partial class Net\n{\n    static Tensor Forward([Shape(\"batch\", 10)] Tensor input) => input.Dense(10);\n}")]
    [InlineData("using ModelGen;\n[Network] partial class Net { }", "using ModelGen;\n[Network] partial class Net {\n    static Tensor Forward([Shape(\"batch\", 10)] Tensor input) => input.Dense(10);\n}")]
    [InlineData("using ModelGen;\r\n[Network]\r\npartial class Net\r\n{\r\n}\r\n", "using ModelGen;\r\n[Network]\r\npartial class Net\r\n{\r\n    static Tensor Forward([Shape(\"batch\", 10)] Tensor input) => input.Dense(10);\r\n}\r\n")]
    [InlineData("[ModelGen.Network]\npartial class Net\n{\n}\n", "[ModelGen.Network]\npartial class Net\n{\n    static global::ModelGen.Tensor Forward([global::ModelGen.Shape(\"batch\", 10)] global::ModelGen.Tensor input) => input.Dense(10);\n}\n")]
    [InlineData(
        "using ModelGen;\n[Network]\npartial class Net\n{\n  static Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor target) => y.MeanSquaredError(target);\n}\n",
        "using ModelGen;\n[Network]\npartial class Net\n{\n  static Tensor Forward([Shape(\"batch\", 10)] Tensor input) => input.Dense(3);\n\n  static Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor target) => y.MeanSquaredError(target);\n}\n")]
    public Task A_Forward_is_added(string before, string after) => Fixing.AssertAsync(new AddForwardFix(), "MG0006", "Add a Forward", before, after);

    [Theory]
    [InlineData("Return Tensor", "    static object Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);")]
    [InlineData("Return Tensor", "    static float Loss(Tensor y) { return 1f; }\n    " + Forward, "    static Tensor Loss(Tensor y) { return 1f; }\n    " + Forward)]
    [InlineData("Remove the type parameters", "    static Tensor Forward<T>([Shape(\"batch\", 8)] Tensor x) where T : class => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);")]
    [InlineData("Take Forward's output", "    static Tensor Loss() => 1f;\n    " + Forward, "    static Tensor Loss(Tensor output) => 1f;\n    " + Forward)]
    [InlineData("Take Forward's outputs", "    static Tensor Loss() => 1f;\n    " + Outputs, "    static Tensor Loss(Tensor y, Tensor z) => 1f;\n    " + Outputs)]
    [InlineData("Take Forward's outputs", "    static Tensor Loss(Tensor y, [Shape(\"batch\", 4)] Tensor t) => (y - t).Mean();\n    " + Outputs, "    static Tensor Loss(Tensor y, Tensor z, [Shape(\"batch\", 4)] Tensor t) => (y - t).Mean();\n    " + Outputs)]
    [InlineData("Take Forward's outputs", "    static Tensor Loss([Shape(\"batch\")] Tensor<int> t) => 1f;\n    " + Outputs, "    static Tensor Loss(Tensor y, Tensor z, [Shape(\"batch\")] Tensor<int> t) => 1f;\n    " + Outputs)]
    [InlineData("Take Tensor<int>", "    static Tensor Forward([Shape(\"batch\")] Tensor<long> x) => 1f;", "    static Tensor Forward([Shape(\"batch\")] Tensor<int> x) => 1f;")]
    [InlineData("Take Tensor", "    static Tensor Forward([Shape(\"batch\", 8)] ReadOnlySpan<float> x) => 1f;", "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => 1f;")]
    [InlineData("Take Tensor", "    static Tensor Forward([Shape(\"batch\", 8)] params float[] x) => 1f;", "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => 1f;")]
    [InlineData("Take Tensor", "    static Tensor Forward([Shape(\"batch\", 8)] in Tensor x) => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);")]
    public Task A_signature_is_put_right(string title, string before, string after) => Fixing.AssertAsync(
        new SignatureFix(), "MG0007", title, "using System;\n" + Fixing.Net(before), "using System;\n" + Fixing.Net(after));

    [Theory]
    [InlineData("static string Forward([Shape(\"batch\", 8)] Tensor x) => \"\";")]
    [InlineData("static Tensor Forward([Shape(\"batch\", 8)] string x) => 1f;")]
    [InlineData("static Tensor Forward() => 1f;")]
    [InlineData(Outputs + " static Tensor Loss(Tensor z, Tensor y) => (y - z).Mean();")]
    [InlineData("static (Tensor a, int b) Forward([Shape(\"batch\", 8)] Tensor x) => (x, 3);")]
    [InlineData("static Tensor Forward<T>([Shape(\"batch\", 8)] Tensor x) => x.Dense(typeof(T).Name.Length);")]
    public Task No_signature_is_guessed(string members) => Fixing.AssertNoneAsync(new SignatureFix(), "MG0007", Fixing.Net(members));

    [Theory]
    [InlineData("MG0008", "Add a shape", "    static Tensor Forward(Tensor x) => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 10)] Tensor x) => x.Dense(4);")]
    [InlineData("MG0008", "Add a shape", "    static Tensor Forward(Tensor<int> x) => x.Embedding(10, 4);", "    static Tensor Forward([Shape(\"batch\")] Tensor<int> x) => x.Embedding(10, 4);")]
    [InlineData("MG0009", "Add sizes", "    static Tensor Forward([Shape] Tensor x) => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 10)] Tensor x) => x.Dense(4);")]
    [InlineData("MG0009", "Add sizes", "    static Tensor Forward([Shape()] Tensor x) => x.Dense(4);", "    static Tensor Forward([Shape(\"batch\", 10)] Tensor x) => x.Dense(4);")]
    [InlineData("MG0009", "Remove the shape", "    " + Forward + "\n    static Tensor Loss([Shape(3)] Tensor y) => y.Mean();", "    " + Forward + "\n    static Tensor Loss(Tensor y) => y.Mean();")]
    public Task A_shape_is_added_or_removed(string id, string title, string before, string after) =>
        Fixing.AssertAsync(new InputShapeFix(), id, title, Fixing.Net(before), Fixing.Net(after));

    [Theory]
    [InlineData("[Parameter(4)] static Tensor W { get; } = null!;", "[Parameter(4)] static partial Tensor W { get; }")]
    [InlineData("[Parameter(4)] public static partial Tensor W { get; set; }", "[Parameter(4)] public static partial Tensor W { get; }")]
    [InlineData("[Parameter(4)] static float[] W => [1];", "[Parameter(4)] static partial Tensor W { get; }")]
    public Task A_parameter_is_declared_right(string before, string after) => Fixing.AssertAsync(
        new ParameterPropertyFix(), "MG0010", "Declare the parameter as a partial property", Fixing.Net($"    {before}\n    {Forward}"), Fixing.Net($"    {after}\n    {Forward}"));
}
