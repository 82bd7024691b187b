namespace EdgeLstm.Generator.Model;

/// <summary>
/// One input in the user's units. The network sees (value − Mean) / Scale; the step quantizes round((value − Centre) · InverseStep), where
/// Centre is the middle of the calibrated range.
/// </summary>
sealed record InputChannel(string Name, string Unit, float Mean, float Scale, float Centre, float InverseStep)
{
    /// <summary>Integer schemes: what the network sees is units · Scale + Offset.</summary>
    public (float Scale, float Offset) FromUnits => ((float)(1 / ((double)InverseStep * Scale)), (float)(((double)Centre - Mean) / Scale));

    /// <summary>The values that it is not cut off at; null where none is.</summary>
    public (float Min, float Max)? Range(Scheme scheme)
    {
        if (scheme == Scheme.Float32)
            return null;
        float half = (scheme == Scheme.Int8 ? 127 : 16384) / Math.Abs(InverseStep);
        return (Centre - half, Centre + half);
    }
}
