using System.Runtime.InteropServices;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>
/// ONNX Runtime's shared library, loaded from where <see cref="Variable"/> says, with one environment and one CPU memory description.
/// </summary>
sealed unsafe class OrtLibrary
{
    public const string Variable = "ONNXRUNTIME_LIB";

    const uint ApiVersion = 1;
    const int ErrorsOnly = 3, DeviceAllocator = 0, DefaultMemory = 0;

    readonly void** _functions;

    OrtLibrary(string path)
    {
        // struct OrtApiBase { const OrtApi* (*GetApi)(uint32_t version); const char* (*GetVersionString)(void); }
        var getBase = (delegate* unmanaged<void**>)NativeLibrary.GetExport(NativeLibrary.Load(path), "OrtGetApiBase");
        void** apiBase = getBase();
        _functions = (void**)((delegate* unmanaged<uint, void*>)apiBase[0])(ApiVersion);
        Version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)apiBase[1])()) ?? "";
        if (_functions is null)
            throw new InvalidOperationException($"{path} ({Version}) has no API version {ApiVersion}.");
        void* env, memory;
        fixed (byte* id = "benchmarks"u8)
            Check(((delegate* unmanaged<int, byte*, void**, void*>)this[OrtFunction.CreateEnv])(ErrorsOnly, id, &env));
        Check(((delegate* unmanaged<int, int, void**, void*>)this[OrtFunction.CreateCpuMemoryInfo])(DeviceAllocator, DefaultMemory,
            &memory));
        Environment = env;
        CpuMemory = memory;
    }

    /// <summary>The library, or null, and a line on stderr, where the variable is not set.</summary>
    public static OrtLibrary? Instance { get; } = Load();

    public string Version { get; }

    public void* Environment { get; }

    public void* CpuMemory { get; }

    public void* this[OrtFunction function] => _functions[(int)function];

    /// <summary>Throws with the message of a status that is not null.</summary>
    public void Check(void* status)
    {
        if (status is null)
            return;
        string? message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<void*, byte*>)this[OrtFunction.GetErrorMessage])(status));
        Release(OrtFunction.ReleaseStatus, status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }

    public void Release(OrtFunction function, void* value) => ((delegate* unmanaged<void*, void>)this[function])(value);

    static OrtLibrary? Load()
    {
        string? path = System.Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(path))
            return new(path);
        Console.Error.WriteLine($"ONNX Runtime is left out: {Variable} does not name a libonnxruntime (tests/Benchmarks/README.md says where to get one).");
        return null;
    }
}
