namespace EdgeLstm.Generator.Model.Layers;

/// <summary>Proves an <see cref="ArtifactCell"/>: that its sums fit, and that no function, scale or table holds what the lanes do not define.</summary>
sealed class CellProof(ArtifactCell cell, Scheme scheme)
{
    readonly CellShape _shape = cell.Shape;
    readonly byte[] _data = cell.Data;

    public void Run()
    {
        if (!_shape.IsValid)
            throw Proof.Range(cell, $"{cell.Description} of {cell.HiddenSize} units and {cell.Outputs} outputs", "a cell that exists");
        cell.ProveCommon(scheme, cell.Inputs + cell.HiddenSize + _shape.Sections * cell.Outputs);
        if (scheme == Scheme.Float32)
        {
            Proof.Finite(cell, _data, _data.Length / 4);
            for (int k = 0; k < _shape.Functions; k++)
                Require(Proof.Float(_data, 4 * k) is var kind && kind == (int)kind && IsScalar((FunctionKind)(int)kind),
                    $"a function of kind {kind}", "0 to 13, or 16 to 19");
            return;
        }

        bool hasCell = cell.CellLength(scheme) != 0;
        Proof.Finite(cell, cell.CellScale);
        Require(hasCell ? cell.CellScale > 0 : cell.CellScale == 0, $"cell-scale {cell.CellScale}", hasCell ? "more than 0" : "0 of a cell without a state");
        if (hasCell)
        {
            Proof.Invertible(cell, "cell-scale", cell.CellScale);
            Proof.Invertible(cell, "one part of cell-scale,", cell.CellStep);
        }

        int at = CellShape.FunctionBytes * _shape.Functions;
        Functions();
        Scales(at);
        at += CellShape.ScaleBytes;
        for (int end = at + CellShape.TableBytes * cell.Tables; at < end; at += 2)
            Require(Short(at) != short.MinValue, "a table with -32768", "-32767 to 32767");
        Rows(at, _shape.First);
        at += (int)_shape.First.Bytes;
        Rows(at, _shape.Second);
        for (at += (int)_shape.Second.Bytes; at < _data.Length; at += 2)
            Require(Short(at) != short.MinValue, "a peephole of -32768", "-32767 to 32767");
    }

    /// <summary>Whether a kind is a function of one number, which softmax is not.</summary>
    static bool IsScalar(FunctionKind kind) =>
        kind is >= FunctionKind.Identity and <= FunctionKind.GeluTanh and not (FunctionKind.Softmax or FunctionKind.LogSoftmax);

    /// <summary>kind, doublings, limit, a, b, c, table, 0: the values of a function never are −32768, whose product with itself the instructions differ in.</summary>
    void Functions()
    {
        int tables = 0;
        for (int at = 0; at < CellShape.FunctionBytes * _shape.Functions; at += CellShape.FunctionBytes)
        {
            Require(Short(at) is >= 0 and <= 6, $"a function of kind {Short(at)}", "0 to 6");
            Require(Short(at + 2) is >= 0 and <= 15, $"{Short(at + 2)} doublings", "0 to 15");
            Require(Short(at + 4) >= 0, $"a limit of {Short(at + 4)}", "0 to 32767");
            for (int k = 6; k <= 10; k += 2)
                Require(Short(at + k) != short.MinValue, "a function's constant of -32768", "-32767 to 32767");
            Require(Short(at) != 6 || Short(at + 6) is 0 or 1, $"a table laid out as {Short(at + 6)}", "0 or 1");
            Require(Short(at) == 6 ? Short(at + 12) >= 0 && Short(at + 12) < cell.Tables : Short(at + 12) == 0, $"table {Short(at + 12)}", $"one of {cell.Tables}");
            tables = Short(at) == 6 ? Math.Max(tables, Short(at + 12) + 1) : tables;
        }

        // The runtime counts those that functions name, and looks for weights behind them.
        Require(tables == cell.Tables, $"{cell.Tables} tables", $"{tables}, as functions name them");
    }

    void Scales(int at)
    {
        foreach (int doublings in (int[])[0, 6, 10, 14, 16, 18, 20, 22, 24, 26])
            Require(Short(at + doublings) is >= 0 and <= 15, $"{Short(at + doublings)} doublings", "0 to 15");
        foreach (int mantissa in (int[])[2, 4, 8, 12])
            Require(Short(at + mantissa) >= 0, $"a factor of {Short(at + mantissa)}", "0 to 32767");
        Require(Math.Abs(BitConverter.ToSingle(_data, at + 28)) <= float.MaxValue, "a hidden unit that is not finite", "a number");
    }

    void Rows(int at, CellProduct product) => Proof.RecurrentRows(cell, cell.Data, scheme, at, product.Rows, row =>
    {
        int group = 1 << row / product.Units;
        return ((product.ReadsX & group) != 0 ? product.X : 0, (product.ReadsR & group) != 0 ? product.R : 0);
    });

    short Short(int at) => BitConverter.ToInt16(_data, at);

    void Require(bool condition, string found, string expected)
    {
        if (!condition)
            throw Proof.Range(cell, found, expected);
    }
}
