using System.Globalization;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Models that others trained and saved with Keras, against the answers that they recorded.</summary>
public class KerasSharedTests
{
    const int Lives = 93;

    /// <summary>Keras 2.0.5, whose gates are hard sigmoids, on the last 50 cycles of each engine.</summary>
    [SharedFact]
    public void A_regression_model_gives_all_recorded_lives()
    {
        float[] recorded = Recorded("submit_test.csv"), lives = Answers("regression_model.h5");
        Assert.Equal(Lives, lives.Length);
        for (int n = 0; n < Lives; n++)
            Assert.Equal(recorded[n], lives[n], 2.8e-5f);
    }

    [SharedFact]
    public void A_binary_model_gives_all_recorded_classes()
    {
        float[] recorded = Recorded("binary_submit_test.csv"), faults = Answers("binary_model.h5");
        Assert.Equal(Lives, faults.Length);
        Assert.Equal(recorded, faults.Select(fault => fault > 0.5f ? 1f : 0));
        Assert.Contains(1f, recorded);
    }

    /// <summary>Keras 3.12, beside the ONNX file that its author made of it.</summary>
    [SharedFact]
    public void An_archive_agrees_with_the_ONNX_file_of_the_same_model()
    {
        var keras = KerasImporter.Import(TestFiles.Shared("rul-lstm64-32", "models", "lstm_model.keras"));
        var onnx = OnnxImporter.Import(TestFiles.Shared("rul-lstm64-32", "models", "lstm_model.onnx"));
        Assert.Equal(onnx.Layers.Select(layer => layer.Outputs), keras.Layers.Select(layer => layer.Outputs));
        Assert.Equal((onnx.Window, onnx.Inputs.Count, onnx.CanStream), (keras.Window, keras.Inputs.Count, keras.CanStream));
        float[] windows = NpyFile.Read(TestFiles.Shared("rul-lstm64-32", "derived_golden", "in_input_layer.npy")).Values;
        var (ours, theirs) = (new FloatRunner(keras), new FloatRunner(onnx));
        int size = 30 * 17;
        Assert.Equal(100, windows.Length / size);
        for (int n = 0; n < 100; n++)
            Assert.Equal(theirs.Run(windows.AsSpan(n * size, size))[0], ours.Run(windows.AsSpan(n * size, size))[0], 6.3e-5f);
    }

    [SharedFact]
    public void All_files_of_others_are_told_and_read()
    {
        string[] files = [.. new[] { "*.h5", "*.keras" }.SelectMany(pattern =>
            Directory.GetFiles(TestFiles.Shared(), pattern, SearchOption.AllDirectories))];
        Assert.True(files.Length >= 3, $"{files.Length} files");
        foreach (string path in files)
        {
            using var file = ModelFile.Open(path);
            Assert.Equal([typeof(KerasImporter)], ModelImporters.All.Where(importer => importer.Recognises(file)).Select(importer =>
                importer.GetType()));
        }
    }

    static float[] Answers(string model)
    {
        var network = KerasImporter.Import(TestFiles.Shared("rul-lstm100-50", "Output", model));
        Assert.Equal((50, 25), (network.Window, network.Inputs.Count));
        float[] windows = NpyFile.Read(TestFiles.Shared("rul-lstm100-50", "derived_golden", "test_windows_93x50x25.npy")).Values;
        var runner = new FloatRunner(network);
        return [.. Enumerable.Range(0, Lives).Select(n => runner.Run(windows.AsSpan(n * 50 * 25, 50 * 25))[0])];
    }

    /// <summary>A line for each engine, behind a title.</summary>
    static float[] Recorded(string name) =>
    [
        .. File.ReadLines(TestFiles.Shared("rul-lstm100-50", "Output", name)).Skip(1)
            .Select(line => float.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture)),
    ];
}
