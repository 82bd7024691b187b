using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Keras.Layers;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// Keras's layers by class: what is done with each, and why some are refused. Whatever is in neither list is refused,
/// too.
/// </summary>
static class LayerTable
{
    /// <summary>What to do about Masking.</summary>
    public const string WithoutMasking = "where the data has no padded steps, build the model again without the Masking layer and give it "
        + "the same weights, new.set_weights(old.get_weights()); what was trained on padded windows needs windows that are whole";

    static readonly string Operation = $"of TensorFlow's operations these are read: {OperationCall.Known}; use Keras's layers, or export "
        + "the model to ONNX";

    const string CodeInFile = "code of one's own would have to be run: write it with Keras's layers, or export the model to ONNX";
    const string Product = "no layer compares each step with every other: pool the steps (softmax of Dense(1) over time, times the "
        + "steps), or train without";
    const string Planes = "EdgeLstm's convolutions go over time alone: use Conv1D over [time, features]";

    static readonly Dictionary<string, Func<LayerCall, IReadOnlyList<KerasValue>>> Known = new()
    {
        ["LSTM"] = Recurrent.One,
        ["CuDNNLSTM"] = Recurrent.One,
        ["GRU"] = Recurrent.One,
        ["CuDNNGRU"] = Recurrent.One,
        ["SimpleRNN"] = Recurrent.One,
        ["RNN"] = Recurrent.One,
        ["Bidirectional"] = Recurrent.Bidirectional,
        ["Dense"] = Pointwise.Dense,
        ["Activation"] = Pointwise.Function,
        ["ReLU"] = Pointwise.Function,
        ["LeakyReLU"] = Pointwise.Function,
        ["ELU"] = Pointwise.Function,
        ["ThresholdedReLU"] = Pointwise.Function,
        ["Softmax"] = Pointwise.Function,
        ["PReLU"] = Pointwise.PRelu,
        ["Dropout"] = Pointwise.Nothing,
        ["SpatialDropout1D"] = Pointwise.Nothing,
        ["AlphaDropout"] = Pointwise.Nothing,
        ["GaussianDropout"] = Pointwise.Nothing,
        ["GaussianNoise"] = Pointwise.Nothing,
        ["ActivityRegularization"] = Pointwise.Nothing,
        ["Identity"] = Pointwise.Nothing,
        ["BatchNormalization"] = Normalizing.Batch,
        ["LayerNormalization"] = Normalizing.Layer,
        ["Normalization"] = Normalizing.Data,
        ["Rescaling"] = Normalizing.Rescaling,
        ["Conv1D"] = Windows.Conv,
        ["DepthwiseConv1D"] = Windows.Depthwise,
        ["SeparableConv1D"] = Windows.Separable,
        ["ZeroPadding1D"] = Windows.ZeroPadding,
        ["MaxPooling1D"] = Windows.MaxPooling,
        ["AveragePooling1D"] = Windows.AveragePooling,
        ["GlobalMaxPooling1D"] = Windows.GlobalMaxPooling,
        ["GlobalAveragePooling1D"] = Windows.GlobalAveragePooling,
        ["Flatten"] = Shaping.Flatten,
        ["RepeatVector"] = Shaping.RepeatVector,
        ["Reshape"] = Shaping.Reshape,
        ["Permute"] = Shaping.Permute,
        ["Masking"] = Shaping.Masking,
        ["Add"] = Merging.Add,
        ["Average"] = Merging.Average,
        ["Subtract"] = Merging.Subtract,
        ["Concatenate"] = Merging.Concatenate,
        ["Multiply"] = Merging.Multiply,
        ["Maximum"] = Merging.Maximum,
        ["Minimum"] = Merging.Minimum,
        ["Dot"] = AttentionPooling.Dot,
    };

    /// <summary>Names of older versions.</summary>
    static readonly Dictionary<string, string> Older = new()
    {
        ["Convolution1D"] = "Conv1D",
        ["AtrousConvolution1D"] = "Conv1D",
        ["SeparableConvolution1D"] = "SeparableConv1D",
        ["TimeDistributedDense"] = "Dense",
        ["BatchNormalizationV1"] = "BatchNormalization",
        ["BatchNormalizationV2"] = "BatchNormalization",
        ["UnifiedLSTM"] = "LSTM",
        ["UnifiedGRU"] = "GRU",
        ["MaxPool1D"] = "MaxPooling1D",
        ["AvgPool1D"] = "AveragePooling1D",
        ["GlobalMaxPool1D"] = "GlobalMaxPooling1D",
        ["GlobalAvgPool1D"] = "GlobalAveragePooling1D",
    };

    static readonly Dictionary<string, string> Refused = new()
    {
        ["Lambda"] = CodeInFile,
        ["TFOpLambda"] = Operation,
        ["SlicingOpLambda"] = Operation,
        ["TensorFlowOpLayer"] = CodeInFile,
        ["Embedding"] = "EdgeLstm's inputs are numbers: give the features themselves",
        ["Attention"] = Product,
        ["AdditiveAttention"] = Product,
        ["MultiHeadAttention"] = Product,
        ["Merge"] = "load the model in Keras 2, build it again with Add or Concatenate and save it",
        ["ConvLSTM1D"] = Planes,
        ["ConvLSTM2D"] = Planes,
        ["Conv2D"] = Planes,
        ["MaxPooling2D"] = Planes,
        ["UpSampling1D"] = "no layer gives more steps than it reads: train without",
        ["Conv1DTranspose"] = "no layer gives more steps than it reads: train without",
        ["Cropping1D"] = "give shorter windows instead",
        ["StackedRNNCells"] = "put the layers one behind another",
    };

    /// <summary>Today's name of a class.</summary>
    public static string Usual(string className) => Older.GetValueOrDefault(className, className);

    /// <summary>All classes that are read, for the documentation's test.</summary>
    public static IEnumerable<string> Classes => Known.Keys.Append("TimeDistributed").Append("InputLayer");

    /// <summary>Why a layer cannot be read, told by its class; null where it can be tried.</summary>
    public static ModelException? Why(LayerConfig layer)
    {
        string name = Usual(layer.ClassName);
        if (OperationCall.NameOf(layer) is not null || Known.ContainsKey(name) || GraphReader.IsModel(name)
            || name is "InputLayer" or "TimeDistributed")
            return null;
        string remedy = Refused.GetValueOrDefault(name, "use Keras's layers that docs/import.md lists, or export the model to ONNX");
        return layer.Refusal(ErrorCatalogue.UnsupportedOperator, $"a layer of class '{layer.ClassName.Short()}'",
            "a layer that is read", remedy);
    }

    public static IReadOnlyList<KerasValue> Run(LayerCall call) =>
        call.Operation is { } operation ? Operations.Run(call, operation)
        : Known.TryGetValue(Usual(call.Config.ClassName), out var run) ? run(call)
        // An operation as a layer of a list is called with nothing, and would be one of another kind.
        : throw call.Refusal($"'{call.Config.ClassName.Short()}' without what it is called with", "an operation of a functional model",
            "build the model with Model(inputs, outputs)");
}
