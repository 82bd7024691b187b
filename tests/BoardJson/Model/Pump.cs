namespace EdgeLstm.BoardJson.Model;

/// <summary>The example's model.</summary>
[EdgeLstmModel("pump.elstm")]
public sealed partial class Pump;
