using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Reference;
using Xunit.Abstractions;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>Integer cells against the float runner, on random networks.</summary>
public class CellQuantizationTests(ITestOutputHelper log)
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var (name, _) in FamilyCells.All)
                data.Add(name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cell_is_close_to_float_in_both_schemes(string name)
    {
        foreach (int units in new[] { 1, 16, 21, 40 })
        {
            var random = new Random(units);
            var network = RandomNetwork.Of(FamilyCells.Layer(name, random, 3, units));
            var data = RandomNetwork.Data(random, 6, 40, 3);
            double wide = Error(network, data, Scheme.Int8x16), narrow = Error(network, data, Scheme.Int8);
            log.WriteLine($"{name}, {units} units: int8x16 {100 * wide:f3} %, int8 {100 * narrow:f2} % of range");
            Assert.InRange(wide, 0, 0.005);
            Assert.InRange(narrow, 0, 0.03);
        }
    }

    /// <summary>Mean absolute error by the outputs' range.</summary>
    static double Error(Network network, Dataset data, Scheme scheme)
    {
        var statistics = CalibrationStatistics.Collect(network, data, default);
        var (channels, scale, _) = InputRanges.Choose(network.Inputs, statistics, scheme);
        var graph = (RecurrentLayer)network.Layers[0];
        var cell = CellQuantization.Run(graph, scale, scheme, statistics, 0);
        var (kind, flags) = CellNames.Of(graph.Cell);
        var layer = new CellLayer(kind, flags, graph.Inputs, graph.Units, graph.Outputs, cell.Data);
        float[] centre = [.. channels.Select(c => c.Centre)], inverse = [.. channels.Select(c => c.InverseStep)];
        var error = new ErrorSummary();
        var runner = new FloatRunner(network);
        var expected = new float[graph.Outputs];
        for (int n = 0; n < data.Windows; n++)
        {
            runner.Reset();
            short[] c = new short[layer.CellLength], h16 = new short[layer.HiddenLength], x16 = new short[LstmLayer.Padded(graph.Inputs)];
            sbyte[] h8 = new sbyte[layer.HiddenLength], x8 = new sbyte[LstmLayer.Padded(graph.Inputs)];
            for (int t = 0; t < data.Steps; t++)
            {
                var sample = data.Sample(n, t);
                runner.Step(sample, expected);
                if (scheme == Scheme.Int8)
                {
                    Quantizer.Quantize(sample, centre, inverse, x8);
                    layer.Step(x8, h8, c);
                }
                else
                {
                    Quantizer.Quantize(sample, centre, inverse, x16);
                    layer.Step(x16, h16, c);
                }

                for (int k = 0; k < expected.Length; k++)
                    error.Add(expected[k], (scheme == Scheme.Int8 ? h8[k] : h16[k]) / cell.HiddenUnit);
            }
        }

        return error.Mean / error.Range;
    }
}
