namespace EdgeLstm.Quantize.Graph;

/// <summary>The sum of its sources, element by element: a residual connection.</summary>
sealed record AddLayer : Layer
{
    public required int Width { get; init; }

    public override string Title => "sum";

    public override int Inputs => Width * Sources.Count;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;
}
