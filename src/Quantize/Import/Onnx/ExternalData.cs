using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>Tensor bytes kept in files beside the model. A model may name only files in its own directory, and no more bytes than they have.</summary>
sealed class ExternalData(string file, string? directory)
{
    readonly Dictionary<string, byte[]> _files = [];
    long _loaded;

    public ReadOnlySpan<byte> Read(TensorProto tensor, string where)
    {
        var entries = new Dictionary<string, string>();
        foreach (var entry in tensor.ExternalData)
            entries[entry.Key] = entry.Value;
        if (!entries.TryGetValue("location", out string? location) || location.Length == 0)
            throw Refusal("no location", where);

        byte[] bytes = _files.TryGetValue(location, out var known) ? known : _files[location] = Load(location, where);
        long offset = Number("offset", 0);
        long length = Number("length", bytes.Length - offset);
        if (offset < 0 || length < 0 || offset > bytes.Length || length > bytes.Length - offset)
            throw Refusal($"bytes {offset} to {offset}+{length} of '{location.Short()}', which has {bytes.Length}", where);
        return bytes.AsSpan((int)offset, (int)length);

        long Number(string key, long absent) => !entries.TryGetValue(key, out string? text) ? absent
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value
            : throw Refusal($"{key} '{text.Short()}'", where);
    }

    byte[] Load(string location, string where)
    {
        if (directory is null || location.Contains('\0') || Path.IsPathRooted(location))
            throw Refusal($"location '{location.Short()}'", where);
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, location));
        if (!path.StartsWith(root, StringComparison.Ordinal) || LeadsOutside(path, root))
            throw Refusal($"location '{location.Short()}', outside of the model's directory", where);
        try
        {
            using var stream = InputFile.Open(path, ModelFile.MaxSize - _loaded, _ => new(
                ErrorCatalogue.ModelTooLarge, $"external data of more than {ModelFile.MaxSize >> 20} MB", "less",
                "EdgeLstm is for models that fit a small board", file, where));
            _loaded += stream.Length;
            return InputFile.ReadAll(stream, path);
        }
        catch (ModelException e) when (e.Id == ErrorCatalogue.FileMissing)
        {
            throw Refusal($"location '{location.Short()}', {e.Found}", where);
        }
    }

    /// <summary>A symbolic link on the way, of any directory below the model's, must not lead out either.</summary>
    static bool LeadsOutside(string path, string root)
    {
        for (string? at = path; at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at))
            if (new FileInfo(at).LinkTarget is not null)
                return true;
        return false;
    }

    ModelException Refusal(string found, string where) => new(ErrorCatalogue.ExternalData, $"external data with {found}",
        "a plain file in the model's directory that holds the tensor", "keep the data file beside the model, or export with the weights inside", file, where);
}
