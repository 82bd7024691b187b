namespace EdgeLstm.Generator.Model.Layers;

/// <summary>How values of the same place are made one, where it is no sum.</summary>
enum CombineKind
{
    Product,
    Max,
    Min,
}
