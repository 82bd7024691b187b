using System.Buffers.Binary;
using EdgeLstm;

namespace PlantSpace;

/// <summary>One machine: the model, what it last said, and the alarm.</summary>
sealed class Watch(Alarm alarm)
{
    /// <summary>Behind the model's snapshot: the alarm, and its complement, which tells whether it is whole.</summary>
    const int AlarmBytes = 16;

    readonly Prediction _prediction = new();
    readonly float[] _output = new float[PlantModel.OutputCount];
    readonly int _watched = IndexOf(Limits.Output);

    public Watch()
        : this(new Alarm(Limits.IsAbove, Limits.Raise, Limits.Release, Limits.Hold))
    {
    }

    public ReadOnlySpan<float> Output => _output;

    public bool IsRaised => alarm.IsRaised;

    public bool IsWarm => _prediction.IsWarm;

    public long Rows => _prediction.Rows;

    public int WarmUp => _prediction.WarmUp;

    public long CutOff => _prediction.CutOff;

    public int SnapshotBytes => _prediction.SnapshotBytes + AlarmBytes;

    /// <summary>Takes one row: a value for each input, in the model's order. Allocates nothing.</summary>
    /// <returns>Whether the alarm came or went. It does neither before the model is warm.</returns>
    public bool Take(ReadOnlySpan<float> sample) => _prediction.Take(sample, _output) && alarm.Take(_output[_watched]);

    /// <summary>Forgets all: another machine's rows follow.</summary>
    public void Reset()
    {
        _prediction.Reset();
        alarm.Reset();
    }

    public void Save(Span<byte> snapshot)
    {
        _prediction.Save(snapshot);
        Span<byte> rest = snapshot[_prediction.SnapshotBytes..];
        long own = (long)alarm.Run << 1 | (alarm.IsRaised ? 1L : 0);
        BinaryPrimitives.WriteInt64LittleEndian(rest, own);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], ~own);
    }

    /// <summary>Goes on from what was saved; else all begins anew.</summary>
    /// <returns>Null, or why it could not.</returns>
    public string? Restore(ReadOnlySpan<byte> snapshot)
    {
        string? why = snapshot.Length < SnapshotBytes ? $"{RestoreResult.TooShort}"
            : !_prediction.TryRestore(snapshot, out var result) ? $"{result}"
            : !TryRestoreAlarm(snapshot[_prediction.SnapshotBytes..]) ? $"{RestoreResult.Damaged}" : null;
        if (why is not null)
            Reset();
        return why;
    }

    bool TryRestoreAlarm(ReadOnlySpan<byte> rest)
    {
        long own = BinaryPrimitives.ReadInt64LittleEndian(rest);
        return own == ~BinaryPrimitives.ReadInt64LittleEndian(rest[8..]) && own >> 1 is >= 0 and <= int.MaxValue
            && alarm.TryRestore((int)(own >> 1), (int)(own & 1));
    }

    static int IndexOf(string name)
    {
        for (int k = 0; k < PlantModel.OutputCount; k++)
            if (PlantModel.Outputs[k].Name == name)
                return k;
        var names = new List<string>();
        foreach (var channel in PlantModel.Outputs)
            names.Add($"'{channel.Name}'");
        throw new InvalidDataException(
            $"found no output '{name}' of {PlantModel.ModelName}, expected one of {string.Join(", ", names)}; correct Output in Limits.cs");
    }
}
