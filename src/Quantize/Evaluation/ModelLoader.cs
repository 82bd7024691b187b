using System.Text;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Import.Foreign;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Reference.OnnxRuntime;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Opens a model by its file's content: an artifact, or what one of the importers recognises. The ending may be any.</summary>
static class ModelLoader
{
    /// <summary>What is opened, for messages and help.</summary>
    public static string Formats { get; } =
        ModelImporters.OneOf(ModelImporters.All.Select(importer => importer.Format).Append(ArtifactFormat));

    const string ArtifactFormat = "EdgeLstm's artifact (.elstm)";

    const long MaxArtifact = 512L << 20;

    /// <summary>A model to run: a trained one in float32, an artifact in the arithmetic that ships.</summary>
    public static IPredictor Open(string path) => Open(path, ModelAnswers.None);

    /// <summary>The same, where the user said what a trained model's file does not.</summary>
    public static IPredictor Open(string path, ModelAnswers answers) => Recognised(path, Formats) is { } importer
        ? new FloatPredictor(Import(importer, path, answers))
        : new ArtifactPredictor(Read(path));

    /// <summary>Whether the file is an artifact, and not a trained model.</summary>
    /// <exception cref="ModelException">ELSTM156: it is neither; ELSTM150.</exception>
    public static bool IsArtifact(string path) => Recognised(path, Formats) is null;

    /// <summary>A trained model's network.</summary>
    public static Network Import(string path) => Import(path, ModelAnswers.None);

    /// <summary>The same, where the user said what the file does not.</summary>
    public static Network Import(string path, ModelAnswers answers) => Import(Importer(path), path, answers);

    static Network Import(IModelImporter importer, string path, ModelAnswers answers)
    {
        if (answers.Forward is not null || !importer.TakesForward || answers.Recorded() is not { } line)
            return answers.Heard(importer.Import(path, answers.Forward));
        try
        {
            return importer.Import(path, line);
        }
        catch (ModelException e) when (e.Id is ErrorCatalogue.UnclearForward or ErrorCatalogue.BadShape)
        {
            throw new ModelException(ErrorCatalogue.ModelsDiffer, $"{e.Found}, where the artifact was made with --forward {line}",
                e.Expected, "give the weights that the artifact was made from, or say with --forward what is done with these", e.File,
                e.Node);
        }
    }

    /// <summary>The network, or every reason why the file is refused.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path) => Inspect(path, ModelAnswers.None);

    /// <summary>The same, where the user said what the file does not.</summary>
    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string path, ModelAnswers answers)
    {
        var (network, refusals) = Importer(path).Inspect(path, answers.Forward);
        return (network is null ? null : answers.Heard(network), refusals);
    }

    /// <summary>An ONNX file as ONNX Runtime computes it.</summary>
    /// <param name="folder">Where ONNX Runtime is; null: beside the tool.</param>
    /// <exception cref="ModelException">ELSTM156: of another format; ELSTM188.</exception>
    public static (OnnxRuntimePredictor Predictor, string Runtime) OpenInOnnxRuntime(string path, string? folder)
    {
        const string Format = "ONNX";
        if (Importer(path) is { } importer && importer.Format != Format)
            throw new ModelException(ErrorCatalogue.UnknownModelKind, importer.Format, $"{Format}, which ONNX Runtime reads",
                "export the model to ONNX, and give that file; or leave out --against", path);
        var library = OnnxRuntimeLibrary.Load(folder);
        return (new(library, path, Import(path)), $"ONNX Runtime {library.Version}");
    }

    /// <summary>Reads an artifact; errors name the file.</summary>
    public static ModelArtifact Artifact(string path) => Recognised(path, ArtifactFormat) is { } importer
        ? throw new ModelException(ErrorCatalogue.UnknownModelKind, importer.Format, ArtifactFormat,
            "make one of it with 'edgelstm quantize'", path)
        : Read(path);

    static IModelImporter Importer(string path) => Recognised(path, ModelImporters.Formats)
        ?? throw new ModelException(ErrorCatalogue.UnknownModelKind, ArtifactFormat, ModelImporters.Formats,
            "give the trained model that the artifact was made from", path);

    /// <summary>Null of an artifact; what is nothing of both is refused, with a word on what it looks like.</summary>
    static IModelImporter? Recognised(string path, string expected)
    {
        if (Directory.Exists(path))
        {
            var (found, remedy) = Folder(path);
            throw new ModelException(ErrorCatalogue.UnknownModelKind, found, expected, remedy, path);
        }

        using var file = ModelFile.Open(path);
        if (BeginsAsArtifact(file))
            return null;
        return ModelImporters.Of(file) ?? throw Unknown(file, expected);
    }

    static ModelException Unknown(ModelFile file, string expected)
    {
        var (found, remedy) = FileContent.Of(file);
        return new(ErrorCatalogue.UnknownModelKind, found, expected, remedy, file.Path);
    }

    static FileContent Folder(string path)
    {
        try
        {
            return FolderContent.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(ErrorCatalogue.FileMissing, "a folder that cannot be read", "a file",
                "check the path and its permissions", path);
        }
    }

    /// <summary>Decoded as <see cref="Read"/> does it, so that an editor that saves another Unicode does no harm here.</summary>
    static bool BeginsAsArtifact(ModelFile file)
    {
        const string Word = "edgelstm ";
        using var text = new StreamReader(new MemoryStream(file.Head[..Math.Min(64, file.Head.Length)].ToArray()), Encoding.UTF8);
        var start = new char[Word.Length];
        return text.ReadBlock(start) == start.Length && start.AsSpan().SequenceEqual(Word);
    }

    static ModelArtifact Read(string path)
    {
        using var stream = InputFile.OpenModel(path, MaxArtifact);
        try
        {
            using var text = new StreamReader(stream, Encoding.UTF8);
            return ArtifactReader.Read(text.ReadToEnd());
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }
}
