using System.CommandLine;
using System.Globalization;
using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>The options that every kind of training data has.</summary>
sealed class TrainOptionSet
{

    readonly Option<string> _output, _page, _cell, _gates, _optimizer, _schedule, _loss, _rounding, _forgetBias;
    readonly Option<double?> _hidden, _layers, _tau, _noise, _noiseRamp, _epochs, _batch, _rate, _clip, _dropout, _seed, _validation,
        _patience, _roundingStep, _roundFrom, _average, _hardFrom, _threads, _decay, _inputNoise, _inputBias;
    readonly Option<bool> _bidirectional = new("--bidirectional")
    {
        Description = "Two layers side by side; one of them reads the window from its end.",
    };
    readonly Option<bool> _fade = new("--noise-fade")
    {
        Description = "Let --noise-probability fall to 0 until the last epoch, along half a cosine.",
    };
    readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with a run that was interrupted. Give the same other options.",
    };
    readonly Option<bool> _json = Verb.JsonOption();

    /// <summary>
    /// Adds the options to <paramref name="command"/>, whose help says what each is unless it is given: of every data set in
    /// <paramref name="sets"/>.
    /// </summary>
    public TrainOptionSet(Command command, IReadOnlyDictionary<string, TrainDefaults>? sets = null)
    {
        sets ??= new Dictionary<string, TrainDefaults> { [""] = TrainDefaults.Any };
        string Default(Func<TrainDefaults, object> value) => TrainDefaults.Default(sets, value);
        _output = Verb.TextOption("FILE", "The model to write, .onnx.", required: true, "--output", "-o");
        _page = Verb.TextOption("FILE", "Write a page with the losses, and with the answers beside the truth on the data held out, .html.",
            required: false, "--report");
        _cell = OneOf("--cell", $"Equations of the recurrent layers. {Default(set => set.Network.Cell)}.", [.. NetworkOptions.Cells.Keys]);
        _hidden = Number("--hidden", "N", $"Units in each layer. {Default(set => set.Network.HiddenSize)}.", 1, 4096, whole: true);
        _layers = Number("--layers", "N", "Recurrent layers. Default: 1.", 1, 16, whole: true);
        _gates = OneOf("--gates", "What the input and forget gates (a GRU's update gates) learn to be. Default: soft.",
            [.. Enum.GetNames<GateKind>().Select(name => name.ToLowerInvariant())]);
        _tau = Number("--tau", "X", $"Temperature of gates that are not soft. Default: {GateSpec.PaperTau}.", 0.01, 100);
        _noise = Number("--noise-probability", "P",
            "Probability that a gate gets noise, of gates that are not soft. "
                + $"{Default(set => set.Training.NoiseProbability)}.",
            0, 1);
        _noiseRamp = Number("--noise-ramp", "N", "Epochs over which --noise-probability rises from 0. Default: 0.", 0, 10000, whole: true);
        _inputNoise = Number("--input-noise", "X",
            $"Noise on the features in training, in standard deviations of each. {Default(set => set.Training.InputNoise)}.", 0, 10);
        _epochs = Number("--epochs", "N", $"Times over the data. {Default(set => set.Training.Epochs)}.", 1, 100000, whole: true);
        _batch = Number("--batch", "N", $"Windows in a batch. {Default(set => set.Training.Batch)}.", 1, 65536, whole: true);
        _rate = Number("--learning-rate", "X", $"Step of the optimizer. {Default(set => set.Training.LearningRate)}.", 1e-9, 10);
        _optimizer = OneOf("--optimizer", "Default: adam.", "adam", "sgd");
        _schedule = OneOf("--schedule", "How the learning rate falls. Default: cosine.", "constant", "cosine", "plateau");
        _decay = Number("--weight-decay", "X",
            "How much each step shrinks the weights, as a share of them times the learning rate; biases and peepholes "
                + $"are left alone. {Default(set => set.Training.WeightDecay)}.", 0, 10);
        _clip = Number("--clip-norm", "X",
            $"Gradients longer than this are scaled down to it. {Default(set => set.Training.ClipNorm)}.", 1e-9, 1e9);
        _dropout = Number("--dropout", "P", "Share of each layer's outputs that is hidden from the next layer. Default: 0.", 0, 0.95);
        _loss = OneOf("--loss", "Loss of targets that are numbers. Default: squared.", "squared", "huber", "phm08");
        _forgetBias = Verb.TextOption("X|uniform",
            "What is added to the forget gates' random first bias. uniform: spread, so that units remember over "
                + $"different times. {Default(set => set.Training.UniformGates ? "uniform" : set.Training.ForgetBias)}.",
            required: false, "--forget-bias");
        _forgetBias.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != "uniform"
                && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                result.AddError($"--forget-bias is '{text}', expected a number or uniform");
        });
        _inputBias = Number("--input-bias", "X",
            $"What is added to the input gates' random first bias. {Default(set => set.Training.InputBias)}.", -100, 100);
        _rounding = OneOf("--rounding",
            "Train with rounded weights. five: five levels in the input and forget gates. int8: int8 in all. "
                + "Default: none.",
            "none", "five", "int8");
        _roundingStep = Number("--rounding-step", "X", $"Step of the five levels. {Default(set => set.Training.RoundingStep)}.", 1e-6, 10);
        _roundFrom = Number("--round-from", "N", "First epoch with rounded weights. Default: 1.", 1, 100000, whole: true);
        _average = Number("--average", "D",
            "Judge and write a moving average of the weights; each step keeps this share of it. 0: no average. "
                + $"{Default(set => set.Training.Average)}.", 0, 0.99999);
        _hardFrom = Number("--hard-from", "N",
            "First epoch that trains hard or three-level gates as such; before it they are sigmoids. Default: 1.", 1, 100000,
            whole: true);
        _validation = Number("--validation", "P",
            "Share of the data held out to choose the epoch by. 0: learn from all, and write the last epoch. "
                + $"{Default(set => set.Validation)}.", 0,
            0.9);
        _patience = Number("--patience", "N", "Stop after so many epochs without a better one. Default: never.", 1, 100000, whole: true);
        _seed = Number("--seed", "N", "Where all random numbers come from. Default: 0.", 0, int.MaxValue, whole: true);
        _threads = Number("--threads", "N", "Processor cores to use. The model does not depend on it. Default: all.", 1, 1024,
            whole: true);
        foreach (var option in (Option[])[_output, _page, _cell, _hidden, _layers, _bidirectional, _gates, _tau, _noise, _noiseRamp, _fade,
            _inputNoise, _epochs, _batch, _rate, _optimizer, _schedule, _decay, _clip, _dropout, _loss, _forgetBias, _inputBias, _rounding,
            _roundingStep, _roundFrom, _average, _hardFrom, _validation, _patience, _seed, _threads, _resume, _json])
            command.Add(option);

        Verb.EndsIn(_output, ".onnx");
        Verb.EndsIn(_page, ".html");
        command.Validators.Add(result =>
        {
            if (result.GetValue(_gates) is { } kind && kind != "soft" && result.GetValue(_cell) is { } name
                && NetworkOptions.Cells.ContainsKey(name) && !new NetworkOptions { Cell = name }.HasBlendingGates)
                result.AddError($"--gates {kind} with --cell {name}, which has no such gates");
            if (result.GetValue(_inputBias) is not null && result.GetValue(_cell) is { } other && NetworkOptions.Cells.TryGetValue(
                other, out var cellSpec) && cellSpec is not LstmSpec { InputGate: true, Coupled: false })
                result.AddError($"--input-bias with --cell {other}, which has no input gate of its own");
            if (result.GetValue(_inputBias) is not null && result.GetValue(_forgetBias) == "uniform")
                result.AddError("--input-bias with --forget-bias uniform, which sets the input gates' biases too: give one of them");
        });
    }

    public GateKind Gates(ParseResult parsed) => Enum.Parse<GateKind>(parsed.GetValue(_gates) ?? "soft", ignoreCase: true);

    public RoundingKind Rounding(ParseResult parsed) =>
        parsed.GetValue(_rounding) switch { "five" => RoundingKind.FiveLevels, "int8" => RoundingKind.Int8, _ => RoundingKind.None };

    public TrainRequest Request(ParseResult parsed, IReadOnlyList<string> paths, int window, TrainDefaults? otherwise = null)
    {
        otherwise ??= TrainDefaults.Any;
        string? forget = parsed.GetValue(_forgetBias);
        var (network, defaults) = (otherwise.Network, otherwise.Training);
        // Either option about the gates' first biases takes the place of all that is said of them by default, and so does another cell
        // than the one that those are for.
        bool ownBiases = forget is not null || parsed.GetValue(_inputBias) is not null
            || (parsed.GetValue(_cell) ?? network.Cell) != network.Cell;
        return new(paths, null, null, window, parsed.GetValue(_validation) ?? otherwise.Validation,
            new()
            {
                Cell = parsed.GetValue(_cell) ?? network.Cell,
                HiddenSize = Whole(_hidden, network.HiddenSize),
                Layers = Whole(_layers, network.Layers),
                Bidirectional = parsed.GetValue(_bidirectional),
                Gates = Gates(parsed),
                Tau = parsed.GetValue(_tau) ?? network.Tau,
                Dropout = parsed.GetValue(_dropout) ?? 0,
            },
            new()
            {
                Epochs = Whole(_epochs, defaults.Epochs),
                Batch = Whole(_batch, defaults.Batch),
                LearningRate = parsed.GetValue(_rate) ?? defaults.LearningRate,
                Optimizer = Enum.Parse<OptimizerKind>(parsed.GetValue(_optimizer) ?? "adam", ignoreCase: true),
                Schedule = Enum.Parse<ScheduleKind>(parsed.GetValue(_schedule) ?? "cosine", ignoreCase: true),
                ClipNorm = parsed.GetValue(_clip) ?? defaults.ClipNorm,
                Seed = Whole(_seed, 0),
                Patience = Whole(_patience, 0),
                NoiseProbability = parsed.GetValue(_noise) ?? defaults.NoiseProbability,
                NoiseRamp = Whole(_noiseRamp, 0),
                NoiseFades = parsed.GetValue(_fade) || defaults.NoiseFades,
                InputNoise = parsed.GetValue(_inputNoise) ?? defaults.InputNoise,
                WeightDecay = parsed.GetValue(_decay) ?? defaults.WeightDecay,
                UniformGates = ownBiases ? forget == "uniform" : defaults.UniformGates,
                ForgetBias = forget is null or "uniform" ? ownBiases ? new TrainingOptions().ForgetBias : defaults.ForgetBias
                    : double.Parse(forget, NumberStyles.Float, CultureInfo.InvariantCulture),
                InputBias = parsed.GetValue(_inputBias) ?? (ownBiases ? 0 : defaults.InputBias),
                Rounding = Rounding(parsed),
                RoundingStep = parsed.GetValue(_roundingStep) ?? defaults.RoundingStep,
                RoundFrom = Whole(_roundFrom, 1),
                Average = parsed.GetValue(_average) ?? defaults.Average,
                HardFrom = Whole(_hardFrom, 1),
                Threads = Whole(_threads, Environment.ProcessorCount),
            },
            parsed.GetValue(_loss) switch
            {
                "squared" => LossKind.SquaredError,
                "huber" => LossKind.Huber,
                "phm08" => LossKind.Phm08,
                _ => null
            },
            parsed.GetRequiredValue(_output), parsed.GetValue(_resume), parsed.GetValue(_json))
        {
            Page = parsed.GetValue(_page),
        };

        int Whole(Option<double?> option, int otherwise) => (int)(parsed.GetValue(option) ?? otherwise);
    }

    static Option<double?> Number(string name, string value, string description, double least, double most, bool whole = false) =>
        Verb.NumberOption(value, description, least, most, name, whole);

    static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = Verb.TextOption(string.Join('|', values), description, required: false, name);
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
