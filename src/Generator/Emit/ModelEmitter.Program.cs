using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Emit;

/// <summary>Prints the statements of a <see cref="StepProgram"/>, one after the other.</summary>
static partial class ModelEmitter
{
    static void Print(CodeWriter code, ModelArtifact model, IEnumerable<Statement> statements)
    {
        foreach (var statement in statements)
            Print(code, model, statement);
    }

    static void Print(CodeWriter code, ModelArtifact model, Statement statement)
    {
        switch (statement)
        {
            case Declare declare:
                Declare(code, model, declare.Slot);
                break;
            case TakeSample take:
                TakeSample(code, model, take.To);
                break;
            case Call call:
                Call(code, model, call);
                break;
            case Move move:
                code.Line($"{Text(model, move.From)}.CopyTo({Target(model, move.To)});");
                break;
            case Loop loop:
                string count = loop.Steps.Expression;
                code.Open(loop.Reverse ? $"for (int t = {count} - 1; t >= 0; t--)" : $"for (int t = 0; t < {count}; t++)");
                Print(code, model, loop.Body);
                code.Close();
                break;
            case OutputLoop loop:
                OutputLoop(code, model, loop);
                break;
            case IfGiven given when model.CanStream: // it is, where this stands
                Print(code, model, given.Body);
                break;
            case IfGiven given:
                code.Open($"if (!{GivenName(model, given.Given)}.IsEmpty)");
                Print(code, model, given.Body);
                code.Close();
                break;
            case ToUserUnits user:
                var (name, scale, mean) = (user.Channel.Name, CodeWriter.Float(user.Channel.Scale), CodeWriter.Float(user.Channel.Mean));
                string value = $"{user.Output.Name}[{user.Index}]";
                code.Line($"{value} = {value} * {scale} + {mean}; // {CodeWriter.Doc(name)}");
                break;
            case Heading heading:
                code.Line();
                code.Line($"// {CodeWriter.Doc(heading.Text)}");
                break;
        }
    }

    /// <summary>
    /// A buffer on the stack whose size the compiler knows and that nothing clears; or a window's state, which is cleared.
    /// </summary>
    static void Declare(CodeWriter code, ModelArtifact model, Slot slot)
    {
        string type = StateLayout.TypeName(slot.Element);
        if (!model.CanStream)
            code.Line($"global::System.Span<{type}> {slot.Name} = stackalloc {type}[{slot.Width}];");
        else
            Buffer(code, type, slot.Width, slot.Name, slot.Meaning.Length == 0 ? "" : $" // {slot.Meaning}");
    }

    static void Buffer(CodeWriter code, string type, int length, string name, string comment = "")
    {
        code.Line("global::System.Runtime.CompilerServices.Unsafe.SkipInit("
            + $"out State.{StateLayout.ArrayType(type, length)} {name}Buffer);");
        code.Line($"global::System.Span<{type}> {name} = {name}Buffer;{comment}");
    }

    static void TakeSample(CodeWriter code, ModelArtifact model, Slot x)
    {
        if (!model.CanStream)
        {
            const string Sample = "window.Slice(t * InputCount, InputCount)";
            string row = Text(model, x.Row);
            code.Line($"saturated += {Quantize(model)}({Sample}, Weights.Centre, Weights.InverseStep, {row});");
            FillRow(code, model, row);
            return;
        }

        code.Line("sample = sample.Slice(0, InputCount); // which tells the compiler how many there are");
        Declare(code, model, x);
        code.Line($"state._saturated += {Quantize(model)}(sample, Weights.Centre, Weights.InverseStep, x);");
        FillStep(code, model);
    }

    static string Quantize(ModelArtifact model) =>
        "global::EdgeLstm.Layers." + (model.Scheme == Scheme.Float32 ? "FloatScheme.Normalise" : "Quantizer.Quantize");

    static void Call(CodeWriter code, ModelArtifact model, Call call)
    {
        var operation = call.Operation;
        bool isStatic = operation.Type.Length != 0;
        string name = (isStatic ? $"global::EdgeLstm.Layers.{operation.Type}." : $"Weights.Layer{call.Layer}.") + operation.Method;
        if (operation == Operation.Copy)
            name += $"<{StateLayout.TypeName(((Value)call.Operands[0]).Slot.Element)}>";
        var operands = call.Operands.Select((operand, k) =>
            isStatic && k == call.Operands.Count - 1 && operand is Value to ? Target(model, to) : Text(model, operand));
        string text = $"{name}({string.Join(", ", operands)})";
        string comment = call.Comment.Length == 0 ? "" : $" // {CodeWriter.Doc(call.Comment)}";
        if (!call.CountsStates || !model.CanStream)
        {
            code.Line($"{text};{comment}");
        }
        else if (isStatic)
        {
            code.Line($"state._saturatedStates += {text};{comment}");
        }
        else
        {
            code.Line($"if ({text}){comment}");
            code.Line("    state._saturatedStates++;");
        }
    }

    static void OutputLoop(CodeWriter code, ModelArtifact model, OutputLoop loop)
    {
        if (loop.Differ)
        {
            code.Line("// Outputs of fewer steps than others end with them, and stand still in front of that.");
            code.Line($"int rows = {model.Plan.OutputRows};");
        }

        code.Open($"for (int t = 0; t < {(loop.Differ ? "rows" : model.Plan.OutputRows)}; t++)");
        code.Line("global::System.Span<float> row = output.Slice(t * OutputCount, OutputCount);");
        Print(code, model, loop.Body);
        code.Close();
    }

    static string Text(ModelArtifact model, Operand operand) => operand switch
    {
        Value value => Text(model, value),
        NoValues => "[]",
        Number number => CodeWriter.Float(number.Value),
        Integer integer => $"{integer.Value}",
        Flag flag => flag.IsSet ? "true" : "false",
        Count count => count.Steps.Expression,
        FirstTap(var stride, var before) =>
            (stride switch { 0 => "0", 1 => "t", _ => $"t * {stride}" }) + (before == 0 ? "" : $" - {before}"),
        _ => "state._steps",
    };

    static string Text(ModelArtifact model, Value value)
    {
        var slot = value.Slot;
        string name = slot.Storage switch
        {
            Storage.Constant => $"Weights.{slot.Name}",
            Storage.State when model.CanStream => $"state._{slot.Name}",
            Storage.Given => GivenName(model, slot),
            _ => slot.Name,
        };
        bool isPart = value.Length != 0;
        if (isPart && slot.Storage == Storage.State && model.CanStream)
            name = $"((global::System.ReadOnlySpan<{StateLayout.TypeName(slot.Element)}>){name})";
        if (slot.Rows.Fixed != 1)
        {
            name += value.At switch
            {
                RowAt.Step => $".Slice(t * {slot.Width}, {slot.Width})",
                RowAt.First => $".Slice({value.Away * slot.Width}, {slot.Width})",
                RowAt.Last => $".Slice(({slot.Rows.Expression} - {1 + value.Away}) * {slot.Width}, {slot.Width})",
                RowAt.Aligned => $".Slice(global::System.Math.Max(0, t - rows + {Parenthesised(slot.Rows)}) * {slot.Width}, {slot.Width})",
                _ => "",
            };
        }

        return isPart ? $"{name}.Slice({value.Start}, {value.Length})" : name;
    }

    /// <summary>The same where it is written, and no conversion of an array to a span is at hand.</summary>
    static string Target(ModelArtifact model, Value value) => value.Slot.Storage == Storage.State && model.CanStream
        ? $"(global::System.Span<{StateLayout.TypeName(value.Slot.Element)}>){Text(model, value)}"
        : Text(model, value);

    static string Parenthesised(StepCount steps) =>
        steps.Fixed != 0 || steps == StepCount.Samples ? steps.Expression : $"({steps.Expression})";
}
