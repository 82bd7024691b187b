using System.Globalization;

namespace EdgeLstm.Generator.Model;

/// <summary>A function with its parameters, 0 where its kind has none. As text, one word: <c>tanh</c>, <c>elu(1)</c>, <c>hardsigmoid(0.2,0.5)</c>.</summary>
readonly record struct ArtifactFunction(FunctionKind Kind, float Alpha = 0, float Beta = 0)
{
    public static readonly ArtifactFunction Identity = new(FunctionKind.Identity);

    public bool IsIdentity => Kind == FunctionKind.Identity;

    /// <summary>How many of alpha and beta the kind has.</summary>
    public int Parameters => Kind switch
    {
        FunctionKind.LeakyRelu or FunctionKind.ThresholdedRelu or FunctionKind.Elu or FunctionKind.ThreeLevel => 1,
        FunctionKind.HardSigmoid or FunctionKind.ScaledTanh or FunctionKind.Affine => 2,
        _ => 0,
    };

    /// <summary>The version of the format that first has the function.</summary>
    public int Since => Kind is FunctionKind.LogSoftmax or FunctionKind.Exp or FunctionKind.Silu or FunctionKind.Gelu
        or FunctionKind.GeluTanh
        ? ModelArtifact.VersionOfKinds : ModelArtifact.VersionWithoutRules;

    /// <summary>Behind a layer's title: a space and the function; empty where it is none.</summary>
    public string Suffix => IsIdentity ? "" : $" {this}";

    public static bool TryParse(string word, out ArtifactFunction function)
    {
        function = default;
        int open = word.IndexOf('(');
        string name = open < 0 ? word : word.Substring(0, open);
        if (!ArtifactFields.TryWord(name, out FunctionKind kind))
            return false;
        string[] numbers = open < 0 ? [] : word.Substring(open + 1).TrimEnd(')').Split(',');
        var values = new float[2];
        for (int k = 0; k < numbers.Length; k++)
            if (k >= 2 || !ArtifactFields.TryNumber(numbers[k], out values[k]))
                return false;
        function = new(kind, values[0], values[1]);
        return function.Parameters == numbers.Length && function.ToString() == word;
    }

    public override string ToString()
    {
        string name = Kind.ToString().ToLowerInvariant();
        return Parameters switch
        {
            0 => name,
            1 => $"{name}({Number(Alpha)})",
            _ => $"{name}({Number(Alpha)},{Number(Beta)})",
        };
    }

    static string Number(float value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
