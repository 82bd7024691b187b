using System.CommandLine;
using System.Globalization;
using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The options that every kind of training data has.</summary>
sealed class TrainOptionSet
{
    readonly TrainingOptions defaults = new();
    readonly NetworkOptions network = new();

    readonly Option<string> output, page, cell, gates, optimizer, schedule, loss, rounding, forgetBias;
    readonly Option<double?> hidden, layers, tau, noise, noiseRamp, epochs, batch, rate, clip, dropout, seed, validation, patience, roundingStep, roundFrom, average, hardFrom, threads, decay, inputNoise, inputBias;
    readonly Option<bool> bidirectional = new("--bidirectional") { Description = "Two layers side by side, one of which takes the window from its end." };
    readonly Option<bool> fade = new("--noise-fade") { Description = "Let the share of gates that get noise fall to 0 in the last epoch, along half a cosine." };
    readonly Option<bool> resume = new("--resume") { Description = "Go on with the run that was interrupted; its other options have to be the same." };
    readonly Option<bool> json = Verb.JsonOption();

    public TrainOptionSet(Command command)
    {
        output = Verb.TextOption("FILE", "The model to write, .onnx.", required: true, "--output", "-o");
        page = Verb.TextOption("FILE", "A page with the losses, and the answers beside the truth on the data held out, .html.", required: false, "--report");
        cell = OneOf("--cell", $"Equations of the recurrent layers; {network.Cell} unless given.", [.. NetworkOptions.Cells.Keys]);
        hidden = Number("--hidden", "N", $"Units in each layer; {network.Hidden} unless given.", 1, 4096, whole: true);
        layers = Number("--layers", "N", "Recurrent layers; 1 unless given.", 1, 16, whole: true);
        gates = OneOf("--gates", "What input and forget gates (update gates) learn to be: soft unless given.", [.. Enum.GetNames<GateKind>().Select(name => name.ToLowerInvariant())]);
        tau = Number("--tau", "X", $"Temperature of gates that are not soft; {GateSpec.PaperTau} unless given.", 0.01, 100);
        noise = Number("--noise-probability", "P", $"Share of those gates that get noise; {defaults.NoiseProbability} unless given.", 0, 1);
        noiseRamp = Number("--noise-ramp", "N", "Epochs over which that share rises from 0; 0 unless given.", 0, 10000, whole: true);
        inputNoise = Number("--input-noise", "X", $"Noise on the features in training, in standard deviations of each; {defaults.InputNoise} unless given.", 0, 10);
        epochs = Number("--epochs", "N", $"Times over the data; {defaults.Epochs} unless given.", 1, 100000, whole: true);
        batch = Number("--batch", "N", $"Windows in a batch; {defaults.Batch} unless given.", 1, 65536, whole: true);
        rate = Number("--learning-rate", "X", $"Step of the optimizer; {defaults.LearningRate} unless given.", 1e-9, 10);
        optimizer = OneOf("--optimizer", "adam unless given.", "adam", "sgd");
        schedule = OneOf("--schedule", "How the learning rate falls; cosine unless given.", "constant", "cosine", "plateau");
        decay = Number("--weight-decay", "X", $"Share of the weights, biases and peepholes excepted, that each step takes away, times the learning rate; {defaults.WeightDecay} unless given.", 0, 10);
        clip = Number("--clip-norm", "X", $"Longest gradient that is not scaled down; {defaults.ClipNorm} unless given.", 1e-9, 1e9);
        dropout = Number("--dropout", "P", "Share of each layer's outputs that is hidden from the next; 0 unless given.", 0, 0.95);
        loss = OneOf("--loss", "For numbers: squared unless given.", "squared", "huber", "phm08");
        forgetBias = Verb.TextOption("X|uniform", $"Forget gates' first bias, on top of the random one, or spread so that units remember over different times; {defaults.ForgetBias} unless given.", required: false, "--forget-bias");
        forgetBias.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != "uniform" && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                result.AddError($"--forget-bias is '{text}', expected a number or uniform");
        });
        inputBias = Number("--input-bias", "X", $"Input gates' first bias, on top of the random one; {defaults.InputBias} unless given.", -100, 100);
        rounding = OneOf("--rounding", "Train with weights rounded to five levels in those gates, or to int8 in all; none unless given.", "none", "five", "int8");
        roundingStep = Number("--rounding-step", "X", $"Step of the five levels; {defaults.RoundingStep} unless given.", 1e-6, 10);
        roundFrom = Number("--round-from", "N", "First epoch with rounded weights; 1 unless given.", 1, 100000, whole: true);
        average = Number("--average", "D", $"Judge and write a moving average of the weights, of which each step keeps so much; {defaults.Average} unless given: none.", 0, 0.99999);
        hardFrom = Number("--hard-from", "N", "First epoch in which hard or three-level gates are so in training, and sigmoids before; 1 unless given.", 1, 100000, whole: true);
        validation = Number("--validation", "P", "Share of the data held out to choose by; 0.15 unless given. 0: learn from all, and write the last epoch.", 0, 0.9);
        patience = Number("--patience", "N", "Stop after so many epochs that were no better; never unless given.", 1, 100000, whole: true);
        seed = Number("--seed", "N", "What everything random comes from; 0 unless given.", 0, int.MaxValue, whole: true);
        threads = Number("--threads", "N", "Processor cores to use; all unless given. The model does not depend on it.", 1, 1024, whole: true);
        foreach (var option in (Option[])[output, page, cell, hidden, layers, bidirectional, gates, tau, noise, noiseRamp, fade, inputNoise, epochs, batch, rate, optimizer, schedule, decay, clip, dropout, loss, forgetBias, inputBias, rounding,
            roundingStep, roundFrom, average, hardFrom, validation, patience, seed, threads, resume, json])
            command.Add(option);

        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' has to end in .onnx");
        });
        page.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The report '{path}' has to end in .html");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(gates) is { } kind && kind != "soft" && result.GetValue(cell) is { } name && NetworkOptions.Cells.ContainsKey(name) && !new NetworkOptions { Cell = name }.HasChoosingGates)
                result.AddError($"--gates {kind} with --cell {name}, which has no such gates");
            if (result.GetValue(inputBias) is not null && result.GetValue(cell) is { } other && NetworkOptions.Cells.TryGetValue(other, out var cellSpec) && cellSpec is not LstmSpec { InputGate: true, Coupled: false })
                result.AddError($"--input-bias with --cell {other}, which has no input gate of its own");
            if (result.GetValue(inputBias) is not null && result.GetValue(forgetBias) == "uniform")
                result.AddError("--input-bias with --forget-bias uniform, which sets the input gates' biases too: give one of them");
        });
    }

    public TrainRequest Request(ParseResult parsed, IReadOnlyList<string> paths, int window)
    {
        string? forget = parsed.GetValue(forgetBias);
        return new(paths, null, null, window, parsed.GetValue(validation) ?? 0.15,
            new()
            {
                Cell = parsed.GetValue(cell) ?? network.Cell,
                Hidden = Whole(hidden, network.Hidden),
                Layers = Whole(layers, network.Layers),
                Bidirectional = parsed.GetValue(bidirectional),
                Gates = Enum.Parse<GateKind>(parsed.GetValue(gates) ?? "soft", ignoreCase: true),
                Tau = parsed.GetValue(tau) ?? network.Tau,
                Dropout = parsed.GetValue(dropout) ?? 0,
            },
            new()
            {
                Epochs = Whole(epochs, defaults.Epochs),
                Batch = Whole(batch, defaults.Batch),
                LearningRate = parsed.GetValue(rate) ?? defaults.LearningRate,
                Optimizer = Enum.Parse<OptimizerKind>(parsed.GetValue(optimizer) ?? "adam", ignoreCase: true),
                Schedule = Enum.Parse<ScheduleKind>(parsed.GetValue(schedule) ?? "cosine", ignoreCase: true),
                ClipNorm = parsed.GetValue(clip) ?? defaults.ClipNorm,
                Seed = Whole(seed, 0),
                Patience = Whole(patience, 0),
                NoiseProbability = parsed.GetValue(noise) ?? defaults.NoiseProbability,
                NoiseRamp = Whole(noiseRamp, 0),
                NoiseFades = parsed.GetValue(fade),
                InputNoise = parsed.GetValue(inputNoise) ?? defaults.InputNoise,
                WeightDecay = parsed.GetValue(decay) ?? defaults.WeightDecay,
                UniformGates = forget == "uniform",
                ForgetBias = forget is null or "uniform" ? defaults.ForgetBias : double.Parse(forget, NumberStyles.Float, CultureInfo.InvariantCulture),
                InputBias = parsed.GetValue(inputBias) ?? defaults.InputBias,
                Rounding = parsed.GetValue(rounding) switch { "five" => RoundingKind.FiveLevels, "int8" => RoundingKind.Int8, _ => RoundingKind.None },
                RoundingStep = parsed.GetValue(roundingStep) ?? defaults.RoundingStep,
                RoundFrom = Whole(roundFrom, 1),
                Average = parsed.GetValue(average) ?? defaults.Average,
                HardFrom = Whole(hardFrom, 1),
                Threads = Whole(threads, Environment.ProcessorCount),
            },
            parsed.GetValue(loss) switch { "squared" => LossKind.SquaredError, "huber" => LossKind.Huber, "phm08" => LossKind.Phm08, _ => null },
            parsed.GetRequiredValue(output), parsed.GetValue(resume), parsed.GetValue(json))
        {
            Page = parsed.GetValue(page),
        };

        int Whole(Option<double?> option, int otherwise) => (int)(parsed.GetValue(option) ?? otherwise);
    }

    static Option<double?> Number(string name, string value, string description, double least, double most, bool whole = false) => Verb.NumberOption(value, description, least, most, name, whole);

    static Option<string> OneOf(string name, string description, params string[] values)
    {
        var option = Verb.TextOption(string.Join('|', values), description, required: false, name);
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
