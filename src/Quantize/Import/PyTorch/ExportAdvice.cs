namespace EdgeLstm.Quantize.Import.PyTorch;

/// <summary>The line of Python that makes an ONNX file of a model that cannot be read from its weights, as far as the file tells
/// it.</summary>
/// <param name="File">The file that was given: the other gets its name.</param>
sealed record ExportAdvice(string File)
{
    /// <summary>What gives the model; the user's own variable unless the file can be loaded.</summary>
    public string Model { get; init; } = "model";

    /// <summary>Features of a sample; null where the file does not tell.</summary>
    public int? Features { get; init; }

    /// <summary>For the remedy of an error.</summary>
    public string Text
    {
        get
        {
            string name = Path.GetFileNameWithoutExtension(File);
            return $"in Python: torch.onnx.export({Model}.eval(), torch.zeros(1, 30, {Features?.ToString() ?? "FEATURES"}), "
                + $"\"{name}.onnx\"), where 30 is the samples of a window";
        }
    }
}
