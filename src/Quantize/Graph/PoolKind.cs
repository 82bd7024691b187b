namespace EdgeLstm.Quantize.Graph;

/// <summary>What a <see cref="PoolLayer"/> makes of the samples it sees.</summary>
enum PoolKind
{
    Max,
    Average,
}
