using System.Text.Json;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// Tells Keras's files by their first bytes; a zip archive by the names of what it holds, which stand at its end, or, where that is cut
/// off, by the first of them.
/// </summary>
static class KerasSignature
{
    public const string Config = "config.json", Metadata = "metadata.json", Weights = "model.weights.h5";

    static readonly string[] Own = [Config, Metadata, Weights];

    public static KerasKind Of(ModelFile file) => file.Head.StartsWith(Hdf5File.Signature) ? KerasKind.Hdf5
        : ZipNames.IsZip(file) ? IsArchive(file) ? KerasKind.Archive : KerasKind.None
        : IsArchitecture(file.Head) ? KerasKind.Json : KerasKind.None;

    static bool IsArchive(ModelFile file)
    {
        var names = ZipNames.Of(file);
        return names.Count > 0 && Own.Contains(names[0]) || names.Contains(Config) && (names.Contains(Weights) || names.Contains(Metadata));
    }

    /// <summary>An object that has class_name and config; other entries may stand around them.</summary>
    static bool IsArchitecture(ReadOnlySpan<byte> head)
    {
        var text = ByteOrderMark.Skip(head);
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return false;
        ReadOnlySpan<byte> quoted = NotNumbers.Quoted(text) is { } words ? words : text;
        var json = new Utf8JsonReader(quoted, isFinalBlock: false, new(new() { MaxDepth = KerasJson.MaxDepth }));
        bool named = false, configured = false;
        try
        {
            while (!(named && configured) && json.Read())
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
                {
                    named |= json.ValueTextEquals("class_name"u8);
                    configured |= json.ValueTextEquals("config"u8);
                }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or cut off.
        }

        return named && configured;
    }
}
