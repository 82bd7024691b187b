namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>
/// Places in ONNX Runtime's table of functions, OrtApi in onnxruntime_c_api.h, of those that are called here. The table only ever grows at
/// its end; all of these are in its first version.
/// </summary>
enum OrtFunction
{
    GetErrorMessage = 2,
    CreateEnv = 3,
    CreateSessionFromArray = 8,
    Run = 9,
    CreateSessionOptions = 10,
    SetSessionGraphOptimizationLevel = 23,
    SetIntraOpNumThreads = 24,
    SetInterOpNumThreads = 25,
    CreateTensorWithDataAsOrtValue = 49,
    CreateCpuMemoryInfo = 69,
    ReleaseStatus = 93,
    ReleaseSessionOptions = 100,
}
