namespace EdgeLstm.Quantize.Training;

public enum OptimizerKind
{
    /// <summary>Kingma and Ba 2015, with β 0.9 and 0.999, ε 1e-8.</summary>
    Adam,

    /// <summary>Stochastic gradient descent with momentum 0.9.</summary>
    Sgd,
}
