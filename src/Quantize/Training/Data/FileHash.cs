using System.Security.Cryptography;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

static class FileHash
{
    /// <summary>SHA-256 over the SHA-256 of each file, in lower-case hex.</summary>
    public static string Of(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            using var stream = InputFile.Open(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
