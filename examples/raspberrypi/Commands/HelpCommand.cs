namespace PumpMonitor.Commands;

/// <summary>What the program does and in which order one uses it.</summary>
public static class HelpCommand
{
    public static int Execute()
    {
        Console.WriteLine("""
            pump-monitor: watches a pump's bearing with an LSTM that EdgeLstm compiled into this program.

              run                       stream one pump from its first hour until the bearing fails (the default verb)
                  --seed N              which pump (2030); seed 1 is the training data's
                  --healthy             one whose bearing lasts, however its sensors are disturbed
                  --fast                plain lines, as fast as the machine goes; also when the output is piped
                  --hardware            the sensors on the Pi's pins instead of the simulation; Ctrl+C or SIGTERM ends and sums up
                  --interval TIME       between readings: 250ms, 5s, 10min, 1h, 1d (with --hardware 1h, which is what the model knows)
                  --state FILE          goes on from FILE, and saves all there after each reading (with --hardware pump.state, in systemd's
                                        state directory or here)
                  --new-bearing         begins anew, whatever FILE has
                  --fail SENSOR@HOUR    a sensor of the simulation fails, as accelerometer-dead@200
              evaluate                  many pumps that training never saw: lead times, missed failures, false alarms
                  --failing N           pumps that fail (50)
                  --healthy N           pumps that do not (50)
                  --seed N              which pumps (2)
                  --markdown            a Markdown table
                  --sensors             twelve sensor failures, each on --lives N failing and healthy pumps (20)
                  --unguarded           as if no sensor could fail: the table without what SensorGuard does
              simulate                  write training data as CSV
                  --runs N              pumps (1000)
                  --seed N              which pumps (1)
                  -o FILE               where to (runs.csv)
              predict                   every output of a run as the hex bits of its floats, to compare builds
                  --seed N              which pump (2030)

            An hour of the pump is one step. A sensor that is missing, stuck or implausible is said, and shows no value; no alarm comes or goes by it.
            The alarm is raised after three hours in a row with a failure probability above one half,
            and compared with a fixed limit on vibration velocity, 4.5 mm/s, held for as long.
            Exit code 0: done. 2: the command line could not be understood.
            """);
        return 0;
    }
}
