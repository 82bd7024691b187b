using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Keras's JSON, with what Python writes of numbers that are none.</summary>
static class KerasJson
{
    /// <summary>Models in models in models.</summary>
    public const int MaxDepth = 256;

    static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    public static JsonDocument Parse(string text, string what, string file) => Parse(Encoding.UTF8.GetBytes(text), what, file);

    /// <param name="what">Where the text stands, for the message.</param>
    public static JsonDocument Parse(byte[] bytes, string what, string file)
    {
        // Attributes of a fixed length end with zeros.
        var text = bytes.AsMemory(bytes.Length - ByteOrderMark.Skip(bytes).Length);
        text = text[..text.Span.TrimEnd((byte)0).Length];
        // The parser leaves texts unread until they are asked for.
        if (!Utf8.IsValid(text.Span))
            throw NoJson(what, file);
        try
        {
            return JsonDocument.Parse(text, Options);
        }
        catch (JsonException) when (NotNumbers.Quoted(text.Span) is { } quoted)
        {
            try
            {
                return JsonDocument.Parse(quoted, Options);
            }
            catch (JsonException)
            {
                throw NoJson(what, file);
            }
        }
        catch (JsonException)
        {
            throw NoJson(what, file);
        }
    }

    /// <summary>An object's entry that is there and not null.</summary>
    public static JsonElement? Entry(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value : null;

    /// <summary>An object's entry that is a text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Entry(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    static ModelException NoJson(string what, string file) => new(ErrorCatalogue.NotKeras, $"{what} that is no JSON",
        "the architecture as Keras writes it", "copy the file again, or save the model again with model.save", file);
}
