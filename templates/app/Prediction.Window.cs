using EdgeLstm;

namespace PlantSpace;

/// <summary>The model on one machine's samples, asked about the last of them each time.</summary>
sealed class Prediction
{
    readonly PlantModel.SlidingWindow _window = new(PLANT_WINDOW);

    /// <summary>Rows in the window.</summary>
    public long Rows => _window.Count;

    /// <summary>Rows until there is an answer.</summary>
    public int WarmUp => _window.Samples;

    public bool IsWarm => _window.IsFull;

    /// <summary>Values in the window that the model had to cut off, or that were none.</summary>
    public long CutOff => _window.SaturatedInputs;

    public int SnapshotBytes => _window.SnapshotBytes;

    /// <summary>Takes one row, and gives the answer for the window that ends with it. Allocates nothing.</summary>
    /// <returns>Whether there is an answer.</returns>
    public bool Take(ReadOnlySpan<float> sample, Span<float> output) => _window.Push(sample, output);

    public void Save(Span<byte> snapshot) => _window.Save(snapshot);

    /// <summary>Goes on from a snapshot, or begins anew and says why.</summary>
    public bool TryRestore(ReadOnlySpan<byte> snapshot, out RestoreResult result)
    {
        if (_window.TryRestore(snapshot, out result))
            return true;
        _window.Reset();
        return false;
    }

    public void Reset() => _window.Reset();
}
