using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Rows of one gate, or of a part of its sum.</summary>
/// <param name="W">[H, X], empty where the group reads no input.</param>
/// <param name="U">[H, R], likewise.</param>
/// <param name="Bias">[H].</param>
/// <param name="Unit">Units of the pre-activation per 1.</param>
sealed record RowGroup(ReadOnlyMemory<float> W, ReadOnlyMemory<float> U, ReadOnlyMemory<float> Bias, double Unit)
{
    /// <summary>Row by row, what a level of W and of U is worth; 0: to be fitted. Empty: all are.</summary>
    public ReadOnlyMemory<(double W, double U)> Levels { get; init; }

    /// <summary>Weights of row <paramref name="k"/>.</summary>
    public (float[] W, float[] U) Row(int k)
    {
        int w = W.Length / Bias.Length, u = U.Length / Bias.Length;
        return (W.Span.Slice(k * w, w).ToArray(), U.Span.Slice(k * u, u).ToArray());
    }

    /// <summary>How row <paramref name="k"/> is to be stored where its group is as <paramref name="form"/> says.</summary>
    public CompressedForm? Form(CompressedForm? form, int k) =>
        form is not null && !Levels.IsEmpty && Levels.Span[k] is { U: > 0 } own ? form with { Round = own.W, RoundU = own.U } : form;
}
