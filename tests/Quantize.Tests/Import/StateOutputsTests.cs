using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Graphs that take their state and give it back, one sample a call: cases/import, with what ONNX Runtime computed.</summary>
public class StateOutputsTests
{
    const int Units = 4;

    static string Case(string file) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import", file);

    static float[] Values(string file) => NpyFile.Read(Case(file)).Values;

    static ModelProto Load(string name) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case($"{name}.onnx")));

    static Network Import(ModelProto model)
    {
        var (network, refusals) = OnnxImporter.Inspect(model.ToByteArray(), "edited.onnx", null);
        Assert.True(network is not null, refusals.FirstOrDefault()?.Message);
        return network!;
    }

    static string[] Names(Network network) => [.. network.Outputs.Select(output => output.Name)];

    /// <summary>h and c behind the last step.</summary>
    static (FloatRunner Runner, Func<float[]> H, Func<float[]> C) Watched(Network network)
    {
        float[] h = [], c = [];
        var runner = new FloatRunner(network);
        runner.Observer = step =>
        {
            if (network.Layers[step.Layer] is RecurrentLayer)
                (h, c) = (step.Output.ToArray(), step.Cell.ToArray());
        };
        return (runner, () => h, () => c);
    }

    [Fact]
    public void One_call_computes_what_onnx_runtime_did_and_leaves_its_state()
    {
        var (runner, h, c) = Watched(OnnxImporter.Import(Case("step_export.onnx")));
        runner.SetInitialState("h0", Values("step_export.h0.npy"));
        runner.SetInitialState("c0", Values("step_export.c0.npy"));
        Near(Values("step_export.expected_y.npy"), runner.Run(Values("step_export.x.npy")));
        Near(Values("step_export.expected_hn.npy"), h());
        Near(Values("step_export.expected_cn.npy"), c());
    }

    [Fact]
    public void The_same_where_h_and_c_are_rows_of_one_tensor()
    {
        var (runner, h, c) = Watched(OnnxImporter.Import(Case("state_gather.onnx")));
        runner.SetInitialState("state", Values("state_gather.state.npy"));
        Near(Values("state_gather.expected_y.npy"), runner.Run(Values("state_gather.x.npy")));
        Near(Values("state_gather.expected_stateN.npy"), [.. h(), .. c()]);
    }

    [Theory]
    [InlineData("step_export", "h0", "c0")]
    [InlineData("state_gather", "state", "state")]
    public void A_stream_is_calls_one_after_the_other_each_with_the_state_of_the_one_before(string name, string hName, string cName)
    {
        var network = OnnxImporter.Import(Case($"{name}.onnx"));
        var stream = new FloatRunner(network);
        var (calls, h, c) = Watched(network);
        var random = new Random(7);
        float[] sample = new float[3], y = new float[1], state = new float[2 * Units];
        for (int t = 0; t < 40; t++)
        {
            for (int k = 0; k < sample.Length; k++)
                sample[k] = (float)(4 * random.NextDouble() - 2);
            stream.Step(sample, y);
            calls.SetInitialState(hName, hName == cName ? state : state[..Units]);
            if (cName != hName)
                calls.SetInitialState(cName, state[Units..]);
            Near(calls.Run(sample), y);
            state = [.. h(), .. c()];
        }
    }

    [Theory]
    [InlineData("step_export", "hn", "cn")]
    [InlineData("state_gather", "stateN")]
    public void The_state_is_no_output_and_one_sample_no_window(string name, params string[] left)
    {
        var network = OnnxImporter.Import(Case($"{name}.onnx"));
        Assert.Equal(["y"], Names(network));
        Assert.Equal(left, network.StateOutputs);
        Assert.DoesNotContain(network.Layers, layer => layer is CellStateLayer);
        Assert.Null(network.Window);
        Assert.True(network.TakesPieces);
        Assert.True(network.EveryStep);
        Assert.Equal(TrainedOn.Stream, network.Rules.TrainedOn);
        Assert.Contains(network.Notes, note => left.All(output => note.Contains($"'{output}'")) && note.Contains("no output of the model"));
    }

    [Fact]
    public void Rows_that_come_back_in_another_order_are_an_output()
    {
        var model = Load("state_gather");
        var concat = model.Node("Concat");
        (concat.Input[0], concat.Input[1]) = (concat.Input[1], concat.Input[0]);
        var network = Import(model);
        Assert.Equal(9, network.Outputs.Count);
        Assert.Empty(network.StateOutputs);
    }

    [Fact]
    public void Where_no_input_begins_the_state_it_is_an_output()
    {
        var model = Load("step_export");
        model.Node("LSTM").Input[5] = model.Node("LSTM").Input[6] = "";
        model.Graph.Input.RemoveAt(2);
        model.Graph.Input.RemoveAt(1);
        var network = Import(model);
        Assert.Equal(9, network.Outputs.Count);
        Assert.Empty(network.StateOutputs);
    }

    /// <summary>Only c begins with an input: h is another's.</summary>
    [Fact]
    public void Only_the_state_whose_own_input_there_is_is_left_out()
    {
        var model = Load("step_export");
        model.Node("LSTM").Input[5] = "";
        model.Graph.Input.RemoveAt(1);
        var network = Import(model);
        Assert.Equal(["y", "hn_0", "hn_1", "hn_2", "hn_3"], Names(network));
        Assert.Equal(["cn"], network.StateOutputs);
        Assert.Equal(TrainedOn.Unknown, network.Rules.TrainedOn);
        Assert.Contains(network.Notes, note => note.Contains("anew"));
    }

    [Fact]
    public void A_model_of_nothing_but_states_keeps_them()
    {
        var model = Load("step_export");
        model.Graph.Output.RemoveAt(0);
        Assert.Equal(8, Import(model).Outputs.Count);
    }

    /// <summary>return h_n[-1], h_n, c_n: the answer is the last layer's state, and the state is there, too.</summary>
    [Fact]
    public void An_answer_that_is_a_part_of_the_state_stays()
    {
        var model = Load("step_export");
        model.Graph.Output[0].Name = "h"; // hn without its first axis
        var network = Import(model);
        Assert.Equal(["h_0", "h_1", "h_2", "h_3"], Names(network));
        Assert.Equal(["hn", "cn"], network.StateOutputs);
    }

    [Fact]
    public void Several_samples_a_call_with_the_state_in_and_out_are_a_piece_of_a_stream()
    {
        var model = Load("step_export");
        model.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 16;
        var network = Import(model);
        Assert.Null(network.Window);
        Assert.True(network.TakesPieces);

        // With the state in alone, somebody begins each window.
        model.Graph.Output.RemoveAt(2);
        model.Graph.Output.RemoveAt(1);
        Assert.Equal(16, Import(model).Window);
    }

    [Fact]
    public void A_bidirectional_model_carries_no_state_and_gives_it()
    {
        string name = "onnx-lstm-bidirectional";
        Assert.Contains(OnnxImporter.Import(FamilyGoldens.ModelPath(name)).Layers.OfType<RecurrentLayer>(), layer => layer.InitialHInput is not null);
        Assert.Empty(OnnxImporter.Import(FamilyGoldens.ModelPath(name)).StateOutputs);
    }

    /// <summary>What the goldens' makers gave as last states, which are no outputs here: the layers have them all the same.</summary>
    [Theory]
    [InlineData("onnx-lstm-forward")]
    [InlineData("onnx-gru-forward")]
    [InlineData("onnx-rnn-forward")]
    public void The_state_behind_a_window_is_the_makers(string name)
    {
        var golden = FamilyGoldens.Read(name);
        Assert.NotEmpty(golden.LeftOut);
        var (runner, h, c) = Watched(OnnxImporter.Import(FamilyGoldens.ModelPath(name)));
        for (int n = 0; n < golden.Input.Length; n++)
        {
            foreach (var (state, rows) in golden.States)
                runner.SetInitialState(state, rows[n]);
            runner.Run(golden.Input[n]);
            foreach (var (output, expected) in golden.LeftOut)
                Near(expected.Windows[n], output.EndsWith('c') ? c() : h());
        }
    }

    static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-5f);
    }
}
