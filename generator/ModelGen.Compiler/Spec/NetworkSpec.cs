namespace ModelGen.Compiler.Spec;

/// <summary>
/// What the source says of one network, and nothing else: no symbol, no syntax, no location. Two specs are equal exactly when the same code
/// must come out, errors at the same places included, so the generator's cache compares them. Shapes are not known here.
/// </summary>
/// <param name="Class">The user's class.</param>
/// <param name="Values">
/// The values of the network in the order in which the source makes them: inputs, parameters, constants and calls. A value names its operands by
/// their index in this list, always an earlier one. Loops and helper methods are already unrolled.
/// </param>
/// <param name="Outputs">What <c>Forward</c> returns: one value, or the elements of a tuple.</param>
/// <param name="Loss">The index of the value that <c>Loss</c> returns; null for a network without one, which can only predict.</param>
/// <param name="Errors">What the parser refused. Where it is not empty the rest is as complete as could be read.</param>
public sealed record NetworkSpec(
    ClassSpec Class,
    EquatableArray<ValueSpec> Values,
    EquatableArray<OutputSpec> Outputs,
    int? Loss,
    EquatableArray<SpecError> Errors)
{
    /// <summary>What is likely a mistake in the source and cannot be told from the values: a layer that is never applied, a branch that never runs.</summary>
    public EquatableArray<SpecError> Warnings { get; init; }

    /// <summary>The new values that <c>Loss</c> gives parameters, in the order of the source; no parameter has two.</summary>
    public EquatableArray<UpdateSpec> Updates { get; init; }
}

/// <summary>The class to complete.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="ContainingTypes">The types around it, outermost first, each as it is declared: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Accessibility"><c>public</c>, <c>internal</c> …: what the generated constructor and members may at most expose.</param>
/// <param name="Declaration">Where its name stands.</param>
/// <param name="LayerInitializer">How the weights of layers are initialised: the name of a member of <c>ModelGen.Initializer</c>.</param>
public sealed record ClassSpec(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    string Accessibility,
    SourceSpan Declaration,
    string LayerInitializer = "Default")
{
    /// <summary>The name with namespace and containing types, for file names and messages.</summary>
    public string FullName => string.Join(
        ".",
        (Namespace.Length == 0 ? [] : new[] { Namespace })
            .Concat(ContainingTypes.Select(type => type.Split(' ').Last()))
            .Append(Name));
}

/// <summary>One of the values that <c>Forward</c> returns.</summary>
/// <param name="Name">
/// What the emitted methods call it: the name of the tuple's element, that of the parameter of <c>Loss</c> that stands for it, or <c>output</c>; no input and no other output has it.
/// </param>
/// <param name="Value">The index of the value; −1 where an error leaves none.</param>
public sealed record OutputSpec(string Name, int Value);

/// <summary>A stretch of the class's source.</summary>
/// <param name="Part">Which of the class's declarations, in the order of the compilation.</param>
/// <param name="Start">The first character, counted from the start of that declaration, so that an edit above the class changes nothing.</param>
/// <param name="Length">The number of characters.</param>
public readonly record struct SourceSpan(int Part, int Start, int Length);

/// <summary>A mistake at a place.</summary>
/// <param name="Id">The diagnostic's id, such as <c>MG0101</c>.</param>
/// <param name="Span">The token to underline.</param>
/// <param name="Arguments">What the diagnostic's message format is filled with.</param>
public sealed record SpecError(string Id, SourceSpan Span, EquatableArray<string> Arguments)
{
    /// <summary>Changes elsewhere in the network, any of which would make it right; they were tried.</summary>
    public EquatableArray<Cure> Cures { get; init; }

    /// <summary>A call that would make it right; null where none is known.</summary>
    public Mend? Mend { get; init; }
}

/// <summary>An argument to be changed.</summary>
/// <param name="Name">What has it: the name of a layer, a parameter or an input.</param>
/// <param name="Argument">What it is called there: an argument of the layer's call; <c>sizes</c> for the shape of a parameter or an input.</param>
/// <param name="Axis">Which of several sizes; 0 for an argument that is one value.</param>
/// <param name="Value">What it should be.</param>
/// <param name="Span">Where it stands; the name's token where a default was taken, and for parameters and inputs.</param>
/// <param name="Text">The change in words: <c>padding: 1 on 'conv2'</c>.</param>
public sealed record Cure(string Name, string Argument, int Axis, string Value, SourceSpan Span, string Text);

/// <summary>The element type of a value.</summary>
public enum ElementType
{
    /// <summary>32-bit floating point: <c>Tensor</c>.</summary>
    Float32,

    /// <summary>32-bit integers: <c>Tensor&lt;int&gt;</c>.</summary>
    Int32,

    /// <summary>Bytes: only inside the compiler, as the winner of a pooling window.</summary>
    UInt8,
}

/// <summary>One size of a declared shape: a number, or a symbol that varies at run time.</summary>
/// <param name="Symbol">The symbol's name; null for a number.</param>
/// <param name="Constant">The number; 0 for a symbol.</param>
public sealed record SizeSpec(string? Symbol, long Constant)
{
    /// <inheritdoc/>
    public override string ToString() => Symbol ?? Constant.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One value of the network.</summary>
/// <param name="Span">The token that stands for it in messages: a call's method name, an operator, an identifier.</param>
public abstract record ValueSpec(SourceSpan Span);

/// <summary>A parameter of <c>Forward</c>, or one of <c>Loss</c> behind the first.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its <c>[Shape]</c>.</param>
/// <param name="ForLoss">Whether it is an input of <c>Loss</c> only, so that predicting does not need it.</param>
/// <param name="Span">Its name's token.</param>
public sealed record InputValue(string Name, ElementType Type, EquatableArray<SizeSpec> Shape, bool ForLoss, SourceSpan Span)
    : ValueSpec(Span);

/// <summary>A <c>[Parameter]</c> property.</summary>
/// <param name="Name">The property's name; the file's name for it unless <paramref name="FileName"/> says otherwise.</param>
/// <param name="FileName">The name in saved files.</param>
/// <param name="Accessibility">The property's own modifiers, to be repeated on the implementing part: <c>public</c>, <c>private</c>, <c>public static</c> …</param>
/// <param name="Shape">Its sizes; all are numbers.</param>
/// <param name="Initializer">How it is initialised: the name of a member of <c>ModelGen.Initializer</c>.</param>
/// <param name="Span">Its name's token.</param>
public sealed record ParameterValue(
    string Name,
    string FileName,
    string Accessibility,
    EquatableArray<SizeSpec> Shape,
    string Initializer,
    SourceSpan Span)
    : ValueSpec(Span)
{
    /// <summary>Whether the source documents it.</summary>
    public bool IsDocumented { get; init; }
}

/// <summary>A number of the source used as a tensor, such as the 2 of <c>2 * x</c>.</summary>
/// <param name="Value">The number.</param>
/// <param name="Span">The expression.</param>
public sealed record ConstantValue(double Value, SourceSpan Span) : ValueSpec(Span);

/// <summary>The application of an op to earlier values.</summary>
/// <param name="Op">
/// The op's name: the method's name on <c>ModelGen.Tensor</c> (<c>Conv2D</c>, <c>Relu</c>); for operators <c>Add</c>, <c>Subtract</c>, <c>Multiply</c>,
/// <c>Divide</c>, <c>Negate</c>.
/// </param>
/// <param name="Operands">The indices of the tensors it takes, receiver first, then the tensor arguments in the order of the method's parameters.</param>
/// <param name="Arguments">Its other arguments, defaults included, in the order of the method's parameters.</param>
/// <param name="Label">A name for messages and parameters where the source gives one (<c>name: "fc1"</c>); null lets the compiler number it.</param>
/// <param name="Span">The method's name or the operator.</param>
/// <param name="Scope">What stands before its label, <c>blocks.3</c>; empty for none.</param>
/// <param name="IsMember">Whether it is a layer that the class declares: all its calls share its parameters.</param>
public sealed record CallValue(
    string Op,
    EquatableArray<OperandSpec> Operands,
    EquatableArray<ArgumentSpec> Arguments,
    string? Label,
    SourceSpan Span,
    string Scope = "",
    bool IsMember = false)
    : ValueSpec(Span);

/// <summary>A parameter that a training step gives a new value, beside what an optimiser moves.</summary>
/// <param name="Parameter">The index of the parameter among the values.</param>
/// <param name="Value">Its new value.</param>
/// <param name="Span">The method's name.</param>
public sealed record UpdateSpec(int Parameter, OperandSpec Value, SourceSpan Span);

/// <summary>A tensor handed to an op.</summary>
/// <param name="Value">The index of the value.</param>
/// <param name="Span">The expression that was handed.</param>
public sealed record OperandSpec(int Value, SourceSpan Span);

/// <summary>A constant handed to an op.</summary>
/// <param name="Name">The method's parameter.</param>
/// <param name="Value">The constant.</param>
/// <param name="Span">The argument's expression; the call's own span where a default was taken.</param>
public sealed record ArgumentSpec(string Name, ConstantArgument Value, SourceSpan Span);

/// <summary>A constant: numbers (one, or those of a <c>params</c> array), a text, or nothing.</summary>
/// <param name="Numbers">Its numbers; a <c>bool</c> is 0 or 1, an enum its value.</param>
/// <param name="Text">Its text, for strings.</param>
/// <param name="IsArray">Whether the parameter is an array.</param>
public sealed record ConstantArgument(EquatableArray<double> Numbers, string? Text, bool IsArray);
