namespace EdgeLstm.Generator.Model;

/// <summary>One output: the user's value is the network's · Scale + Mean.</summary>
sealed record OutputChannel(string Name, string Unit, float Mean, float Scale);
