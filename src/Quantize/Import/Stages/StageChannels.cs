using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The affine maps at a network's ends as what its channels say.</summary>
static class StageChannels
{
    /// <summary>user = (graph · scale + mean) turned round for inputs, whose map is graph = scale · user + shift.</summary>
    public static Channel Input((string Name, string Unit) name, Affine map, int feature) =>
        new(name.Name, name.Unit, (float)(0 - map.ShiftAt(feature) / map.ScaleAt(feature)), (float)(1 / map.ScaleAt(feature)));

    public static Channel Output((string Name, string Unit) name, Affine map, int feature) =>
        new(name.Name, name.Unit, (float)map.ShiftAt(feature), (float)map.ScaleAt(feature));
}
