using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import;

/// <summary>The last stage of an import: the evaluated outputs as heads, with their channels.</summary>
static class NetworkAssembly
{
    /// <summary>What exporters call every graph: the file's name says more.</summary>
    static readonly string[] ExporterNames = ["", "torch_jit", "torch-jit-export", "main_graph", "tf2onnx", "onnx_graph", "graph"];

    public static Network Assemble(ModelProto model, ValueInfoProto input, Value[] outputs, ImportContext context)
    {
        var graph = model.Graph;
        var flows = new List<Flow>();
        for (int i = 0; i < outputs.Length; i++)
            flows.Add(outputs[i] as Flow ?? throw Refusal($"output '{graph.Output[i].Name.Short()}' that no data reaches", "a layer's output", "export one layer's output"));

        var (kept, givenBack) = StateOutputs.Find(graph, flows, context);
        var (layers, heads, inputMap) = NetworkBuilder.Build(context, [.. flows.Where((_, i) => kept[i]).SelectMany(flow => flow.Parts)]);
        if (kept.Contains(false) && layers.Exists(layer => !layer.Streams))
        {
            // Nothing carries a state on: what the last step leaves is an answer like others.
            Array.Fill(kept, true);
            (layers, heads, inputMap) = NetworkBuilder.Build(context, [.. flows.SelectMany(flow => flow.Parts)]);
        }

        if (!context.Roles.HasTime)
            throw Refusal("no layer over time between input and output", "at least one recurrent layer", "EdgeLstm runs recurrent networks; use another runtime for this one");
        if (kept.Contains(false))
            context.Note(StateOutputs.Note(graph, kept, givenBack));
        string[] outputNames = [.. graph.Output.Where((_, i) => kept[i]).Select(output => output.Name)];
        flows = [.. flows.Where((_, i) => kept[i])];
        var (roles, pieces) = (context.Roles, StreamSteps.Of(context, layers, givenBack));
        bool[] everyStep = [.. flows.Select(flow => IsEveryStep(flow, roles))];

        int width = roles.InputWidth ?? throw Refusal("an input without a number of features", "a fixed last size", "export the model with that axis fixed");
        var inputs = ChannelNames.Read(model, "edgelstm.inputs", ChannelNames.Default(input.Name, width), context.File);
        var names = ChannelNames.Read(model, "edgelstm.outputs", flows.SelectMany((flow, i) => ChannelNames.Default(outputNames[i], context.Width(flow)!.Value)), context.File);
        var metadata = new TrainerMetadata(model, context.File);
        // A graph that takes its states is run with them carried on.
        var rules = pieces.KeepStates && metadata.Rules.TrainedOn == TrainedOn.Unknown ? metadata.Rules with { TrainedOn = TrainedOn.Stream } : metadata.Rules;
        var maps = heads.SelectMany(head => Enumerable.Range(0, layers[head.Layer].Outputs).Select(feature => (head.Map, feature)));
        return new()
        {
            Name = ExporterNames.Contains(graph.Name) ? Path.GetFileNameWithoutExtension(context.File) : graph.Name,
            Inputs = [.. inputs.Select((name, i) => ChannelNames.Input(name, inputMap, i))],
            Outputs = [.. maps.Zip(names, (map, name) => ChannelNames.Output(name, map.Map, map.feature))],
            Layers = layers,
            Heads = [.. heads.Select(head => head.Layer)],
            Window = pieces.ArePieces ? null : roles.Window,
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

        bool IsEveryStep(Flow flow, Roles roles)
        {
            var atoms = flow.Atoms.Where(atom => atom.Size != 1 || roles.IsTime(atom)).ToList();
            var channels = atoms.Where(atom => roles.IsChannel(atom)).ToList();
            bool isLast = channels.Count == 0 || atoms[^1] == channels[^1] && channels.Take(channels.Count - 1).All(atom => atom.Axis == Atom.Layer);
            if (!isLast || atoms.Any(atom => !roles.IsChannel(atom) && !roles.IsTime(atom) && !roles.IsBatch(atom)))
                throw Refusal($"an output of shape {flow.Describe()} whose features are not its last axis", "[batch, outputs] or [batch, time, outputs]",
                    "leave out the last transposition");
            return atoms.Any(roles.IsTime);
        }
    }
}
