namespace EdgeLstm.Benchmarks.Quick;

/// <summary>Nanoseconds per step: the median over rounds of each round's median, and the shortest run of all.</summary>
readonly record struct Timing(double Median, double Minimum);
