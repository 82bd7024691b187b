using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Benchmarks.Onnx;
using EdgeLstm.Tool.Bench;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>Times the whole step of every scheme, ONNX Runtime and the peer program in turn.</summary>
sealed class StepMeasurement
{
    const int WindowSteps = 30;

    readonly List<(Size Size, Contestant?[] Contestants)> _sizes = [];

    public StepMeasurement()
    {
        foreach (var size in Size.All)
        {
            Console.Error.WriteLine($"making {size}");
            _sizes.Add((size, Contestants(size)));
        }
    }

    public List<SizeRow> Run(int rounds)
    {
        // Generated code goes through the JIT's instrumented version, four times slower, which was seen to last for more than a second on a
        // busy machine, since the last version is made in the background. Twice, so that there is time in between.
        for (int pass = 1; pass <= 2; pass++)
        {
            Console.Error.WriteLine($"warming up, {pass} of 2");
            foreach (var contestant in _sizes.SelectMany(s => s.Contestants))
                contestant?.WarmUp(TimeSpan.FromSeconds(1.2));
        }

        for (int round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            foreach (var contestant in _sizes.SelectMany(s => s.Contestants))
                contestant?.Round();
            PeerProgram.Instance?.Round();
        }

        return [.. _sizes.Select(s => new SizeRow(
            s.Size, [.. s.Contestants.Select(c => c?.Timing), PeerProgram.Instance?.Timing(s.Size.Key)]))];
    }

    /// <summary>In the order of <see cref="Series"/>, without the peer, which runs all sizes by itself.</summary>
    static Contestant?[] Contestants(Size size)
    {
        var network = RandomModel.Network(size);
        var ours = new[] { Scheme.Int8, Scheme.Int8x16, Scheme.Float32 }.Select(
            scheme => new GeneratedStep(RandomModel.Artifact(network, scheme))).ToArray();
        Contestant?[] all = [.. ours.Select(step => new Contestant(step.Run)), null, null];
        if (OrtLibrary.Instance is { } library)
        {
            var generated = ours[(int)Series.Float32];
            OrtSteps one = new(library, network, 1, generated.Samples), window = new(library, network, WindowSteps, generated.Samples);
            SameModel.Check(generated, one, window);
            (all[(int)Series.OrtOneStep], all[(int)Series.OrtWindow]) = (new(one.Run), new(window.Run));
        }

        return all;
    }
}
