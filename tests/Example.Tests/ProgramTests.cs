using System.Diagnostics;
using PumpMonitor.Commands;

namespace PumpMonitor.Tests;

/// <summary>The program as a service is: started, told to stop, killed, started again.</summary>
public sealed class ProgramTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("pump").FullName;

    string State => Path.Combine(_folder, "pump.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")] // INT has TERM's handler; a shell that runs tests in the background has it ignored
    public void It_goes_on_after_a_signal_as_if_nothing_had_been(string signal)
    {
        string whole = Run("--fast");
        using Process first = Start($"--fast --interval 20ms --state {State}");
        for (int k = 0; k < 1000 && !(File.Exists(State) && new FileInfo(State).Length > 0); k++) Thread.Sleep(10);
        Thread.Sleep(200);
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{first.Id}"]))
        {
            kill.WaitForExit();
            Assert.Equal(0, kill.ExitCode); // it still ran
        }

        string begun = first.StandardOutput.ReadToEnd();
        first.WaitForExit();
        if (signal != "KILL")
        {
            Assert.Equal(0, first.ExitCode);
            Assert.Matches("stopped at hour [0-9]+ of 281", begun); // it sums up
        }

        string rest = Run($"--fast --state {State}");
        Assert.Contains("goes on at hour", rest);
        Assert.Contains(whole[whole.IndexOf("model alarm:", StringComparison.Ordinal)..], rest);
    }

    [Fact]
    public void A_new_bearing_begins_anew()
    {
        Run($"--fast --state {State}");
        Assert.Contains("goes on at hour 282", Run($"--fast --state {State}")); // nothing is left to read
        string anew = Run($"--fast --state {State} --new-bearing");
        Assert.DoesNotContain("goes on at hour", anew);
        Assert.Contains("281 steps of one hour", anew);
    }

    [Fact]
    public void A_sensor_that_fails_is_shown_in_the_place_of_what_it_would_say()
    {
        string lines = Run("--fast --fail accelerometer-dead@150");
        Assert.Contains(" 150  SENSOR: accelerometer implausible; no alarm comes or goes", lines);
        string last = lines.Split('\n').Single(line => line.StartsWith(" 281 ", StringComparison.Ordinal));
        Assert.Equal(["281", "-", "-", "57.5", "1099", "51.3", "19.3", "sensor", "0", "sensor"],
            last.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_before_the_first_reading()
    {
        using Process process = Start("--fast --state /no/such/folder/pump.state");
        Assert.DoesNotContain("hour", process.StandardOutput.ReadToEnd());
        Assert.Contains("--state /no/such/folder/pump.state", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(2, process.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".new")]
    public void A_pipe_in_the_place_of_the_state_is_refused_and_not_waited_for(string ending)
    {
        using (Process make = Process.Start("mkfifo", [State + ending])) make.WaitForExit();
        Refused($"--fast --state {State}", "a pipe, expected a file");
        Refused($"--fast --new-bearing --state {State}", "a pipe, expected a file");
        Assert.True(File.Exists(State + ending));
    }

    [Fact]
    public void A_device_is_refused() => Refused("--fast --state /dev/null", "a device, expected a file");

    [Fact]
    public void Warming_up_is_said_until_it_is_over()
    {
        string lines = Run("--fast --healthy");
        Assert.Contains("   1  warming up: 292 h until", lines);
        Assert.Contains(" 293  warm\n", lines);
    }

    static void Refused(string arguments, string message)
    {
        using Process process = Start(arguments);
        Assert.True(process.WaitForExit(60_000), "it waits");
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(message, process.StandardError.ReadToEnd());
    }

    static string Run(string arguments)
    {
        using Process process = Start(arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        return output;
    }

    static Process Start(string arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", $"\"{typeof(RunCommand).Assembly.Location}\" run {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
