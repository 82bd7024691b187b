namespace EdgeLstm.Quantize.Training;

/// <summary>
/// z = σ(Wz x + Uz h + bz), r = σ(Wr x + Ur h + br), h' = (1 − z)∘n + z∘h. Reset before the product (Cho 2014): n = tanh(Wn x + Un (r∘h) +
/// bn); after it (PyTorch, cuDNN, Keras): n = tanh(Wn x + bn + r∘(Un h + rbn)).
/// </summary>
sealed record GruSpec(bool ResetAfter = true) : CellSpec;
