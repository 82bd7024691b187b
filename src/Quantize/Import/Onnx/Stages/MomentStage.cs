using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>
/// A piece of a layer normalisation that an exporter took apart: (A∘x + B·mean + D)·inv^K + C over the features of <c>Source</c>, where
/// inv = 1/√(variance + ε). With K = 1, B = −A and D = 0 it is whole, and a <see cref="NormStage"/>.
/// </summary>
sealed record MomentStage(string Name, int Source, int Features) : Stage(Name, [Source], Features)
{
    public double[] A { get; init; } = new double[Features];

    public double[] B { get; init; } = new double[Features];

    public double[] C { get; init; } = new double[Features];

    public double[] D { get; init; } = new double[Features];

    /// <summary>0 or 1.</summary>
    public int K { get; init; }

    /// <summary>0 where K is.</summary>
    public float Epsilon { get; init; }
}
