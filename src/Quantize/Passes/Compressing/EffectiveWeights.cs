using System.Buffers.Binary;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>
/// The weights of an integer LSTM layer as the float network would have them: [4·H][I + H] in the network's own units, of W and then of U.
/// </summary>
static class EffectiveWeights
{
    public static double[][] Of(ModelArtifact model, int index)
    {
        var layer = (ArtifactLstm)model.Layers[index];
        int inputs = layer.Inputs, units = layer.Outputs, rank = layer is ArtifactCompressedLstm { Rank: var k } ? k : 0;
        ReadOnlySpan<byte> data = layer is ArtifactCompressedLstm compressed ? compressed.Unpacked : layer.Data;
        double[][] rows;
        if (rank == 0)
        {
            rows = Product(data, 4 * units, inputs, units);
        }
        else
        {
            double[][] projection = Product(data, rank, inputs, units),
                gates = Product(data[(rank * (9 + inputs + units))..], 4 * units, rank, 0);
            rows = [.. gates.Select(row => Enumerable.Range(0, inputs + units)
                .Select(column => row.Select((b, t) => b * projection[t][column]).Sum()).ToArray())];
        }

        // A column takes activation units.
        double[] perUnit = [.. UnitsOf(model, layer.Source), .. Enumerable.Repeat((double)layer.HiddenScale, units)];
        for (int row = 0; row < rows.Length; row++)
            for (int column = 0; column < perUnit.Length; column++)
                rows[row][column] *= perUnit[column] / Unit(layer, row / units);
        return rows;
    }

    /// <summary>
    /// Units of a row's pre-activation per 1: Q13 of x for the candidate, of x/2 for sigmoids, and a finer one where only the sign counts.
    /// </summary>
    public static int Unit(ArtifactLstm layer, int gate) => gate == 2 ? 8192 : gate < 2 && layer.BinaryGates ? 65536 : 4096;

    /// <summary>What each row gives for one unit of each column, before it is rounded.</summary>
    static double[][] Product(ReadOnlySpan<byte> data, int rows, int x, int h)
    {
        var result = new double[rows][];
        for (int row = 0; row < rows; row++)
        {
            double multiplier = BinaryPrimitives.ReadSingleLittleEndian(data[(4 * row)..]);
            int shift = data[8 * rows + row];
            result[row] = new double[x + h];
            for (int k = 0; k < x + h; k++)
                result[row][k] = k < x
                    ? multiplier * ((sbyte)data[9 * rows + row * x + k] << shift)
                    : multiplier * (sbyte)data[9 * rows + rows * x + row * h + k - x];
        }

        return result;
    }

    /// <summary>Activation units for 1 of each value that a layer gives, −1 for the model's inputs.</summary>
    public static double[] UnitsOf(ModelArtifact model, int source) => source < 0
        ? [.. model.Inputs.Select(input => (double)input.InverseStep * input.Scale)]
        : model.Layers[source] switch
        {
            ArtifactRecurrent recurrent => [.. Enumerable.Repeat((double)recurrent.HiddenScale, recurrent.Outputs)],
            ArtifactConcat concat => [.. concat.Sources.SelectMany(part => UnitsOf(model, part))],
            { Gives: ValueForm.AsRead } layer => UnitsOf(model, layer.Source),
            var layer => [.. Enumerable.Repeat((double)layer.InverseStep, layer.Outputs)],
        };
}
