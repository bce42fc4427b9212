using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Expressions, save calls: constants and arithmetic on them, operators on tensors, locals, choices.
internal sealed partial class Evaluator
{
    private Evaluated? Evaluate(IOperation operation)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue.HasValue && !context.Types.IsTensorLike(operation.Type))
            return new EvaluatedConstant(operation.ConstantValue.Value);

        return operation switch
        {
            ILocalReferenceOperation local => Local(local.Local, local),
            IParameterReferenceOperation parameter => Local(parameter.Parameter, parameter),
            IPropertyReferenceOperation property => Property(property),
            IFieldReferenceOperation field => Field(field),
            IInstanceReferenceOperation when _self is not null => _self,
            IObjectCreationOperation creation => Create(creation),
            IInvocationOperation call => Call(call),
            IConversionOperation conversion => Convert(conversion),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IDefaultValueOperation { Type: INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } } => new EvaluatedConstant(null),
            ITupleOperation tuple => CreateTuple(tuple),
            IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Evaluate(deconstruction.Value)),
            IRangeOperation range => Range(range),
            ISimpleAssignmentOperation { IsRef: false } assignment => Assign(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation assignment => CompoundAssign(assignment),
            IIncrementOrDecrementOperation increment => Increment(increment),
            IConditionalOperation { WhenFalse: not null } conditional => Condition(conditional.Condition) is { } holds
                ? Evaluate(holds ? conditional.WhenTrue : conditional.WhenFalse)
                : null,
            ISwitchExpressionOperation choice => Choose(choice),
            IIsPatternOperation test => Evaluate(test.Value) is { } value && Matches(test.Pattern, value) is { } matches
                ? new EvaluatedConstant(matches)
                : null,
            IInterpolatedStringOperation text => Interpolate(text),
            IArrayCreationOperation array => CreateArray(array),
            ICollectionExpressionOperation collection => CreateArray(collection.Elements),
            IArrayElementReferenceOperation { Indices.Length: 1 } element => Element(element),
            _ => Unsupported(operation),
        };
    }

    private Evaluated? Local(ISymbol symbol, IOperation reference) =>
        _locals.TryGetValue(symbol, out Evaluated? value) || (_self is not null && _self.Members.TryGetValue(symbol, out value)) ? value : Unsupported(reference);

    private Evaluated? Property(IPropertyReferenceOperation reference)
    {
        if (parameters.TryGetValue(reference.Property, out int parameter) && reference.Instance is null or IInstanceReferenceOperation)
            return new EvaluatedTensor(parameter);
        if (reference.Property.IsIndexer && context.Types.IsTensor(reference.Property.ContainingType))
            return Slice(reference);
        if (context.Types.IsLayer(reference.Property))
            return MemberOf(reference.Instance, reference.Property, reference);
        if (reference.Property.Name != nameof(Array.Length) || reference.Instance is not { Type: IArrayTypeSymbol } instance)
            return Unsupported(reference);
        return Evaluate(instance) is EvaluatedArray array ? new EvaluatedConstant(array.Items.Length) : null;
    }

    private Evaluated? Convert(IConversionOperation conversion)
    {
        if (Evaluate(conversion.Operand) is not { } value)
            return null;
        if (IsToPlace(conversion.OperatorMethod))
            return value;
        if (conversion.OperatorMethod is not null)
            return ToTensor(conversion, value);
        if (value is EvaluatedConstant { Value: null } && context.Types.IsTensorLike(conversion.Type))
            return Unsupported(conversion.Operand);
        if (value is not EvaluatedConstant { Value: not null } constant || conversion.Type is not { } type)
            return value;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var nullable] })
            type = nullable;
        return ConstantArithmetic.TryConvert(constant.Value, type.SpecialType, out object? converted)
            ? new EvaluatedConstant(converted)
            : Unsupported(conversion);
    }

    // The conversion operators that the surface has: a float or a double as a tensor of that number.
    private Evaluated? ToTensor(IConversionOperation conversion, Evaluated value) =>
        context.Types.IsTensor(conversion.OperatorMethod!.ContainingType)
        && value is EvaluatedConstant constant
        && ConstantArithmetic.TryConvert(constant.Value, SpecialType.System_Single, out object? number)
        && number is float single
            ? new EvaluatedTensor(context.Add(new ConstantValue(single, Span(conversion.Operand.Syntax))))
            : Unsupported(conversion);

    private Evaluated? Binary(IBinaryOperation binary)
    {
        if (Evaluate(binary.LeftOperand) is not { } left)
            return null;

        // The right operand of && and || may be one that has no value where it is not looked at.
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr && left is EvaluatedConstant { Value: bool known })
            return known == (binary.OperatorKind == BinaryOperatorKind.ConditionalOr) ? left : Evaluate(binary.RightOperand);
        return Evaluate(binary.RightOperand) is { } right ? Combine(binary, binary.OperatorKind, binary.OperatorMethod, left, right, binary.LeftOperand, binary.RightOperand) : null;
    }

    private Evaluated? Combine(
        IOperation operation,
        BinaryOperatorKind kind,
        IMethodSymbol? method,
        Evaluated left,
        Evaluated right,
        IOperation leftOperand,
        IOperation rightOperand)
    {
        if (left is EvaluatedTensor leftTensor && right is EvaluatedTensor rightTensor && method is not null && context.Types.IsTensorLike(method.ContainingType))
            return Add(operation, kind.ToString(), [new(leftTensor.Index, Span(leftOperand.Syntax)), new(rightTensor.Index, Span(rightOperand.Syntax))], []);

        if (left is not EvaluatedConstant leftConstant || right is not EvaluatedConstant rightConstant || method is { ContainingType.SpecialType: SpecialType.None })
            return Unsupported(operation);
        if (ConstantArithmetic.DividesByZero(kind, rightConstant.Value))
            return Refuse(DeclarationDiagnostics.ArithmeticFails, operation, operation.Syntax.ToString(), "it divides by zero");
        return ConstantArithmetic.TryCombine(kind, leftConstant.Value, rightConstant.Value, out object? result)
            ? new EvaluatedConstant(result)
            : Unsupported(operation);
    }

    private Evaluated? Unary(IUnaryOperation unary)
    {
        if (Evaluate(unary.Operand) is not { } operand)
            return null;
        if (operand is EvaluatedTensor tensor && unary.OperatorKind is UnaryOperatorKind.Minus or UnaryOperatorKind.Not)
            return Add(unary, unary.OperatorKind == UnaryOperatorKind.Minus ? "Negate" : "Not", [new(tensor.Index, Span(unary.Operand.Syntax))], []);
        if (unary.OperatorKind == UnaryOperatorKind.Hat && ToNumber(operand) is { } fromEnd)
            return new EvaluatedPosition((long)fromEnd, FromEnd: true);
        return operand is EvaluatedConstant constant && ConstantArithmetic.TryApply(unary.OperatorKind, constant.Value, out object? result)
            ? new EvaluatedConstant(result)
            : Unsupported(unary);
    }

    private Evaluated? Assign(IOperation target, Evaluated? value)
    {
        if (value is null)
            return null;
        switch (target)
        {
            case ILocalReferenceOperation { Local.IsRef: false } local:
                return _locals[local.Local] = value;
            case IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter:
                return _locals[parameter.Parameter] = value;
            case IDiscardOperation:
                return value;
            case IDeclarationExpressionOperation declaration:
                return Assign(declaration.Expression, value);
            case ITupleOperation tuple when value is EvaluatedTuple given && given.Items.Length == tuple.Elements.Length:
                for (int item = 0; item < given.Items.Length; item++)
                {
                    if (Assign(tuple.Elements[item], given.Items[item]) is null)
                        return null;
                }

                return value;
            default:
                return Refuse(DeclarationDiagnostics.Unsupported, target, $"An assignment to '{target.Syntax}'", "locals can be assigned to");
        }
    }

    private Evaluated? CompoundAssign(ICompoundAssignmentOperation assignment)
    {
        if (Evaluate(assignment.Target) is not { } left || Evaluate(assignment.Value) is not { } right)
            return null;
        Evaluated? result = Combine(assignment, assignment.OperatorKind, assignment.OperatorMethod, left, right, assignment.Target, assignment.Value);
        if (result is EvaluatedConstant constant && assignment.Type is { } type)
            result = ConstantArithmetic.TryConvert(constant.Value, type.SpecialType, out object? converted) ? new EvaluatedConstant(converted) : Unsupported(assignment);
        return Assign(assignment.Target, result);
    }

    private Evaluated? Increment(IIncrementOrDecrementOperation increment)
    {
        if (Evaluate(increment.Target) is not { } before)
            return null;
        BinaryOperatorKind kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        if (before is not EvaluatedConstant constant || !ConstantArithmetic.TryCombine(kind, constant.Value, 1, out object? after))
            return Unsupported(increment);
        Evaluated? assigned = Assign(increment.Target, new EvaluatedConstant(after));
        return assigned is null || !increment.IsPostfix ? assigned : before;
    }

    private Evaluated? Choose(ISwitchExpressionOperation choice)
    {
        if (Evaluate(choice.Value) is not { } value)
            return null;
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            bool? matches = Matches(arm.Pattern, value);
            if (matches == true && arm.Guard is not null)
                matches = Condition(arm.Guard);
            if (matches is null)
                return null;
            if (matches.Value)
                return Evaluate(arm.Value);
        }

        return Refuse(DeclarationDiagnostics.ArithmeticFails, choice, choice.Value.Syntax.ToString() + " switch", "no arm matches");
    }

    private Evaluated? Interpolate(IInterpolatedStringOperation text)
    {
        var builder = new StringBuilder();
        foreach (IInterpolatedStringContentOperation part in text.Parts)
        {
            IOperation expression = part switch
            {
                IInterpolatedStringTextOperation literal => literal.Text,
                IInterpolationOperation { Alignment: null, FormatString: null } interpolation => interpolation.Expression,
                _ => part,
            };
            if (ReferenceEquals(expression, part))
                return Unsupported(part);
            if (Evaluate(expression) is not { } value)
                return null;
            if (value is not EvaluatedConstant constant)
                return Unsupported(expression);
            builder.Append(System.Convert.ToString(constant.Value, CultureInfo.InvariantCulture));
        }

        return new EvaluatedConstant(builder.ToString());
    }

    private Evaluated? CreateArray(IArrayCreationOperation array)
    {
        if (array.DimensionSizes.Length != 1)
            return Unsupported(array);
        if (array.Initializer is not null)
            return CreateArray(array.Initializer.ElementValues);
        return Evaluate(array.DimensionSizes[0]) switch
        {
            null => null,
            EvaluatedConstant { Value: 0 } => new EvaluatedArray([]),
            _ => Unsupported(array),
        };
    }

    private Evaluated? CreateArray(ImmutableArray<IOperation> elements)
    {
        var items = ImmutableArray.CreateBuilder<Evaluated>();
        // Layers in an array are called after their place in it.
        string outerPath = _memberPath;
        foreach (IOperation element in elements)
        {
            if (outerPath.Length > 0)
                _memberPath = Joined(outerPath, items.Count.ToString(CultureInfo.InvariantCulture));
            IOperation source = element is ISpreadOperation spread ? spread.Operand : element;
            if (Evaluate(source) is not { } value)
                return null;
            if (element is not ISpreadOperation)
                items.Add(value);
            else if (value is EvaluatedArray array)
                items.AddRange(array.Items);
            else
                return Unsupported(source);
        }

        _memberPath = outerPath;
        return new EvaluatedArray(items.ToImmutable());
    }

    private Evaluated? Element(IArrayElementReferenceOperation element)
    {
        if (Evaluate(element.ArrayReference) is not { } source || Evaluate(element.Indices[0]) is not { } position)
            return null;
        if (source is not EvaluatedArray array || ToPosition(position) is not { } place)
            return Unsupported(element);
        int index = (int)(place.FromEnd ? array.Items.Length - place.Number : place.Number);
        return index >= 0 && index < array.Items.Length
            ? array.Items[index]
            : Refuse(DeclarationDiagnostics.ArithmeticFails, element, element.Syntax.ToString(), $"the array has {array.Items.Length} elements, and the index is {index}");
    }
}
