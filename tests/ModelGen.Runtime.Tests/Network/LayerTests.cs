using System.Reflection;

namespace ModelGen.Runtime.Tests.Network;

/// <summary>Layers as members take what the methods of their names take, so that the generator reads both alike.</summary>
public class LayerTests
{
    public static TheoryData<Type> Layers => [.. typeof(Layer).Assembly.GetTypes().Where(type => type.BaseType == typeof(Layer))];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_member_takes_what_the_method_takes(Type layer)
    {
        // A form that is given its weight has no parameters of its own, and is no layer.
        MethodInfo[] methods =
        [
            .. typeof(Tensor).GetMethods().Concat(typeof(IndexTensor).GetMethods()).Where(candidate =>
                candidate.Name == layer.Name && candidate.ReturnType == typeof(Tensor) && candidate.GetParameters().All(parameter => parameter.Name != "weight")),
        ];
        IEnumerable<(string?, Type, object?)> Described(IEnumerable<ParameterInfo> parameters) =>
            parameters.Select(parameter => (parameter.Name, parameter.ParameterType, parameter.DefaultValue));
        IEnumerable<ParameterInfo> Taken(MethodInfo method) =>
            method.GetParameters().Where(parameter => parameter.Name != "name" && !parameter.ParameterType.Name.StartsWith("Tensor", StringComparison.Ordinal));
        Assert.NotEmpty(methods);
        Assert.Equal(
            methods.Select(method => string.Join(", ", Described(Taken(method)))).Order(),
            layer.GetConstructors().Select(constructor => string.Join(", ", Described(constructor.GetParameters()))).Order());
        Assert.NotNull(layer.GetMethod("Apply"));
    }
}
