using System.Collections;
using System.Reflection;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>A graph in ONNX Runtime: named tensors in, named tensors out.</summary>
sealed class OnnxRuntimeSession : IDisposable
{
    readonly OnnxRuntimeLibrary _library;
    readonly string _file;
    readonly IDisposable _session, _options;
    readonly MethodInfo _run;

    delegate ReadOnlySpan<T> Elements<T>();

    /// <exception cref="ModelException">ELSTM188: it does not take the graph.</exception>
    public OnnxRuntimeSession(OnnxRuntimeLibrary library, string path)
    {
        (_library, _file) = (library, Path.GetFileName(path));
        using var options = Made(library.SessionOptions);
        // Its warnings are of the exporter, and go to standard error.
        library.SessionOptions.GetProperty("LogSeverityLevel")!.SetValue(options,
            library.Constant("OrtLoggingLevel", "ORT_LOGGING_LEVEL_ERROR"));
        _session = Made(library.Session, path, options);
        _options = Made(library.RunOptions);
        Type names = typeof(IReadOnlyCollection<string>), values = typeof(IReadOnlyCollection<>).MakeGenericType(library.Value);
        _run = library.Session.GetMethod("Run", [library.RunOptions, names, values, names])!;
    }

    /// <summary>The outputs' values, flat, in the order of <paramref name="outputs"/>.</summary>
    /// <param name="inputs">Arrays of float, double, int or long, and their shapes.</param>
    /// <exception cref="ModelException">ELSTM188: it refuses them.</exception>
    public OnnxTensor[] Run(IReadOnlyList<(string Name, Array Values, long[] Shape)> inputs, string[] outputs)
    {
        var values = Array.CreateInstance(_library.Value, inputs.Count);
        IDisposable? results = null;
        try
        {
            for (int i = 0; i < inputs.Count; i++)
                values.SetValue(Tensor(inputs[i].Values, inputs[i].Shape), i);
            results = (IDisposable)Invoke(_run, _session, _options, inputs.Select(input => input.Name).ToArray(), values, outputs);
            return [.. ((IEnumerable)results).Cast<object>().Select(Read)];
        }
        finally
        {
            results?.Dispose();
            foreach (IDisposable? value in values)
                value?.Dispose();
        }
    }

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    object Tensor(Array values, long[] shape)
    {
        Type element = values.GetType().GetElementType()!, array = Type.MakeGenericMethodParameter(0).MakeArrayType();
        var create = _library.Value.GetMethod("CreateTensorValueFromMemory", 1, [array, typeof(long[])])!;
        return Invoke(create.MakeGenericMethod(element), null, values, shape);
    }

    OnnxTensor Read(object value)
    {
        object about = Invoke(_library.Value.GetMethod("GetTensorTypeAndShape")!, value);
        long[] shape = (long[])about.GetType().GetProperty("Shape")!.GetValue(about)!;
        string type = about.GetType().GetProperty("ElementDataType")!.GetValue(about)!.ToString()!;
        return type switch
        {
            "Float" => new(Span<float>(value).ToArray(), shape),
            "Double" => new([.. Span<double>(value).ToArray().Select(number => (float)number)], shape),
            "Int64" => new([.. Span<long>(value).ToArray().Select(number => (float)number)], shape), // of ArgMax
            _ => throw Refused($"an output of type {type}"),
        };
    }

    ReadOnlySpan<T> Span<T>(object value) =>
        _library.Value.GetMethod("GetTensorDataAsSpan")!.MakeGenericMethod(typeof(T)).CreateDelegate<Elements<T>>(value)();

    IDisposable Made(Type type, params object[] arguments)
    {
        try
        {
            return (IDisposable)Activator.CreateInstance(type, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            throw Refused(e.InnerException!.Message);
        }
    }

    object Invoke(MethodInfo method, object? target, params object[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            throw Refused(e.InnerException!.Message);
        }
    }

    ModelException Refused(string why) => new(ErrorCatalogue.OtherRuntime, $"a refusal by ONNX Runtime {_library.Version} ({why})",
        "a graph that it runs", "leave out --against, or give another version of the package", _file);
}
