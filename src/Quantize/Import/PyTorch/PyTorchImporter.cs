using System.Security.Cryptography;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Files;
using EdgeLstm.Quantize.Import.PyTorch.Forward;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch;

/// <summary>
/// Reads the weights that torch.save and safetensors write. They have no graph: modules are told by names and shapes, and what is done with
/// them is a line of the user's, or a guess that is said. Nothing in the file is executed.
/// </summary>
sealed class PyTorchImporter : IModelImporter
{
    /// <inheritdoc/>
    public string Format => "PyTorch's weights (.pt, .pth, .safetensors)";

    /// <inheritdoc/>
    public bool TakesForward => true;

    /// <inheritdoc/>
    public bool Recognises(ModelFile file) => PyTorchSignature.Of(file) != TorchFileKind.None;

    /// <inheritdoc/>
    public (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path) => Inspect(path, null);

    /// <inheritdoc/>
    public (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path, string? forward)
    {
        try
        {
            TorchFileKind kind;
            using (var head = ModelFile.Open(path))
                kind = PyTorchSignature.Of(head);
            return (Import(InputFile.ReadModel(path, ModelFile.MaxSize), kind, Path.GetFileName(path), forward), []);
        }
        catch (ModelException refusal)
        {
            return (null, [refusal]);
        }
        catch (OutOfMemoryException)
        {
            return (null, [new(ErrorCatalogue.ModelTooLarge, "more than this machine's memory", "a model that fits a small board",
                "use a smaller model", Path.GetFileName(path))]);
        }
    }

    /// <exception cref="ModelException">The file cannot be used.</exception>
    internal static Network Import(byte[] bytes, TorchFileKind kind, string file, string? forward)
    {
        var weights = kind switch
        {
            TorchFileKind.Archive => WeightSearch.Read(TorchArchive.Read(bytes, file)),
            TorchFileKind.Legacy => WeightSearch.Read(LegacyFile.Read(bytes, file)),
            _ => SafetensorsFile.Read(bytes, file),
        };
        string producer = kind switch
        {
            TorchFileKind.Archive => $"PyTorch, zip format {TorchArchive.Version(bytes, file) ?? "of no version"}",
            TorchFileKind.Legacy => "PyTorch, in the format before 1.6",
            _ => "safetensors",
        };
        try
        {
            return Import(weights, file, forward) with
            {
                Producer = producer,
                SourceSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            };
        }
        catch (ModelException refusal)
        {
            throw refusal.Of($"{file} ({producer})");
        }
    }

    static Network Import(TensorFile weights, string file, string? forward)
    {
        var modules = ModuleReader.Read(weights, file);
        var notes = new List<string>();
        var steps = forward is null ? ForwardGuess.Of(modules, weights.IsOrdered, file, notes) : ForwardLine.Parse(forward, modules, file);
        var others = weights.Beside.Take(8).Select(name => name.Short()).Concat(weights.Beside.Count > 8 ? ["…"] : []);
        string beside = string.Join(", ", others);
        notes.Add($"{weights.Tensors.Count} tensors of {modules.Count} module{(modules.Count == 1 ? "" : "s")} read, 0 unused"
            + (beside.Length == 0 ? "" : $"; beside them: {beside}"));
        var network = ForwardBuilder.Build(steps, modules, file);
        if (!modules.Any(module => module.IsOverTime) && network.Window is null)
            notes.Add("no module looks at more than one sample: the model answers each for itself. Where its inputs are a window's, "
                + "flattened, begin the line with flatten:steps=N");
        return network with
        {
            Source = file,
            Notes = notes,
            Guess = forward is null ? notes[0] : null,
            Forward = ForwardLine.Text(steps),
            SourceWeightBytes = weights.Tensors.Sum(tensor => tensor.Bytes),
        };
    }
}
