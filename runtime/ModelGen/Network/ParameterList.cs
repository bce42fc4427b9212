using System.Collections;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>The parameters of a network and its states, in the order of the saved file. The generator derives from it and adds a property for each.</summary>
public class ParameterList : IReadOnlyList<Parameter>
{
    private readonly Parameter[] parameters;

    /// <summary>The parameters of a network.</summary>
    public ParameterList(CompiledNetwork owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ReadOnlySpan<ParameterPlan> plans = owner.Plan.Parameters;
        parameters = new Parameter[plans.Length];
        for (int index = 0; index < plans.Length; index++)
            parameters[index] = new Parameter(owner, plans[index]);
    }

    /// <summary>The number of parameters; not of their values.</summary>
    public int Count => parameters.Length;

    /// <summary>The parameter at a position.</summary>
    public Parameter this[int index] => parameters[index];

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists what there is.</exception>
    public Parameter this[string name]
    {
        get
        {
            foreach (Parameter parameter in parameters)
            {
                if (parameter.Name == name)
                    return parameter;
            }

            throw new KeyNotFoundException($"There is no parameter '{name}'; there are {string.Join(", ", parameters.Select(parameter => parameter.Name))}.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
