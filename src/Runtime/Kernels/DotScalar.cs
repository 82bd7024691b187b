namespace EdgeLstm.Kernels;

/// <summary>The definition of the dot product, for both widths of activation.</summary>
readonly unsafe struct DotScalar<TActivation> : IDotProduct<TActivation>
    where TActivation : unmanaged
{
    public static int Sum(sbyte* w, TActivation* x, int count)
    {
        int sum = 0;
        for (int k = 0; k < count; k++)
            sum += w[k] * (typeof(TActivation) == typeof(sbyte) ? ((sbyte*)x)[k] : ((short*)x)[k]);
        return sum;
    }
}
