using System.Runtime.InteropServices;
using System.Text;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>
/// A network in ONNX Runtime on one thread, so many steps a call. Inputs and outputs are tensors over memory of ours, made once: what is
/// timed is its Run alone. Each call reads the state that the last one wrote.
/// </summary>
sealed unsafe class OrtModel
{
    const int AllOptimizations = 99, FloatElement = 1;

    readonly OrtLibrary _library;
    readonly void* _session;
    readonly byte** _inputNames, _outputNames;
    readonly void** _even, _odd; // the inputs' values, then the outputs', with the two copies of the state either way
    readonly float* _samples, _output;
    readonly int _inputs, _outputs, _sampleCount;
    bool _isOdd;

    public OrtModel(OrtLibrary library, Network network, int steps)
    {
        _library = library;
        StepsPerCall = steps;
        _session = Session(OnnxModel.Write(network, steps));
        var units = network.Layers.OfType<RecurrentLayer>().Select(l => l.HiddenSize).ToArray();
        _inputNames = Names(["x", .. units.SelectMany((_, k) => new[] { $"h{k}", $"c{k}" })]);
        _outputNames = Names(["y", .. units.SelectMany((_, k) => new[] { $"new_h{k}", $"new_c{k}" })]);
        _inputs = _outputs = 1 + 2 * units.Length;
        _even = (void**)Floats(2 * _inputs);
        _odd = (void**)Floats(2 * _inputs);
        _sampleCount = steps * network.Inputs.Count;
        _samples = Floats(_sampleCount);
        _output = Floats(network.Outputs.Count);
        _even[0] = _odd[0] = Tensor(_samples, [steps, 1, network.Inputs.Count]);
        _even[_inputs] = _odd[_inputs] = Tensor(_output, [1, network.Outputs.Count]);
        for (int k = 1; k < _inputs; k++)
        {
            int count = units[(k - 1) / 2];
            _even[k] = _odd[_inputs + k] = Tensor(Floats(count), [1, 1, count]);
            _odd[k] = _even[_inputs + k] = Tensor(Floats(count), [1, 1, count]);
        }
    }

    public int StepsPerCall { get; }

    /// <summary>What the last call gave.</summary>
    public ReadOnlySpan<float> Output => new(_output, 1);

    /// <summary>One call.</summary>
    /// <param name="x">[steps, inputs].</param>
    public void Run(ReadOnlySpan<float> x)
    {
        x.CopyTo(new Span<float>(_samples, _sampleCount));
        void** values = _isOdd ? _odd : _even;
        _isOdd = !_isOdd;
        void* status = ((delegate* unmanaged<void*, void*, byte**, void**, nuint, byte**, nuint, void**, void*>)_library[OrtFunction.Run])(
            _session, null, _inputNames, values, (nuint)_inputs, _outputNames, (nuint)_outputs, values + _inputs);
        if (status is not null)
            _library.Check(status);
    }

    void* Session(byte[] model)
    {
        void* options, made;
        _library.Check(((delegate* unmanaged<void**, void*>)_library[OrtFunction.CreateSessionOptions])(&options));
        Set(OrtFunction.SetIntraOpNumThreads, options, 1);
        Set(OrtFunction.SetInterOpNumThreads, options, 1);
        Set(OrtFunction.SetSessionGraphOptimizationLevel, options, AllOptimizations);
        fixed (byte* bytes = model)
        {
            _library.Check(((delegate* unmanaged<void*, void*, nuint, void*, void**, void*>)_library[OrtFunction.CreateSessionFromArray])(
                _library.Environment, bytes, (nuint)model.Length, options, &made));
        }

        _library.Release(OrtFunction.ReleaseSessionOptions, options);
        return made;
    }

    void Set(OrtFunction function, void* options, int value) =>
        _library.Check(((delegate* unmanaged<void*, int, void*>)_library[function])(options, value));

    void* Tensor(float* data, ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long d in shape)
            count *= d;
        void* value;
        fixed (long* dims = shape)
        {
            _library.Check(((delegate* unmanaged<void*, void*, nuint, long*, nuint, int, void**, void*>)_library[
                OrtFunction.CreateTensorWithDataAsOrtValue])(
                _library.CpuMemory, data, (nuint)(count * sizeof(float)), dims, (nuint)shape.Length, FloatElement, &value));
        }

        return value;
    }

    // Sessions, tensors and memory live as long as the process: a handful of models, each timed until its end.
    static float* Floats(int count)
    {
        nuint bytes = (nuint)(count * sizeof(long) + 63) & ~(nuint)63;
        var memory = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(memory, bytes);
        return (float*)memory;
    }

    static byte** Names(string[] names)
    {
        var pointers = (byte**)NativeMemory.AllocZeroed((nuint)names.Length, (nuint)sizeof(byte*));
        for (int k = 0; k < names.Length; k++)
        {
            byte[] utf8 = [.. Encoding.UTF8.GetBytes(names[k]), 0];
            pointers[k] = (byte*)NativeMemory.Alloc((nuint)utf8.Length);
            utf8.CopyTo(new Span<byte>(pointers[k], utf8.Length));
        }

        return pointers;
    }
}
