using System.Runtime.InteropServices;
using System.Text;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>
/// A network in ONNX Runtime on one thread, so many steps a call. Inputs and outputs are tensors over memory of ours, made once: what is timed
/// is its Run alone. Each call reads the state that the last one wrote.
/// </summary>
sealed unsafe class OrtModel
{
    const int AllOptimizations = 99, FloatElement = 1;

    readonly OrtLibrary library;
    readonly void* session;
    readonly byte** inputNames, outputNames;
    readonly void** even, odd; // the inputs' values, then the outputs', with the two copies of the state either way
    readonly float* samples, output;
    readonly int inputs, outputs, sampleCount;
    bool isOdd;

    public OrtModel(OrtLibrary library, Network network, int steps)
    {
        this.library = library;
        StepsPerCall = steps;
        session = Session(OnnxModel.Write(network, steps));
        var units = network.Layers.OfType<RecurrentLayer>().Select(l => l.Units).ToArray();
        inputNames = Names(["x", .. units.SelectMany((_, k) => new[] { $"h{k}", $"c{k}" })]);
        outputNames = Names(["y", .. units.SelectMany((_, k) => new[] { $"new_h{k}", $"new_c{k}" })]);
        inputs = outputs = 1 + 2 * units.Length;
        even = (void**)Floats(2 * inputs);
        odd = (void**)Floats(2 * inputs);
        sampleCount = steps * network.Inputs.Count;
        samples = Floats(sampleCount);
        output = Floats(network.Outputs.Count);
        even[0] = odd[0] = Tensor(samples, [steps, 1, network.Inputs.Count]);
        even[inputs] = odd[inputs] = Tensor(output, [1, network.Outputs.Count]);
        for (int k = 1; k < inputs; k++)
        {
            int count = units[(k - 1) / 2];
            even[k] = odd[inputs + k] = Tensor(Floats(count), [1, 1, count]);
            odd[k] = even[inputs + k] = Tensor(Floats(count), [1, 1, count]);
        }
    }

    public int StepsPerCall { get; }

    /// <summary>What the last call gave.</summary>
    public ReadOnlySpan<float> Output => new(output, 1);

    /// <summary>One call.</summary>
    /// <param name="x">[steps, inputs].</param>
    public void Run(ReadOnlySpan<float> x)
    {
        x.CopyTo(new Span<float>(samples, sampleCount));
        void** values = isOdd ? odd : even;
        isOdd = !isOdd;
        void* status = ((delegate* unmanaged<void*, void*, byte**, void**, nuint, byte**, nuint, void**, void*>)library[OrtFunction.Run])(
            session, null, inputNames, values, (nuint)inputs, outputNames, (nuint)outputs, values + inputs);
        if (status is not null)
            library.Check(status);
    }

    void* Session(byte[] model)
    {
        void* options, made;
        library.Check(((delegate* unmanaged<void**, void*>)library[OrtFunction.CreateSessionOptions])(&options));
        Set(OrtFunction.SetIntraOpNumThreads, options, 1);
        Set(OrtFunction.SetInterOpNumThreads, options, 1);
        Set(OrtFunction.SetSessionGraphOptimizationLevel, options, AllOptimizations);
        fixed (byte* bytes = model)
        {
            library.Check(((delegate* unmanaged<void*, void*, nuint, void*, void**, void*>)library[OrtFunction.CreateSessionFromArray])(
                library.Environment, bytes, (nuint)model.Length, options, &made));
        }

        library.Release(OrtFunction.ReleaseSessionOptions, options);
        return made;
    }

    void Set(OrtFunction function, void* options, int value) =>
        library.Check(((delegate* unmanaged<void*, int, void*>)library[function])(options, value));

    void* Tensor(float* data, ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long d in shape)
            count *= d;
        void* value;
        fixed (long* dims = shape)
        {
            library.Check(((delegate* unmanaged<void*, void*, nuint, long*, nuint, int, void**, void*>)library[OrtFunction.CreateTensorWithDataAsOrtValue])(
                library.CpuMemory, data, (nuint)(count * sizeof(float)), dims, (nuint)shape.Length, FloatElement, &value));
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
