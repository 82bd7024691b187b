using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>Layer normalisation with γ and β [O].</summary>
sealed record NormStage(string Name, int Source, double[] Gamma, double[] Beta, float Epsilon) : LayerStage(Name, [Source], Gamma.Length)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new NormLayer { Name = Name, Sources = sources, Gamma = parts.Floats(Gamma), Beta = parts.Floats(Beta), Epsilon = Epsilon };
}
