using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>The last stage of an import: the evaluated outputs as heads, with their channels.</summary>
static class NetworkAssembly
{
    /// <summary>What exporters call every graph: the file's name says more.</summary>
    static readonly string[] ExporterNames = ["", "torch_jit", "torch-jit-export", "main_graph", "tf2onnx", "onnx_graph", "graph"];

    public static Network Assemble(ModelProto model, ValueInfoProto input, Value[] outputs, ImportContext context)
    {
        var graph = model.Graph;
        var computed = new List<ComputedValue>();
        for (int i = 0; i < outputs.Length; i++)
            computed.Add(outputs[i] as ComputedValue ?? throw Refusal($"output '{graph.Output[i].Name.Short()}' that no data reaches", "a layer's output", "export one layer's output"));

        var (kept, givenBack) = StateOutputs.Find(graph, computed, context);
        var (layers, heads, inputMap) = NetworkBuilder.Build(context, [.. computed.Where((_, i) => kept[i]).SelectMany(computed => computed.Parts)]);
        if (kept.Contains(false) && layers.Exists(layer => !layer.Streams))
        {
            // Nothing carries a state on: what the last step leaves is an answer like others.
            Array.Fill(kept, true);
            (layers, heads, inputMap) = NetworkBuilder.Build(context, [.. computed.SelectMany(computed => computed.Parts)]);
        }

        if (!context.Roles.HasTime && !context.Roles.AssumeUsual())
            throw Refusal("no layer over time, and an input whose axes no layer tells", "[batch, time, features], or [batch, features]",
                "export the model with an input of that shape, its last size fixed");
        if (kept.Contains(false))
            context.Note(StateOutputs.Note(graph, kept, givenBack));
        string[] outputNames = [.. graph.Output.Where((_, i) => kept[i]).Select(output => output.Name)];
        computed = [.. computed.Where((_, i) => kept[i])];
        var (roles, pieces) = (context.Roles, context.Lone is null ? StreamSteps.Of(context, layers, givenBack) : default);
        bool[] everyStep = [.. computed.Select(computed => IsEveryStep(computed, roles))];

        int width = roles.InputWidth ?? throw Refusal("an input without a number of features", "a fixed last size", "export the model with that axis fixed");
        var inputs = GraphChannels.Read(model, "edgelstm.inputs", ChannelNames.Default(input.Name, width), context.File);
        var names = GraphChannels.Read(model, "edgelstm.outputs", computed.SelectMany((computed, i) => ChannelNames.Default(outputNames[i], context.Width(computed)!.Value)), context.File);
        var metadata = new TrainerMetadata(model, context.File);
        // A graph that takes its states is run with them carried on.
        var rules = pieces.KeepStates && metadata.Rules.TrainedOn == TrainedOn.Unknown ? metadata.Rules with { TrainedOn = TrainedOn.Stream } : metadata.Rules;
        var maps = heads.SelectMany(head => Enumerable.Range(0, layers[head.Layer].Outputs).Select(feature => (head.Map, feature)));
        int? window = pieces.ArePieces ? null : roles.Window;
        if (context.Lone is int row)
        {
            // The axis that the graph takes for the batch is the user's window.
            layers = LoneSample.Behind(row, width, layers);
            heads = heads.ConvertAll(head => (LoneSample.Moved(head.Layer), head.Map));
            (window, everyStep) = (roles.BatchSize, []);
        }

        return new()
        {
            Name = ExporterNames.Contains(graph.Name) ? Path.GetFileNameWithoutExtension(context.File) : graph.Name,
            Inputs = [.. inputs.Select((name, i) => StageChannels.Input(name, inputMap, i))],
            Outputs = [.. maps.Zip(names, (map, name) => StageChannels.Output(name, map.Map, map.feature))],
            Layers = layers,
            Heads = [.. heads.Select(head => head.Layer)],
            Window = window,
            TakesPieces = pieces.ArePieces,
            WarmUpSteps = metadata.WarmUp,
            Rules = rules,
            Positive = metadata.Positive,
            Classes = metadata.Classes,
            Anomaly = metadata.Anomaly,
            EveryStep = pieces.AreSamples || Array.Exists(everyStep, every => every),
            LengthInput = context.LengthInput,
            StateOutputs = [.. graph.Output.Where((_, i) => !kept[i]).Select(output => output.Name)],
            Notes = context.Notes,
            Source = context.File,
            SourceSha256 = "",
        };

        ModelException Refusal(string found, string expected, string remedy) =>
            new(ErrorCatalogue.UnsupportedStructure, found, expected, remedy, context.File);

        bool IsEveryStep(ComputedValue computed, Roles roles)
        {
            var axisParts = computed.AxisParts.Where(axisPart => axisPart.Size != 1 || roles.IsTime(axisPart)).ToList();
            var channels = axisParts.Where(axisPart => roles.IsChannel(axisPart)).ToList();
            bool isLast = channels.Count == 0 || axisParts[^1] == channels[^1] && channels.Take(channels.Count - 1).All(axisPart => axisPart.Axis == AxisPart.Layer);
            if (!isLast || axisParts.Any(axisPart => !roles.IsChannel(axisPart) && !roles.IsTime(axisPart) && !roles.IsBatch(axisPart)))
                throw Refusal($"an output of shape {computed.Describe()} whose features are not its last axis", "[batch, outputs] or [batch, time, outputs]",
                    "leave out the last transposition");
            return axisParts.Any(roles.IsTime);
        }
    }
}
