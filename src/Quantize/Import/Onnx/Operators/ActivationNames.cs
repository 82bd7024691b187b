using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// The functions of a recurrent node by ONNX's names, whose case does not count. As ONNX Runtime reads them, the values of activation_alpha and activation_beta go to
/// the functions that take one, in their order; a function beyond the lists' ends has its operator's default.
/// </summary>
static class ActivationNames
{
    sealed record Entry(FunctionKind Kind, float? Alpha = null, float? Beta = null);

    static readonly Dictionary<string, Entry> Entries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Affine"] = new(FunctionKind.Affine, 1, 0),
        ["Elu"] = new(FunctionKind.Elu, 1),
        ["HardSigmoid"] = new(FunctionKind.HardSigmoid, 0.2f, 0.5f),
        ["LeakyRelu"] = new(FunctionKind.LeakyRelu, 0.01f),
        ["Relu"] = new(FunctionKind.Relu),
        ["ScaledTanh"] = new(FunctionKind.ScaledTanh, 1, 1),
        ["Sigmoid"] = new(FunctionKind.Sigmoid),
        ["Softplus"] = new(FunctionKind.Softplus),
        ["Softsign"] = new(FunctionKind.Softsign),
        ["Tanh"] = new(FunctionKind.Tanh),
        ["ThresholdedRelu"] = new(FunctionKind.ThresholdedRelu, 1),
    };

    /// <summary>What ONNX has no name for.</summary>
    static readonly Dictionary<string, ScalarFunction> Edge = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Identity"] = ScalarFunction.Identity,
        ["Step"] = ScalarFunction.Step,
        ["ThreeLevel"] = ScalarFunction.ThreeLevel,
    };

    /// <summary>The function that an operator is, its parameters from its attributes.</summary>
    /// <param name="node">Of an operator that has a function's name.</param>
    /// <param name="attribute">Reads a number, or what stands for it where it is absent.</param>
    public static ScalarFunction Of(OnnxNode node, Func<string, float, float> attribute)
    {
        var (kind, alpha, beta) = Entries[node.OpType];
        return new(kind, alpha is null ? 0 : attribute("alpha", alpha.Value), beta is null ? 0 : attribute("beta", beta.Value));
    }

    static readonly string[] Standard = ["Sigmoid", "Tanh", "Tanh"];

    /// <summary>Per direction <paramref name="count"/> functions; without the attribute (Sigmoid,) Tanh(, Tanh).</summary>
    public static ScalarFunction[][] Read(OnnxNode node, int directions, int count)
    {
        string[] names = node.Texts("activations")
            ?? [.. Enumerable.Repeat(count == 1 ? ["Tanh"] : Standard[..count], directions).SelectMany(functions => functions)];
        if (names.Length != directions * count)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{names.Length} activations of {node.OpType}", $"{directions * count}", "export the model again");
        var alphas = new Queue<float>(node.Floats("activation_alpha") ?? []);
        var betas = new Queue<float>(node.Floats("activation_beta") ?? []);
        var functions = names.Select(name => Read(node, name, alphas, betas)).ToArray();
        foreach (var (rest, name) in ((Queue<float>, string)[])[(alphas, "activation_alpha"), (betas, "activation_beta")])
            if (rest.Count > 0)
                throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{rest.Count} values of {name} that none of the activations {string.Join(", ", names.Take(6)).Short()} takes",
                    "one for each activation that has the parameter, in their order", "leave out the others");
        return [.. functions.Chunk(count)];
    }

    /// <summary>Of a node of domain edgelstm: as many names as <paramref name="otherwise"/> has, and where alphas or betas are given, one for each of them.</summary>
    public static ScalarFunction[] ReadEdge(OnnxNode node, string[] otherwise)
    {
        string[] names = node.Texts("activations") ?? otherwise;
        float[]? alphas = node.Floats("activation_alpha"), betas = node.Floats("activation_beta");
        if (names.Length != otherwise.Length || (alphas ?? betas ?? []).Length is not 0 and var given && given != names.Length || (betas?.Length ?? names.Length) != names.Length)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{names.Length} activations of {node.OpType} with {alphas?.Length ?? 0} alphas and {betas?.Length ?? 0} betas",
                $"{otherwise.Length} activations, and as many alphas and betas or none", "export the model again");
        return [.. names.Select((name, i) => Edge.TryGetValue(name, out var own) ? own with { Alpha = own.Alpha != 0 && alphas is not null ? alphas[i] : own.Alpha }
            : Read(node, name, new(alphas is null ? [] : [alphas[i]]), new(betas is null ? [] : [betas[i]])))];
    }

    static ScalarFunction Read(OnnxNode node, string name, Queue<float> alphas, Queue<float> betas)
    {
        if (!Entries.TryGetValue(name, out var entry))
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"activation {name.Short()} of {node.OpType}", string.Join(", ", Entries.Keys), "train with one of these");
        return new(entry.Kind, Next(entry.Alpha, alphas), Next(entry.Beta, betas));

        float Next(float? otherwise, Queue<float> values)
        {
            float value = otherwise is null ? 0 : values.TryDequeue(out float given) ? given : otherwise.Value;
            return float.IsFinite(value) ? value
                : throw node.Refusal(ErrorCatalogue.NotFinite, $"{value} as a parameter of {name.Short()}", "a finite number", "export the model again");
        }
    }
}
