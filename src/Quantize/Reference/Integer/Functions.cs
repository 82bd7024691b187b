using EdgeLstm.Generator.Model;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>The runtime's activations by name.</summary>
static class Functions
{
    public static void Apply(ArtifactFunction function, Span<float> values)
    {
        switch (function.Kind)
        {
            case FunctionKind.Identity: break;
            case FunctionKind.Sigmoid: Activations.Sigmoid(values); break;
            case FunctionKind.Tanh: Activations.Tanh(values); break;
            case FunctionKind.Relu: Activations.Relu(values); break;
            case FunctionKind.LeakyRelu: Activations.LeakyRelu(values, function.Alpha); break;
            case FunctionKind.ThresholdedRelu: Activations.ThresholdedRelu(values, function.Alpha); break;
            case FunctionKind.HardSigmoid: Activations.HardSigmoid(values, function.Alpha, function.Beta); break;
            case FunctionKind.ScaledTanh: Activations.ScaledTanh(values, function.Alpha, function.Beta); break;
            case FunctionKind.Elu: Activations.Elu(values, function.Alpha); break;
            case FunctionKind.Softsign: Activations.Softsign(values); break;
            case FunctionKind.Softplus: Activations.Softplus(values); break;
            case FunctionKind.Affine: Activations.Affine(values, function.Alpha, function.Beta); break;
            case FunctionKind.Step: Activations.Step(values); break;
            case FunctionKind.ThreeLevel: Activations.ThreeLevel(values, function.Alpha); break;
            case FunctionKind.Softmax: Activations.Softmax(values); break;
            default: throw new InvalidOperationException($"No code for {function.Kind}.");
        }
    }
}
