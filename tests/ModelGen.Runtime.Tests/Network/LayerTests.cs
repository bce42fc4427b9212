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
        MethodInfo method = Assert.Single(
            typeof(Tensor).GetMethods().Concat(typeof(IndexTensor).GetMethods()), candidate => candidate.Name == layer.Name && candidate.ReturnType == typeof(Tensor));
        IEnumerable<(string?, Type, object?)> Described(IEnumerable<ParameterInfo> parameters) =>
            parameters.Select(parameter => (parameter.Name, parameter.ParameterType, parameter.DefaultValue));
        IEnumerable<ParameterInfo> taken = method.GetParameters().Where(parameter => parameter.Name != "name" && !parameter.ParameterType.Name.StartsWith("Tensor", StringComparison.Ordinal));
        Assert.Equal(Described(taken), Described(Assert.Single(layer.GetConstructors()).GetParameters()));
        Assert.NotNull(layer.GetMethod("Apply"));
    }
}
