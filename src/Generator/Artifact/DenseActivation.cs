namespace EdgeLstm.Generator.Artifact;

public enum DenseActivation
{
    Identity,
    Relu,
    Sigmoid,
    Tanh,
    Softmax,
}
