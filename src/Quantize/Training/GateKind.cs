namespace EdgeLstm.Quantize.Training;

/// <summary>
/// What the gates that choose between old and new (input and forget gate of an LSTM, update gate of a GRU) do while they are trained, and
/// afterwards.
/// </summary>
public enum GateKind
{
    /// <summary>σ(a), always.</summary>
    Soft,

    /// <summary>σ(a/τ), always: the control that is steep without noise.</summary>
    Sharp,

    /// <summary>
    /// σ((a + b·log(u/(1−u)))/τ) in training, u uniform and b one with the noise's probability; σ(a) afterwards. Li et al., "Towards
    /// Binary-Valued Gates for Robust LSTM Training", 2018.
    /// </summary>
    Binary,

    /// <summary>
    /// 1 where a (in training with the same noise) is not negative, else 0; the gradient is that of the binary kind's sigmoid.
    /// </summary>
    Hard,

    /// <summary>0 below −1, 1 from 1 up, ½ between; trained like the hard kind.</summary>
    Three,
}
