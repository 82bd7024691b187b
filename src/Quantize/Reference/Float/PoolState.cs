using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class PoolState(PoolLayer layer) : LayerState(layer)
{
    readonly Queue<float[]> _past = new();

    public override void Reset() => _past.Clear();

    public override void Step(ReadOnlySpan<float> x)
    {
        _past.Enqueue(x.ToArray());
        if (_past.Count > layer.Kernel)
            _past.Dequeue();
        Pool(_past, layer.Kernel ?? _past.Count);
    }

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        int kernel = layer.Kernel ?? x.Steps;
        for (int t = 0; t < y.Steps; t++)
        {
            int first = t * layer.Stride - layer.PadBefore;
            var samples = Enumerable.Range(first, kernel).Where(at => at >= 0 && at < x.Steps).Select(at => x[at].ToArray()).ToList();
            // A mean counts padding up to the padded end, and never beyond.
            Pool(samples, Math.Min(kernel, x.Steps + layer.PadAfter - first));
            Output.CopyTo(y[t]);
            seen?.Invoke(x[Math.Min(t, x.Steps - 1)].ToArray());
        }
    }

    void Pool(IReadOnlyCollection<float[]> samples, int counted)
    {
        for (int k = 0; k < Output.Length; k++)
            Output[k] = layer.Kind == PoolKind.Max
                ? samples.Max(sample => sample[k])
                : samples.Sum(sample => sample[k]) / (layer.CountsPadding ? counted : samples.Count);
    }
}
