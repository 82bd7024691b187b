using System.Globalization;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Tool.Commands.New;

/// <summary>
/// Which output of a model rings, and where: told by its function, its name and its unit. It is said, so that who knows the machine can
/// correct it.
/// </summary>
/// <param name="Output">The output.</param>
/// <param name="IsAbove">Values above the limit are bad; else those below.</param>
/// <param name="Raise">Where the alarm comes.</param>
/// <param name="Release">Where it goes.</param>
/// <param name="Why">What it was taken for.</param>
sealed record AlarmChoice(OutputChannel Output, bool IsAbove, float Raise, float Release, string Why)
{
    const float Half = 0.5f, LifeShare = 0.3f, Deviations = 2;

    /// <summary>Of the distance that a limit is set by, how much lies between coming and going.</summary>
    const float Room = 0.2f;

    static readonly string[] LifeNames = ["rul", "life", "remaining", "ttf", "timetofailure", "cyclesleft", "hoursleft", "soh", "health"],
        LifeUnits = ["h", "hr", "hrs", "hour", "hours", "d", "day", "days", "cycle", "cycles", "min", "minutes", "s", "weeks", "km"],
        FaultNames = ["fault", "fail", "probab", "anomal", "alarm", "risk", "defect", "leak", "wear", "broken"],
        HealthyNames = ["normal", "healthy", "ok", "good", "none", "nofault", "0", "false", "no"];

    public static AlarmChoice Of(ModelArtifact model, NewAppRequest request)
    {
        AlarmChoice choice;
        if (request.Watch is { } name)
        {
            int at = model.Outputs.ToList().FindIndex(output => output.Name == name);
            if (at < 0)
                throw new ModelException(ErrorCatalogue.UnknownOutput, $"--watch '{name}'",
                    $"an output of the model: {string.Join(", ", model.Outputs.Select(output => $"'{output.Name}'"))}",
                    "give one of them", request.Model);
            choice = Of(model, at);
        }
        else
        {
            var all = Enumerable.Range(0, model.Outputs.Count).Select(k => (Choice: Of(model, k), Rank: Rank(model, k))).ToList();
            choice = all.MinBy(each => each.Rank).Choice; // the first of equal ones
        }

        if ((request.Above ?? request.Below) is not { } limit)
            return choice;
        int watched = model.Outputs.ToList().IndexOf(choice.Output);
        return At(choice.Output, KindOf(model, watched), request.Above is not null, (float)limit, "what the command line said");
    }

    static AlarmChoice Of(ModelArtifact model, int k)
    {
        var output = model.Outputs[k];
        var kind = KindOf(model, k);
        float usual = output.Mean > 0 ? output.Mean : Math.Abs(output.Scale);
        return kind switch
        {
            Kind.Class => At(output, kind, true, Half, "the number of a class, and all but class 0 ring"),
            Kind.Probability => At(output, kind, true, Half, "a probability, and high ones ring"),
            Kind.Healthy => At(output, kind, false, Half, "a probability that all is well, and low ones ring"),
            Kind.Life => At(output, kind, false, Short(LifeShare * usual),
                "a remaining life by its name or unit, and short ones ring: three tenths of the usual or less"),
            _ => At(output, kind, true, Short(output.Mean + Deviations * Math.Abs(output.Scale)),
                "neither a probability nor a life that the tool knows, and values far above the usual ring"),
        };
    }

    static AlarmChoice At(OutputChannel output, Kind kind, bool isAbove, float raise, string why)
    {
        float size = kind switch
        {
            Kind.Class or Kind.Probability or Kind.Healthy => isAbove ? raise : Math.Min(raise, 1 - raise), // within 0 and 1
            Kind.Life => Math.Abs(raise),
            _ => Deviations * Math.Abs(output.Scale),
        };
        float room = Room * (size > 0 ? size : Math.Abs(output.Scale));
        return new(output, isAbove, raise, Short(raise + (isAbove ? -room : room), 4), why);
    }

    enum Kind
    {
        Class,
        Probability,
        Healthy,
        Life,
        Other,
    }

    static int Rank(ModelArtifact model, int k) => KindOf(model, k) switch
    {
        Kind.Probability when Has(model.Outputs[k].Name, FaultNames) => 0,
        Kind.Class or Kind.Probability => 1,
        Kind.Life => 2,
        Kind.Healthy => 3,
        _ => 4,
    };

    static Kind KindOf(ModelArtifact model, int k)
    {
        var output = model.Outputs[k];
        string name = Letters(output.Name);
        var last = LastLayer(model, k);
        var function = last switch
        {
            ArtifactDense dense => dense.Function.Kind,
            ArtifactActivation activation => activation.Function.Kind,
            _ => FunctionKind.Identity,
        };
        if (last is ArtifactArgMax)
            return Kind.Class;
        bool isShare = output.Mean == 0 && output.Scale == 1 && output.Unit.Length == 0
            && (function is FunctionKind.Sigmoid or FunctionKind.HardSigmoid or FunctionKind.Softmax
                || Has(output.Name, "probab", "fault"));
        if (isShare)
            return HealthyNames.Contains(name) ? Kind.Healthy : Kind.Probability;
        return Has(output.Name, LifeNames) || LifeUnits.Contains(output.Unit.ToLowerInvariant()) ? Kind.Life : Kind.Other;
    }

    /// <summary>The layer that an output is read from.</summary>
    static ArtifactLayer LastLayer(ModelArtifact model, int output)
    {
        foreach (int head in model.Heads)
        {
            if (output < model.Layers[head].Outputs)
                return model.Layers[head];
            output -= model.Layers[head].Outputs;
        }

        return model.Layers[^1];
    }

    static bool Has(string name, params string[] parts) =>
        parts.Any(part => Letters(name).Contains(part, StringComparison.Ordinal));

    static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>More digits would look like knowledge.</summary>
    static float Short(float value, int digits = 2) =>
        float.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
