using System.ComponentModel;

namespace EdgeLstm;

/// <summary>A kind of recurrent cell.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public enum CellKind
{
    /// <summary>h = a(W·x + U·h + b), Elman 1990.</summary>
    Elman,

    /// <summary>h = a(W·x + U·y + b), y = g(V·h + d): what recurs is the output, Jordan 1986.</summary>
    Jordan,

    /// <summary>
    /// h = z·h + (1 − z)·n with n = g(W·x + b + r·(U·h + d)), Cho et al. 2014, the reset gate after the recurrent product.
    /// </summary>
    GruResetAfter,

    /// <summary>The same with n = g(W·x + U·(r·h) + b), the reset gate before the recurrent product.</summary>
    GruResetBefore,

    /// <summary>
    /// c = f·c + i·g, h = o·t(c), Hochreiter &amp; Schmidhuber 1997, Gers et al. 2000, and with <see cref="CellFlags"/> their variants.
    /// </summary>
    Lstm,
}
