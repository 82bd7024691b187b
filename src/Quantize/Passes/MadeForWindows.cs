using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The window that a network was made for.</summary>
static class MadeForWindows
{
    /// <summary>Samples of it: the trainer's word, else what the graph declares, where that is more than a step; null where the state is carried on, or nobody knows.</summary>
    public static int? Of(DataRules rules, int? declared) => rules.TrainedOn switch
    {
        TrainedOn.Windows => rules.Window,
        TrainedOn.Stream => null,
        _ => declared > 1 ? declared : null,
    };
}
