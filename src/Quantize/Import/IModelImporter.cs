using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import;

/// <summary>Reads one format of trained models; <see cref="ModelImporters"/> lists all of them.</summary>
interface IModelImporter
{
    /// <summary>The format, as messages and help say it: <c>ONNX</c>.</summary>
    string Format { get; }

    /// <summary>
    /// Whether the file is of this format, told by its content: the ending may be any. Looks at some KB at most. A file that is damaged
    /// further on is still of its format, since <see cref="Inspect(string)"/> can say more of it than nobody could.
    /// </summary>
    bool Recognises(ModelFile file);

    /// <summary>The network; or null and every reason why there is none. It bounds its memory by the file's size before it reads.</summary>
    (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path);

    /// <summary>Whether its files have weights and no graph: <see cref="Inspect(string, string)"/> can be told what it is.</summary>
    bool TakesForward => false;

    /// <summary>The same, told what the file does not say; see <c>--forward</c>. Null: nothing was told.</summary>
    (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path, string? forward) => forward is null ? Inspect(path)
        : (null, [new(ErrorCatalogue.UnclearForward, $"--forward for a file of {Format}",
            "it with PyTorch's weights only, which have no graph", "leave it out", Path.GetFileName(path))]);

    /// <summary>The network, or the first reason why there is none.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    Network Import(string path, string? forward = null)
    {
        var (network, refusals) = Inspect(path, forward);
        return network ?? throw refusals[0];
    }
}
