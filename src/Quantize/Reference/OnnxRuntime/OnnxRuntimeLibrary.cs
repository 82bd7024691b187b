using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>
/// ONNX Runtime out of a folder where the user has it. No package of ours depends on it, since it unpacks to 400 MB; so its types are
/// found by name, in a context of their own.
/// </summary>
sealed class OnnxRuntimeLibrary
{
    /// <summary>The package, its assembly and its namespace.</summary>
    public const string Name = "Microsoft.ML.OnnxRuntime";

    const string Native = "onnxruntime";

    readonly Assembly _assembly;

    OnnxRuntimeLibrary(Assembly assembly, string file)
    {
        _assembly = assembly;
        Session = Type("InferenceSession");
        Value = Type("OrtValue");
        RunOptions = Type("RunOptions");
        SessionOptions = Type("SessionOptions");
        Version = System.Diagnostics.FileVersionInfo.GetVersionInfo(file).ProductVersion?.Split('+')[0] ?? "";
    }

    public string Version { get; }

    public Type Session { get; }

    public Type Value { get; }

    public Type RunOptions { get; }

    public Type SessionOptions { get; }

    /// <param name="folder">That has the assembly, and its shared library beside it or where a build puts it; null: the tool's own.</param>
    /// <exception cref="ModelException">ELSTM188: it is not there, or cannot be loaded.</exception>
    public static OnnxRuntimeLibrary Load(string? folder)
    {
        folder = Path.GetFullPath(folder ?? AppContext.BaseDirectory);
        string assembly = Path.Combine(folder, $"{Name}.dll");
        if (!File.Exists(assembly))
            throw Missing($"no {Name}.dll in {folder}");
        string library = Libraries(folder).FirstOrDefault(File.Exists)
            ?? throw Missing($"{Name}.dll without the shared library {Path.GetFileName(Libraries(folder).First())} in {folder}");
        try
        {
            return new(new Context(folder, library).LoadFromAssemblyPath(assembly), assembly);
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or TypeLoadException)
        {
            throw Missing($"a {Name}.dll in {folder} that cannot be loaded ({e.Message})");
        }
    }

    /// <summary>An enumeration's value by its name.</summary>
    public object Constant(string type, string name) => Enum.Parse(Type(type), name);

    Type Type(string name) => _assembly.GetType($"{Name}.{name}") ?? throw new TypeLoadException($"no {Name}.{name}");

    /// <summary>Where the shared library may be: builds for one kind of machine put it beside the assembly, others by kind.</summary>
    static IEnumerable<string> Libraries(string folder)
    {
        string file = OperatingSystem.IsWindows() ? $"{Native}.dll" : OperatingSystem.IsMacOS() ? $"lib{Native}.dylib" : $"lib{Native}.so";
        return [Path.Combine(folder, file), Path.Combine(folder, "runtimes", Machine, "native", file)];
    }

    static string Machine => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-"
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    static ModelException Missing(string found) => new(ErrorCatalogue.OtherRuntime, found, $"the files of the package {Name}",
        $"get them with 'dotnet new console -o ort && dotnet add ort package {Name} && dotnet publish ort -r {Machine} "
        + "--self-contained false -o ort/out', and give --against onnxruntime=ort/out");

    /// <summary>What the assembly asks for is looked for beside it first.</summary>
    sealed class Context(string folder, string library) : AssemblyLoadContext(OnnxRuntimeLibrary.Name)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            string beside = Path.Combine(folder, $"{name.Name}.dll");
            return File.Exists(beside) ? LoadFromAssemblyPath(beside) : null;
        }

        protected override nint LoadUnmanagedDll(string name) => name.Contains(Native, StringComparison.OrdinalIgnoreCase)
            ? LoadUnmanagedDllFromPath(library) : base.LoadUnmanagedDll(name);
    }
}
