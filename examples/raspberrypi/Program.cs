using System.Text;
using PumpMonitor.Commands;

try
{
    Console.OutputEncoding = Encoding.UTF8;
    string verb = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "run";
    var arguments = new Arguments(args.Length > 0 && args[0] == verb ? args[1..] : args);
    if (arguments.Flag("--help") || arguments.Flag("-h")) verb = "help";
    return verb switch
    {
        "run" => RunCommand.Execute(arguments),
        "evaluate" => EvaluateCommand.Execute(arguments),
        "simulate" => SimulateCommand.Execute(arguments),
        "predict" => PredictCommand.Execute(arguments),
        "help" => HelpCommand.Execute(),
        _ => throw new UsageException($"unknown verb '{verb}'"),
    };
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"pump-monitor: {problem.Message}; --help shows the verbs and their options");
    return 2;
}
catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"pump-monitor: {problem.Message}");
    return 2;
}
