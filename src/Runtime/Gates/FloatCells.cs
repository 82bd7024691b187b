namespace EdgeLstm.Gates;

/// <summary>
/// The cells' updates in the float scheme, on gates whose functions are applied: a unit at a time, and on processors with vectors by the
/// compiler's lanes, since nothing here but the products and the functions costs much. The integer cells beside give the equations'
/// sources.
/// </summary>
static unsafe class FloatCells
{
    const int BlockUnits = LstmCell.BlockUnits;

    /// <summary>GRU, reset after: n + r·m in place of n, groups z, r, n, m.</summary>
    public static void GruCandidate(float* pre, int blocks)
    {
        for (; blocks > 0; blocks--, pre += 4 * BlockUnits)
            for (float* r = pre + BlockUnits, end = r + BlockUnits; r != end; r++)
                r[BlockUnits] += r[0] * r[2 * BlockUnits];
    }

    /// <summary>GRU, reset before: r·h.</summary>
    public static void GruReset(float* r, int stride, int blocks, float* h, float* target)
    {
        for (; blocks > 0; blocks--, r += stride)
            for (int k = 0; k < BlockUnits; k++)
                *target++ = r[k] * *h++;
    }

    /// <summary>h = z·h + (1 − z)·n.</summary>
    public static void Gru(float* z, int stride, float* n, int nStride, int blocks, float* h)
    {
        for (; blocks > 0; blocks--, z += stride, n += nStride)
            for (int k = 0; k < BlockUnits; k++, h++)
                *h = z[k] * *h + (1 - z[k]) * n[k];
    }

    /// <summary>pre += p·c.</summary>
    public static void Peephole(float* pre, int stride, int blocks, float* c, float* p)
    {
        for (; blocks > 0; blocks--, pre += stride)
            for (int k = 0; k < BlockUnits; k++)
                pre[k] += *p++ * *c++;
    }

    /// <summary>c = f·c + i·g, left in the candidate's place too.</summary>
    public static void Lstm(float* pre, int blocks, float* c, in LstmGates gates)
    {
        for (; blocks > 0; blocks--, pre += gates.Groups * BlockUnits)
        {
            for (int k = 0; k < BlockUnits; k++, c++)
            {
                float i = gates.I < 0 ? 1 : pre[gates.I * BlockUnits + k];
                float f = gates.F >= 0 ? pre[gates.F * BlockUnits + k] : gates.Coupled ? 1 - i : 1;
                float* g = pre + gates.G * BlockUnits + k;
                *c = f * *c + i * *g;
                *g = *c;
            }
        }
    }

    /// <summary>h = o·t.</summary>
    public static void LstmHidden(float* pre, int blocks, float* h, in LstmGates gates)
    {
        for (; blocks > 0; blocks--, pre += gates.Groups * BlockUnits)
            for (int k = 0; k < BlockUnits; k++)
                *h++ = (gates.O < 0 ? 1 : pre[gates.O * BlockUnits + k]) * pre[gates.G * BlockUnits + k];
    }

    /// <summary>A row group as it is: Elman's h, and the gates of full gate recurrence.</summary>
    public static void Copy(float* group, int stride, int blocks, float* target)
    {
        for (; blocks > 0; blocks--, group += stride, target += BlockUnits)
            new ReadOnlySpan<float>(group, BlockUnits).CopyTo(new Span<float>(target, BlockUnits));
    }
}
