using EdgeLstm;

namespace PlantSpace;

/// <summary>The model on one machine's samples, with its state carried on from row to row.</summary>
sealed class Prediction
{
    PlantModel.State _state;

    /// <summary>Rows since the model began.</summary>
    public long Rows => _state.Steps;

    /// <summary>Rows until an answer means something.</summary>
    public int WarmUp => PlantModel.WarmUpSteps;

    public bool IsWarm => _state.IsWarm;

    /// <summary>Values that the model had to cut off, or that were none.</summary>
    public long CutOff => _state.SaturatedInputs;

    public int SnapshotBytes => PlantModel.SnapshotBytes;

    /// <summary>Takes one row, and gives the answer after it. Allocates nothing.</summary>
    /// <returns>Whether the answer means something.</returns>
    public bool Take(ReadOnlySpan<float> sample, Span<float> output)
    {
        PlantModel.Step(ref _state, sample, output);
        return IsWarm;
    }

    public void Save(Span<byte> snapshot) => _state.Save(snapshot);

    /// <summary>Goes on from a snapshot, or begins anew and says why.</summary>
    public bool TryRestore(ReadOnlySpan<byte> snapshot, out RestoreResult result) =>
        PlantModel.State.TryRestore(snapshot, out _state, out result);

    public void Reset() => _state.Reset();
}
