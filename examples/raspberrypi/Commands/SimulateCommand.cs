using System.Globalization;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>Writes training data: one line per hour of every run.</summary>
public static class SimulateCommand
{
    public static int Execute(Arguments arguments)
    {
        int runs = arguments.Int("--runs", 1000);
        ulong seed = arguments.Seed(1);
        string path = arguments.Text("-o", "runs.csv");
        arguments.Finish();

        long rows = 0;
        using (var writer = new StreamWriter(path) { NewLine = "\n" })
        {
            writer.WriteLine($"run,hour,{SensorReading.ColumnNames},rul[h],fault,kind");
            for (int index = 0; index < runs; index++)
            {
                PumpRun run = PumpSimulator.Simulate(seed, index);
                for (int hour = 0; hour < run.Hours; hour++) Write(writer, index, hour, run);
                rows += run.Hours;
            }
        }
        Console.WriteLine($"{path}: {runs} runs, {rows} hours, seed {seed}");
        return 0;
    }

    static void Write(StreamWriter writer, int index, int hour, PumpRun run)
    {
        SensorReading r = run.Readings[hour];
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{index},{hour},{r.VibrationRms},{r.Kurtosis},{r.Envelope},{r.ShaftSpeed},{r.BearingTemperature},{r.MotorCurrent},{run.Rul(hour)},{(run.FailsSoon(hour) ? 1 : 0)},{run.Kind}"));
    }
}
