using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Running;
using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Benchmarks.Onnx;
using EdgeLstm.Benchmarks.Quick;
using EdgeLstm.Benchmarks.Steps;
using EdgeLstm.Benchmarks.Training;

#if DEBUG
Console.Error.WriteLine("This is a Debug build; numbers need: dotnet run -c Release --project tests/Benchmarks");
#endif
if (args is ["quick", .. var options])
    return QuickRun.Run(options);

if (args is ["train", .. var sizes])
    return TrainingEpoch.Run(sizes);

if (args is ["models", var folder])
    return ModelFiles.Write(folder);

var config = DefaultConfig.Instance.AddColumn(new ScalarRatioColumn());
if (OrtLibrary.Instance is null)
    config = config.AddFilter(new SimpleFilter(benchmark => benchmark.Descriptor.Type != typeof(OnnxRuntimeBenchmarks)));
BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args, config);
return 0;
