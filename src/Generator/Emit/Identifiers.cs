using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Emit;

/// <summary>C# names for a model's inputs and outputs: <c>vibration_rms</c> becomes <c>VibrationRms</c>.</summary>
static class Identifiers
{
    /// <summary>One name per channel, valid and distinct.</summary>
    public static List<string> Of(IEnumerable<string> names, string enclosingType)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { enclosingType }; // a member cannot have its type's name
        var result = new List<string>();
        foreach (string name in names)
        {
            string stem = Pascal(name), candidate = stem;
            for (int n = 2; !taken.Add(candidate); n++)
                candidate = $"{stem}_{n}";
            result.Add(candidate);
        }

        return result;
    }

    static string Pascal(string name)
    {
        var text = new StringBuilder();
        bool upper = true;
        foreach (char c in name)
        {
            // Formatting characters may stand in an identifier, but do not tell two apart.
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || c == '_' || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                // Keep two neighbouring numbers apart: input_1_12 is not input_11_2.
                if (text.Length > 0 && char.IsDigit(text[text.Length - 1]))
                    text.Append('_');
                upper = true;
            }
            else
            {
                text.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
        }

        string result = text.ToString().TrimEnd('_');
        if (result.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(result[0]))
            result = "Value" + result;
        return result is "Equals" or "GetHashCode" or "GetType" or "ToString" or "MemberwiseClone" or "ReferenceEquals" or "Finalize" ? result + "Value" : result;
    }
}
