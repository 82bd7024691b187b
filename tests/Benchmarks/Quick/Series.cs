namespace EdgeLstm.Benchmarks.Quick;

/// <summary>What is compared.</summary>
enum Series
{
    Int8,
    Int8x16,
    Float32,
    OrtOneStep,
    OrtWindow,
    Peer,
}
