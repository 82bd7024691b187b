namespace EdgeLstm.Benchmarks.Quick;

static class SeriesNames
{
    public static IReadOnlyList<Series> All { get; } = Enum.GetValues<Series>();

    public static string Of(Series series) => series switch
    {
        Series.Int8 => "int8",
        Series.Int8x16 => "int8x16",
        Series.Float32 => "float32",
        Series.OrtOneStep => "ONNX Runtime, 1 step a call",
        Series.OrtWindow => "ONNX Runtime, 30 steps a call",
        _ => PeerProgram.Name,
    };
}
