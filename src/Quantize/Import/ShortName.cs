namespace EdgeLstm.Quantize.Import;

/// <summary>Names out of a file, cut to what a one-line message bears.</summary>
static class ShortName
{
    const int Longest = 100;

    public static string Short(this string name) => name.Length <= Longest ? name : name[..Longest] + "…";
}
