using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Data;

/// <summary>The user's names, units and normalisation for a model's inputs and outputs, in the model's order.</summary>
sealed record Schema(IReadOnlyList<Channel> Inputs, IReadOnlyList<Channel> Outputs)
{
    /// <summary>
    /// <paramref name="network"/> with these channels. Where the graph itself normalises, the schema speaks of the graph's own inputs
    /// and outputs, so that the two are chained: z = ((x − Ms) / Ss − Mg) / Sg = (x − (Ms + Mg Ss)) / (Ss Sg), and alike for outputs.
    /// </summary>
    public Network ApplyTo(Network network) => network with
    {
        Inputs = Inputs.Zip(network.Inputs, Chain).ToArray(),
        Outputs = Outputs.Zip(network.Outputs, Chain).ToArray(),
    };

    static Channel Chain(Channel user, Channel graph) =>
        user with { Mean = (float)(user.Mean + (double)graph.Mean * user.Scale), Scale = (float)((double)user.Scale * graph.Scale) };
}
