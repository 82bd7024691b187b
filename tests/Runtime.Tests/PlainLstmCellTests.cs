using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>
/// The family's LSTM with all gates and no extras, its input and forget gates sigmoids or binary, is the plain LSTM, which has code of its
/// own.
/// </summary>
public class PlainLstmCellTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 16, false)]
    [InlineData(17, 33, false)]
    [InlineData(14, 70, false)]
    [InlineData(3, 16, true)]
    [InlineData(14, 70, true)]
    public void The_plain_lstm_has_the_same_bits_in_both_layers(int inputs, int units, bool binaryGates)
    {
        var random = new Random(units);
        int cellBits = random.Next(8, 14);
        short hiddenScale = 16384;
        byte[] data = RandomLayer.LstmData(random, inputs, units, 16384);
        var plain = new LstmLayer(inputs, units, data, cellBits, hiddenScale, binaryGates);
        var general = new CellLayer(CellKind.Lstm, CellFlags.None, inputs, units, units,
            [.. Head(cellBits, hiddenScale, binaryGates), .. data]);

        short[] h = RandomLayer.Activations(random, LstmLayer.Padded(units), 16384, -16384),
            c = RandomLayer.Activations(random, LstmLayer.Padded(units), short.MaxValue, short.MinValue);
        short[] expectedH = [.. h], expectedC = [.. c];
        for (int t = 0; t < 20; t++)
        {
            short[] x = RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384);
            plain.Step(x, expectedH, expectedC);
            general.Step(x, h, c);
            Assert.Equal(expectedC, c);
            Assert.Equal(expectedH, h);
        }
    }

    static byte[] Head(int cellBits, short hiddenScale, bool binaryGates)
    {
        var inputAndForget = new GateFunction(binaryGates ? GateFunctionKind.Step : GateFunctionKind.Sigmoid);
        GateFunction[] functions =
        [
            inputAndForget, inputAndForget, new(GateFunctionKind.Tanh), new(GateFunctionKind.Sigmoid),
            new(GateFunctionKind.Tanh, GateMath.ArgumentBits - cellBits),
        ];
        CellConstants[] constants = [new() { Added = new((short)(1 << cellBits), 0), Hidden = new(hiddenScale, 0) }];
        return [.. MemoryMarshal.AsBytes(functions.AsSpan()), .. MemoryMarshal.AsBytes(constants.AsSpan())];
    }
}
