using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Model.Lowering;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Emit;

/// <summary>Initial states that the caller gives: an input of the trained graph is a parameter.</summary>
static partial class ModelEmitter
{
    /// <summary>The inputs' names as parameters, each with its values.</summary>
    static List<(string Name, int Values, List<StateInput> Parts)> StateParameters(ModelArtifact model)
    {
        var groups = model.States.GroupBy(state => state.Name).ToList();
        var names = Identifiers.Of(groups.Select(group => group.Key), "");
        names = [.. names.Select(name => "initial" + (name.StartsWith("Initial", StringComparison.Ordinal) ? name.Substring(7) : name))];
        if (names.Distinct().Count() != names.Count || !names.All(SyntaxFacts.IsValidIdentifier))
            names = [.. names.Select((_, k) => $"initial{k}")];
        return [.. groups.Select((group, k) => (names[k], group.Sum(state => Width(model, state)), group.ToList()))];
    }

    static string StateDeclarations(ModelArtifact model) => string.Concat(StateParameters(model).Select(state => $"global::System.ReadOnlySpan<float> {state.Name}, "));

    static string StateArguments(ModelArtifact model) => string.Concat(StateParameters(model).Select(state => state.Name + ", "));

    static void StateDocs(CodeWriter code, ModelArtifact model)
    {
        foreach (var (name, values, parts) in StateParameters(model))
            code.Line($"/// <param name=\"{name}\">{values} finite values: {CodeWriter.Doc(parts[0].Name)}, in the network's units.</param>");
    }

    static void StateChecks(CodeWriter code, ModelArtifact model)
    {
        foreach (var (name, values, _) in StateParameters(model))
        {
            code.Line($"if ({name}.Length != {values})");
            code.Line($"    {WrongLength}(nameof({name}), {name}.Length, {values});");
        }
    }

    static string GivenName(ModelArtifact model, Slot given) => StateParameters(model).Single(state => state.Parts[0].Name == given.Part).Name;

    /// <summary>A method of <c>State</c>.</summary>
    static void BeginState(CodeWriter code, ModelArtifact model)
    {
        if (model.States.Count == 0)
            return;
        string declarations = StateDeclarations(model);
        code.Line("/// <summary>A state before its first sample that begins with given values in place of zeros. Values that the model cannot hold are cut off, and counted.</summary>");
        StateDocs(code, model);
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open($"public static State Begin({declarations.Substring(0, declarations.Length - 2)})");
        StateChecks(code, model);
        code.Line("State state = default;");
        Print(code, model, model.Program.Given);
        code.Line("return state;");
        code.Close();
        code.Line();
    }

    /// <summary>An overload of a stream's <c>Predict</c>.</summary>
    static void PredictFromState(CodeWriter code, ModelArtifact model)
    {
        if (model.States.Count == 0)
            return;
        string arguments = StateArguments(model);
        code.Line($"/// <summary>Takes one window, from a state that begins with given values; see <see cref=\"State.Begin\"/>. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <param name=\"window\">Samples one after the other, <see cref=\"InputCount\"/> values each.</param>");
        StateDocs(code, model);
        code.Line("/// <param name=\"output\">As of the other overload.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open($"public static void Predict(global::System.ReadOnlySpan<float> window, {StateDeclarations(model)}global::System.Span<float> output)");
        PredictBody(code, model, $"State.Begin({arguments.Substring(0, arguments.Length - 2)})");
        code.Close();
        code.Line();
    }

    static int Width(ModelArtifact model, StateInput state) => ((ArtifactRecurrent)model.Layers[state.Layer]).StateWidth(state.IsCell);
}
