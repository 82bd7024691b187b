using System.Text;
using System.Text.RegularExpressions;

namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>A pickle that torch.save did not write, such as joblib's: of what, by the first class that it names.</summary>
static partial class PickleContent
{
    /// <summary>How far the name is looked for.</summary>
    const int Looked = 4096;

    const string Torch = "save the weights with torch.save(model.state_dict(), …)";

    /// <summary>Null of what is no pickle.</summary>
    public static FileContent? Of(ReadOnlySpan<byte> head)
    {
        if (head is not [0x80, >= 2 and <= 5, ..])
            return null;
        var name = Class().Match(Encoding.Latin1.GetString(head[..Math.Min(Looked, head.Length)]));
        if (!name.Success)
            return new("a Python pickle that torch.save did not write", Torch);
        string module = name.Groups[1].Value, type = name.Groups[2].Value;
        return new($"a Python pickle of {module}.{type}", module.Split('.')[0] switch
        {
            "sklearn" when type.EndsWith("Scaler", StringComparison.Ordinal) =>
                "its means and scales belong beside the model: write them into a .csv with kind,name,unit,mean,scale, and give that with "
                + "'edgelstm quantize MODEL -o MODEL.elstm --calibrate DATA --schema {1}.csv'",
            "sklearn" or "xgboost" or "lightgbm" or "joblib" => "EdgeLstm runs recurrent networks: use another runtime for this one",
            "keras" or "tensorflow" or "tf_keras" => "in Python, save the model itself: model.save(\"{1}.keras\")",
            "pandas" or "numpy" => "it is data: in Python, save it as .csv or .npy, and give that with a model",
            _ => Torch,
        });
    }

    /// <summary>As protocol 2 names a class, in two lines, and as protocol 4 does, in two short texts.</summary>
    [GeneratedRegex(@"(?:c|\x8C.)([A-Za-z_][\w.]{1,80})(?:\n|\x94?\x8C.)([A-Za-z_]\w{0,60})(?:\n|\x94?\x93)", RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Class();
}
