namespace EdgeLstm.Generator.Model;

/// <summary>
/// One input in the user's units. The network sees (value − Mean) / Scale; the step quantizes round((value − Centre) · InverseStep), where
/// Centre is the middle of the calibrated range.
/// </summary>
sealed record InputChannel(string Name, string Unit, float Mean, float Scale, float Centre, float InverseStep)
{
    /// <summary>Integer schemes: what the network sees is units · Scale + Offset.</summary>
    public (float Scale, float Offset) FromUnits => ((float)(1 / ((double)InverseStep * Scale)), (float)(((double)Centre - Mean) / Scale));
}
