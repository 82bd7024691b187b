using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Graph outputs that are the layers' own states, where those begin with graph inputs: who runs the graph gives them back with the next
/// sample. <c>State</c> does that by itself, so that they are no
/// outputs of the model.
/// </summary>
sealed class StateOutputs
{
    readonly GraphProto _graph;
    readonly ImportContext _context;

    /// <summary>Per output, the states' inputs in its rows' order; null where it is another value.</summary>
    readonly IReadOnlyList<StateInput>?[] _states;

    StateOutputs(GraphProto graph, IReadOnlyList<ComputedValue> computed, ImportContext context)
    {
        (_graph, _context) = (graph, context);
        _states = [.. computed.Select(Of)];
    }

    /// <summary>Which outputs the model keeps: all others are states. An output that is all that would be left of them stays.</summary>
    public static (bool[] Kept, IReadOnlySet<StateInput> GivenBack) Find(GraphProto graph, IReadOnlyList<ComputedValue> computed, ImportContext context)
    {
        var found = new StateOutputs(graph, computed, context);
        bool[] kept = [.. found._states.Select(rows => rows is null)];
        // A model whose answer is its last layer's h gives that by itself, beside the whole state.
        if (!kept.Contains(true))
            kept = [.. found._states.Select((rows, i) => !found.IsWhole(rows!, computed[i]))];
        if (!kept.Contains(true))
            Array.Fill(kept, true);
        return (kept, found._states.Where((_, i) => !kept[i]).SelectMany(rows => rows!).ToHashSet());
    }

    /// <summary>The names of outputs and inputs, for a sentence about what was left out.</summary>
    public static string Note(GraphProto graph, bool[] kept, IReadOnlySet<StateInput> givenBack)
    {
        string[] outputs = [.. graph.Output.Where((_, i) => !kept[i]).Select(output => $"'{output.Name.Short()}'")];
        string[] inputs = [.. givenBack.Select(state => state.Name).Distinct().Select(name => $"'{name.Short()}'")];
        return $"{(outputs.Length == 1 ? "output" : "outputs")} {string.Join(", ", outputs)}: the state that begins with {string.Join(", ", inputs)}. State keeps it from step to step; it is no output of the model";
    }

    IReadOnlyList<StateInput>? Of(ComputedValue computed)
    {
        var rows = new List<StateInput>();
        foreach (int part in computed.Parts)
        {
            if (InputOf(part) is not { } input)
                return null;
            // In another order the rows given back would begin other layers.
            if (rows.Exists(row => row.Name == input.Name && row.Row >= input.Row))
                return null;
            rows.Add(input);
        }

        return rows.Count > 0 ? rows : null;
    }

    StateInput? InputOf(int part) => part < 0 || _context.Stages[part] is not PickStage { IsState: true } end ? null
        : _context.Stages[end.Source] switch
        {
            RecurrentStage recurrent => recurrent.Layer.InitialHInput,
            CellStateStage cell => ((RecurrentStage)_context.Stages[cell.Source]).Layer.InitialCInput,
            _ => null,
        };

    /// <summary>As an input has it: of the same rank, with all of its rows.</summary>
    bool IsWhole(IReadOnlyList<StateInput> rows, ComputedValue computed) => rows.GroupBy(row => row.Name).All(group =>
        _graph.Input.First(input => input.Name == group.Key).Type.TensorType.Shape.Dim is var dims && dims.Count == computed.Rank && group.Count() == Rows(group.Key));

    int Rows(string input) => _context.Stages.OfType<StateStage>().Count(stage => stage.Input.Name == input);
}
