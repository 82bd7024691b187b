namespace EdgeLstm.Quantize.Data;

/// <summary>The element types that <see cref="NpyFile"/> reads, all little-endian; each becomes float32.</summary>
enum NpyElement
{
    Float32,
    Float64,
    Int32,
    Int64,
}
