namespace EdgeLstm.Quantize.Training;

/// <summary>A three-level gate: 0 below −<see cref="Edge"/>, 1 from there up, ½ between.</summary>
static class ThreeLevel
{
    public const double Edge = 1;
}
