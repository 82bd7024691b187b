using System.Globalization;
using EdgeLstm;

namespace PlantSpace;

/// <summary>Gives rows to a watch and prints what comes of them.</summary>
sealed class Replay(Watch watch, StateFile? state, TextWriter output, TextWriter error, bool isQuiet)
{
    const long SaveEvery = 60_000; // milliseconds: what a power cut may cost

    readonly Lock _gate = new();
    SensorTable? _table;
    long _saved = Environment.TickCount64;
    long _alarms;
    bool _isStopped;

    /// <summary>Takes rows until there are no more, or <see cref="Stop"/>.</summary>
    public void Run(SensorTable table)
    {
        _table = table;
        var sample = new float[PlantModel.InputCount];
        while (table.Read(sample))
        {
            lock (_gate)
            {
                if (_isStopped)
                    return;
                Take(table, sample);
            }
        }
    }

    /// <summary>Saves the state and prints the sum; no row is taken after it.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_isStopped)
                return;
            _isStopped = true;
            state?.Save(watch);
            if (_table is { } table)
                output.WriteLine(
                    $"{table.Row} rows, {_alarms} alarms, {(watch.IsRaised ? "ringing" : "quiet")} at the end; "
                        + $"{table.Missing} values missing, {watch.CutOff} cut off");
            output.Flush();
        }
    }

    void Take(SensorTable table, ReadOnlySpan<float> sample)
    {
        if (table.IsNewGroup)
            watch.Reset();
        bool wasWarm = watch.IsWarm, isChange = watch.Take(sample);
        if (!isQuiet)
            output.WriteLine(watch.IsWarm ? $"{table.Row,6}  {ChannelInfo.Describe(PlantModel.Outputs, watch.Output)}"
                : $"{table.Row,6}  warming up, {watch.Rows} of {watch.WarmUp} rows");
        else if (watch.IsWarm && !wasWarm)
            output.WriteLine($"{table.Row,6}  warm after {watch.WarmUp} rows");
        if (isChange)
        {
            _alarms += watch.IsRaised ? 1 : 0;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{table.Row,6}  ALARM {(watch.IsRaised ? "raised" : "released")}: {Limits.Output} is "
                    + $"{(watch.IsRaised == Limits.IsAbove ? "above" : "below")} {(watch.IsRaised ? Limits.Raise : Limits.Release)}"));
        }

        if (state is not null && (isChange || Environment.TickCount64 - _saved > SaveEvery))
            Save(state);
    }

    /// <summary>A full disk is no reason to stop watching.</summary>
    void Save(StateFile file)
    {
        _saved = Environment.TickCount64;
        try
        {
            file.Save(watch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"PlantApp: the state was not saved: {e.Message}");
        }
    }
}
