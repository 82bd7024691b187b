using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>
/// The options that a run takes, given or not, as a command line has them: what a run says first, where its defaults are the data set's
/// own.
/// </summary>
static class OptionsInFull
{
    public static string Of(TrainRequest request)
    {
        var (network, training) = (request.Network, request.Training);
        string biases = training.UniformGates ? "--forget-bias uniform"
            : FormattableString.Invariant($"--forget-bias {training.ForgetBias} --input-bias {training.InputBias}");
        string noise = network.Gates is GateKind.Soft or GateKind.Sharp ? "" : FormattableString.Invariant(
            $" --noise-probability {training.NoiseProbability}{(training.NoiseFades ? " --noise-fade" : "")}");
        string rounding = training.Rounding == RoundingKind.FiveLevels
            ? FormattableString.Invariant($" --rounding five --rounding-step {training.RoundingStep}") : "";
        return FormattableString.Invariant($"options: --cell {network.Cell} --gates {network.Gates.ToString().ToLowerInvariant()} --hidden {network.HiddenSize} --batch {training.Batch} --epochs {training.Epochs} --learning-rate {training.LearningRate} ")
            + FormattableString.Invariant($"--average {training.Average} --input-noise {training.InputNoise} --weight-decay {training.WeightDecay} {biases}{noise}{rounding} --validation {request.Validation} --window {request.Window} --seed {training.Seed}");
    }
}
