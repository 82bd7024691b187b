namespace EdgeLstm.Generator.Model;

/// <summary>A part of a recurrent layer's initial state that the caller may give with each window or stream.</summary>
/// <param name="Name">The input of the trained graph; several parts may come from one, one after the other.</param>
/// <param name="Layer">The layer.</param>
/// <param name="IsCell">Its cell state c; else its output h.</param>
/// <param name="At">Where in the input's values the part's begin.</param>
sealed record StateInput(string Name, int Layer, bool IsCell, int At);
