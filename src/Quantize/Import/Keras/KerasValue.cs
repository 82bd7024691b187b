namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>What a layer gives: features of each step, [N, T, F], or of one, [N, F].</summary>
/// <param name="Stage">Whose they are; −1 is the model's input.</param>
/// <param name="Width">F.</param>
/// <param name="HasTime">Whether there is an axis of steps.</param>
/// <param name="Steps">T; null where it is the window's and that is free.</param>
sealed record KerasValue(int Stage, int Width, bool HasTime, int? Steps)
{
    /// <summary>Last step first, as go_backwards gives it. The stage itself keeps the samples' order.</summary>
    public bool Reversed { get; init; }

    /// <summary>Steps that Flatten put side by side in one step's features, T·F of them; 0 where none did.</summary>
    public int Flat { get; init; }

    /// <summary>Axes that Reshape made of one step's features, which stay in their order; null where it made none.</summary>
    public string? Apart { get; init; }

    /// <summary>Zero steps that ZeroPadding1D put around it, which a convolution has to take in.</summary>
    public (int Before, int After) Zeros { get; init; }

    /// <summary>Weights of steps that RepeatVector put once for each feature, [batch, features, steps].</summary>
    public bool Across { get; init; }

    /// <summary>What was cut off or left out of a window of any length: where it is the same, there are as many steps.</summary>
    public string Cut { get; init; } = "";

    /// <summary>The Masking layer whose mask it carries; null where there is none.</summary>
    public string? Mask { get; init; }

    /// <summary>For messages.</summary>
    public string Shape => Apart is not null ? $"[batch, {Apart}]"
        : Flat > 0 ? $"[batch, {Flat * Width}]" : HasTime ? $"[batch, {Steps?.ToString() ?? "time"}, {Width}]"
        : $"[batch, {Width}]";
}
