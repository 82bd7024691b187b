using System.Security.Cryptography;
using System.Text;

namespace EdgeLstm.Generator.Model;

/// <summary>The artifact's content hash: SHA-256 over its lines, each ended by one LF, so that a checkout with CRLF still loads.</summary>
static class ArtifactHash
{
    public static string Of(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (string line in lines)
            text.Append(line).Append('\n');
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(new UTF8Encoding(false).GetBytes(text.ToString())));
    }

    public static string Hex(byte[] bytes) => string.Concat(bytes.Select(b => b.ToString("x2")));
}
