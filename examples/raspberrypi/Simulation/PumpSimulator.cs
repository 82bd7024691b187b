using PumpMonitor.Sensors;

namespace PumpMonitor.Simulation;

/// <summary>One pump, hour by hour, until its bearing fails or the record ends. The same seed and index give the same run.</summary>
public static class PumpSimulator
{
    public const double NominalSpeed = 1480; // rpm: a four-pole motor at 50 Hz
    const int LongestRun = 900;

    /// <param name="seed">The data set; 1 is the training data's.</param>
    /// <param name="index">The run within the data set.</param>
    /// <param name="kind">How the run shall end; null draws it, seven in ten failing.</param>
    public static PumpRun Simulate(ulong seed, int index, RunKind? kind = null)
    {
        var random = new Xoshiro256(seed, (ulong)index);
        bool fails = random.Chance(0.7);
        RunKind ending = kind ?? (fails ? RunKind.Failing : RunKind.Healthy);
        int hours = ending == RunKind.Failing ? LongestRun : (int)random.Uniform(250, 650);

        BearingDefect defect = ending == RunKind.Failing ? BearingDefect.Draw(ref random) : BearingDefect.None;
        var vibration = new Vibration(ref random);
        var thermals = new BearingThermals(ref random);
        var duty = new DutyCycle();
        Nuisance[] nuisances = DrawNuisances(ref random, ending);

        var readings = new List<SensorReading>(hours);
        for (int hour = 0; hour < hours && !defect.HasFailed; hour++)
        {
            duty.Advance(ref random, hour);
            Nuisance.Effect effect = Nuisance.Effect.None;
            foreach (Nuisance nuisance in nuisances) effect += nuisance.At(hour, duty.Speed, ref random);

            double load = duty.Load * effect.LoadFactor;
            defect.Advance(ref random, duty.Speed, load);
            readings.Add(Measure(ref random, hour, duty.Speed, load, defect.Size, effect, vibration, ref thermals));
        }
        return new PumpRun(ending, nuisances, [.. readings]);
    }

    static Nuisance[] DrawNuisances(ref Xoshiro256 random, RunKind ending)
    {
        // Sound machines are watched for longer, so they meet more: 1–3 disturbances against 0–2 in a failing one.
        int count = (int)random.Uniform(0, 3) + (ending == RunKind.Healthy ? 1 : 0);
        var nuisances = new Nuisance[count];
        for (int i = 0; i < count; i++) nuisances[i] = Nuisance.Draw(ref random, horizon: 350);
        return nuisances;
    }

    static SensorReading Measure(
        ref Xoshiro256 random, int hour, double speed, double load, double spall, Nuisance.Effect effect, Vibration vibration,
        ref BearingThermals thermals)
    {
        // Rounded to what a 10- or 12-bit converter resolves, which also hides the last bits in which platforms' Exp and Log differ.
        return new SensorReading(
            Round(vibration.Velocity(ref random, speed, load, spall, effect.Velocity), 0.01),
            Round(Vibration.Kurtosis(ref random, speed, spall, effect.Kurtosis), 0.01),
            Round(vibration.Envelope(ref random, speed, load, spall, effect.EnvelopeDb), 0.1),
            Round(speed * NominalSpeed, 1),
            Round(thermals.Advance(ref random, hour, speed, load, spall, effect.Friction), 0.1),
            Round(Current(ref random, speed, load, spall), 0.05));
    }

    /// <summary>
    /// Phase current of a 15 kW motor in A: the magnetising current at right angles to the torque's; friction adds 4 % at failure.
    /// </summary>
    static double Current(ref Xoshiro256 random, double speed, double load, double spall)
    {
        if (speed == 0) return 0;
        double torque = 26 * load * speed * speed * (1 + 0.04 * spall);
        return Math.Sqrt(12 * 12 + torque * torque) * (1 + 0.015 * random.Normal());
    }

    static float Round(double value, double step) => (float)(Math.Round(value / step) * step);
}
