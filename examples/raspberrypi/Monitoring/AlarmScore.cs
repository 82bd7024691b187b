using PumpMonitor.Simulation;

namespace PumpMonitor.Monitoring;

/// <summary>One alarm's record over many pumps.</summary>
public sealed class AlarmScore(string name)
{
    readonly List<float> _leads = [];

    public string Name { get; } = name;

    /// <summary>Failures without an alarm in time.</summary>
    public int Missed { get; private set; }

    /// <summary>Healthy pumps that were called failing at least once: each is a needless stop.</summary>
    public int HealthyAccused { get; private set; }

    /// <summary>Alarms in healthy pumps, and in failing ones more than 125 h too early.</summary>
    public int FalseAlarms { get; private set; }

    public void Add(RunKind kind, AlarmRecord record)
    {
        FalseAlarms += record.FalseAlarms;
        if (kind == RunKind.Healthy) HealthyAccused += record.FalseAlarms > 0 ? 1 : 0;
        else if (record.LeadTime > 0) _leads.Add(record.LeadTime);
        else Missed++;
    }

    /// <summary>Lead time in hours at a quantile of the failures that were caught: 0 the shortest, 1 the longest.</summary>
    public float Lead(double quantile)
    {
        if (_leads.Count == 0) return float.NaN;
        _leads.Sort();
        return _leads[(int)Math.Round(quantile * (_leads.Count - 1))];
    }

    /// <summary>How many failures were announced at least so many hours ahead.</summary>
    public int CaughtAhead(float hours) => _leads.Count(lead => lead >= hours);
}
