using System.Text;

namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>Models of other tools that are protocol buffers, as ONNX is: told by words that stand in their first KB.</summary>
static class GraphContent
{
    public static FileContent? Of(ModelFile file)
    {
        // A field of the first three numbers, as all of these begin; a text has none.
        if (file.Head is not [0x08 or 0x0A or 0x12, ..])
            return null;
        string words = Encoding.Latin1.GetString(file.Head);
        if (Has("saved_model_main_op", "serving_default", "StatefulPartitionedCall", "__saved_model"))
            return new("a TensorFlow SavedModel's graph (saved_model.pb)",
                "give the Keras model that it was made from; or, for the folder that the file is in, try "
                + "'python -m tf2onnx.convert --saved-model FOLDER --output FOLDER.onnx'");
        if (Has("coremltools", "com.github.apple", "CoreML"))
            return FileContent.Final("a Core ML model (.mlmodel)");
        return Has("Placeholder") && Has("MatMul", "Const", "Identity")
            ? new($"a TensorFlow graph (.pb){(Input(file.Head) is { } name ? $" with input '{name.Short()}'" : "")}",
                $"try 'python -m tf2onnx.convert --graphdef {{0}} --inputs {Input(file.Head) ?? "INPUT"}:0 --outputs OUTPUT:0 "
                + "--output {1}.onnx'")
            : null;

        bool Has(params string[] any) => Array.Exists(any, word => words.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>The name of the first node, where that is a placeholder: a message of a name and an operation.</summary>
    static string? Input(ReadOnlySpan<byte> head)
    {
        if (head is not [0x0A, _, 0x0A, var length, ..] || head.Length < 4 + length || length == 0
            || !head[(4 + length)..].StartsWith((ReadOnlySpan<byte>)[0x12, 11, .. "Placeholder"u8]))
            return null;
        string name = Encoding.UTF8.GetString(head.Slice(4, length));
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.') ? name : null;
    }
}
