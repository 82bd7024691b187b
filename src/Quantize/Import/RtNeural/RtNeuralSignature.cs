using System.Text.Json;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>
/// Tells RTNeural's JSON from any other by the first 64 KB: an object with a list <c>layers</c> or <c>in_shape</c>, or with a list
/// under the name of a module's weights or bias. Entries of other names may stand in front of it.
/// </summary>
static class RtNeuralSignature
{
    static readonly string[] Tensors = ["weight", "bias", "weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    public static bool IsIn(ModelFile file)
    {
        var head = ByteOrderMark.Skip(file.Head);
        if (head.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return false;
        ReadOnlySpan<byte> text = NotNumbers.Quoted(head) is { } quoted ? quoted : head;
        var json = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            while (json.Read())
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.GetString() is { } name
                    && (name is "layers" or "in_shape" || IsTensor(name)) && json.Read() && json.TokenType == JsonTokenType.StartArray)
                    return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a name that is no text.
        }

        return false;
    }

    /// <summary><c>rnn.weight_ih_l0</c> and <c>dense.bias</c>; what follows <c>_l</c> the reader judges.</summary>
    static bool IsTensor(string name)
    {
        int dot = name.LastIndexOf('.'), layer = name.LastIndexOf("_l", StringComparison.Ordinal);
        return dot > 0 && Array.IndexOf(Tensors, layer > dot ? name[(dot + 1)..layer] : name[(dot + 1)..]) >= 0;
    }
}
