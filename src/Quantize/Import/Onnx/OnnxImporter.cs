using System.Security.Cryptography;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>Reads an ONNX file into a <see cref="Network"/>. Whatever it cannot represent exactly it refuses, by name and with a remedy.</summary>
sealed class OnnxImporter : IModelImporter
{
    const int OldestOpset = 7, NewestOpset = 22;

    /// <inheritdoc/>
    public string Format => "ONNX";

    /// <inheritdoc/>
    public bool Recognises(ModelFile file) => OnnxSignature.IsIn(file);

    (Network? Network, IReadOnlyList<ModelException> Refusals) IModelImporter.Inspect(string path) => Inspect(path);

    /// <summary>The network of a file that is known to be ONNX, or the first reason why there is none.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static Network Import(string path)
    {
        var (network, refusals) = Inspect(path);
        return network ?? throw refusals[0];
    }

    /// <summary>The network; or null and every reason why there is none.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path)
    {
        string file = Path.GetFileName(path);
        try
        {
            return Inspect(InputFile.ReadModel(path, ModelFile.MaxSize), file, Path.GetDirectoryName(Path.GetFullPath(path)));
        }
        catch (ModelException refusal)
        {
            return (null, [refusal]);
        }
    }

    internal static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(byte[] bytes, string file, string? directory)
    {
        string described = file;
        try
        {
            var model = Parse(bytes, file);
            described = Described(model, file);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var (network, refusals) = Inspect(model, file, directory, hash);
            return (network, [.. refusals.Select(refusal => refusal.Of(described))]);
        }
        catch (ModelException refusal)
        {
            return (null, [refusal.Of(described)]);
        }
        catch (OutOfMemoryException)
        {
            return (null, [new(ErrorCatalogue.ModelTooLarge, "more than this machine's memory", "a model that fits a small board",
                "use a smaller model", file)]);
        }
    }

    static (Network?, IReadOnlyList<ModelException>) Inspect(ModelProto model, string file, string? directory, string hash)
    {
        var asDeclared = Walk(model, file, directory, null, null);
        var (found, single, lone) = (asDeclared.Context, asDeclared.Context.SingleAxis, asDeclared.Context.LoneRow);
        if (found.Refusals.Count == 0 || single is null && lone is null)
            return Network(asDeclared);
        // Only what another reading has no refusal for is read so.
        var other = Walk(model, file, directory, single, lone);
        if (other.Context.Refusals.Count > 0)
            return Network(asDeclared);
        other.Context.Note(single is not null
            ? $"{found.DescribeAxis(single)} of '{other.Input.Name.Short()}' is free, but the graph has a 1 in its place: it was traced "
                + "with one window, and is read so (N = 1)"
            : LoneSample.Note(found));
        return Network(other);

        (Network?, IReadOnlyList<ModelException>) Network((ImportContext Context, ValueInfoProto Input, Value[] Outputs) walked)
        {
            if (walked.Context.Refusals.Count > 0)
                return (null, walked.Context.Refusals);
            var network = NetworkAssembly.Assemble(model, walked.Input, walked.Outputs, walked.Context);
            return (network with { SourceSha256 = hash, SourceWeightBytes = StoredWeights(model.Graph) }, []);
        }
    }

    /// <summary>Evaluates the graph.</summary>
    /// <param name="single">An axis of the input that is of size one, whatever the graph declares.</param>
    /// <param name="lone">The only row of the batch that the graph answers for.</param>
    static (ImportContext Context, ValueInfoProto Input, Value[] Outputs) Walk(
        ModelProto model, string file, string? directory, int? single, int? lone)
    {
        var graph = model.Graph;
        var states = StateInputs.Find(graph);
        var (input, axes) = GraphInput.Find(graph, states, file);
        if (single is int one)
            axes[one] = axes[one] with { Size = 1 };
        if (LengthOrigin.Refusal(graph, input.Name, file) is { } computed)
            throw computed;
        var context = new ImportContext(file, Opset(model, file), axes, new(file, new(file, directory)))
        {
            Inline = _ => [],
            Lone = lone,
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            AxisNames = [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimParam)],
        };
        var walk = new GraphWalk(context);
        states.Declare(walk, context);
        foreach (var other in GraphInput.Others(graph, input).Where(other => !states.Contains(other.Name)))
            walk.Declare(other.Name, new Unavailable(new(ErrorCatalogue.UnsupportedStructure,
                $"graph input '{other.Name.Short()}' beside '{input.Name.Short()}'", "one input",
                "store weights in the model as initializers, and give all features in one tensor", file)));
        walk.Declare(input.Name, new ComputedValue([-1], [.. axes.Select(axisPart => new[] { axisPart })]));

        var outputs = walk.Run(graph);
        foreach (var unavailable in outputs.OfType<Unavailable>().Where(output => output.Why is not null))
            context.Refuse(unavailable.Why!);
        return (context, input, outputs);
    }

    /// <summary>The file with who wrote it, and at which opset: <c>pump.onnx (pytorch 1.13.0, opset 13)</c>.</summary>
    static string Described(ModelProto model, string file)
    {
        string producer = $"{model.ProducerName} {model.ProducerVersion}".Trim().Short();
        long? version = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version;
        string opset = version is null ? "" : $"opset {version}";
        string about = string.Join(", ", ((string[])[producer, opset]).Where(part => part.Length > 0));
        return about.Length > 0 ? $"{file} ({about})" : file;
    }

    static ModelProto Parse(byte[] bytes, string file)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            if (model is { IrVersion: > 0, Graph.Output.Count: > 0 })
                return model;
        }
        catch (InvalidProtocolBufferException)
        {
        }
        throw new ModelException(ErrorCatalogue.NotOnnx, "no ONNX model, or one cut short", "a whole .onnx file",
            "copy or export it again (Git LFS pointers need git lfs pull)", file);
    }

    static long Opset(ModelProto model, string file)
    {
        if (model.OpsetImport.FirstOrDefault(import => import.Domain == "edgelstm" && import.Version != 1) is { } newer)
            throw new ModelException(ErrorCatalogue.UnknownOpset, $"version {newer.Version} of domain edgelstm", "1", "update EdgeLstm", file);
        long opset = model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 0;
        return opset is >= OldestOpset and <= NewestOpset ? opset
            : throw new ModelException(ErrorCatalogue.UnknownOpset, $"opset {opset}", $"{OldestOpset} to {NewestOpset}",
                $"export with opset_version={Math.Clamp(opset, 13, 17)}", file);
    }

    /// <summary>Bytes of the float tensors as the file declares them, wherever it keeps them.</summary>
    static long StoredWeights(GraphProto graph)
    {
        Int128 sum = 0;
        foreach (var tensor in graph.Initializer)
            if ((ElementType)tensor.DataType is ElementType.Float32 or ElementType.Float64)
            {
                long present = tensor.DataLocation == 0
                    ? Math.Max(tensor.RawData.Length, 4L * tensor.FloatData.Count + 8L * tensor.DoubleData.Count)
                    : Math.Min(ModelFile.MaxSize, Constant.StoredCount(Constant.Static([.. tensor.Dims.Select(dim => Math.Max(0, dim))]))) * TensorReader.Width((ElementType)tensor.DataType);
                sum += present;
            }
        return (long)Int128.Min(sum, ModelFile.MaxSize * 8);
    }
}
