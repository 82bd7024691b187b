using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Windows with targets, normalised, divided into those to learn from and those to choose by.</summary>
sealed record TrainingData
{
    readonly IReadOnlyList<OutputHead>? _heads;

    /// <summary>The task of the first target.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>What the outputs say, target by target; one target unless set.</summary>
    public IReadOnlyList<OutputHead> Heads
    {
        get => _heads ?? [new(Task, 0, Outputs.Count)];
        init => _heads = value;
    }

    /// <summary>The features, with the mean and scale that were taken out of them.</summary>
    public required IReadOnlyList<Channel> Inputs { get; init; }

    /// <summary>The outputs, with the mean and scale that were taken out of the targets.</summary>
    public required IReadOnlyList<Channel> Outputs { get; init; }

    public required WindowSet<float> Windows { get; init; }

    public required int[] Train { get; init; }

    public required int[] Validation { get; init; }

    /// <summary>SHA-256 over the files that the data came from.</summary>
    public required string Hash { get; init; }

    /// <summary>Per window, the name of its group; empty where groups have none.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>For the user before the first epoch: what was decided for the data, and warnings.</summary>
    public IReadOnlyList<string> FirstLines { get; init; } = [];

    /// <summary>Column and classes of each target that has classes; of two, the second is the event.</summary>
    public IReadOnlyList<(string Column, string[] Classes)> Classes { get; init; } = [];

    /// <summary>What a model of these data does with a value that is missing.</summary>
    public MissingRule Missing { get; init; } = MissingRule.Centre;

    /// <summary>What was left out or noticed, for the user.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
