using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Search;

/// <summary>What is searched, for all who search: the network, the data, the budget, and what is to be spared.</summary>
/// <param name="Fastest">Work is to be spared, not bytes.</param>
/// <param name="ToolVersion">What models say that they were written by.</param>
sealed record SearchTask(
    Network Network, SearchData Data, BudgetLimits Limits, bool Fastest, string ToolVersion, CancellationToken Cancel)
{
    /// <summary>What is to be spared.</summary>
    public long Cost(Trial trial) => Fastest ? trial.Work : trial.Bytes;

    /// <summary>How a model stands, on what the choice is made by.</summary>
    public Standing Judge(ModelArtifact model) => Limits.Worst(Data.Choice, model);
}
