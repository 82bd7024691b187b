namespace EdgeLstm.Quantize.Graph;

/// <summary>What a <see cref="PoolLayer"/> makes of the samples it sees.</summary>
public enum PoolKind
{
    Max,
    Average,
}
