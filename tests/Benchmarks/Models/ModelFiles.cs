using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Export;

namespace EdgeLstm.Benchmarks.Models;

/// <summary>The models as files, for tests/ArmBench/count.sh: INPUTS_UNITS.SCHEME.elstm, and samples for them in INPUTS.npy.</summary>
static class ModelFiles
{
    const int Samples = 500;

    public static int Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var size in Size.All.Where(size => size.Layers == 1))
        {
            foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
                File.WriteAllText(Path.Combine(folder, $"{size.Key}.{scheme.ToString().ToLowerInvariant()}.elstm"), ArtifactWriter.Write(RandomModel.Artifact(size, scheme)));
            var random = new Random(3);
            float[] samples = [.. Enumerable.Range(0, Samples * size.Inputs).Select(_ => 2 * random.NextSingle() - 1)];
            NpyFile.Write(Path.Combine(folder, $"{size.Inputs}.npy"), [1, Samples, size.Inputs], samples);
        }

        return 0;
    }
}
