using System.Reflection;
using EdgeLstm.Generator.Tests.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Tests.Running;

/// <summary>Runs C# against the class of a model, called <c>Engine</c>, as a user's project would.</summary>
static class UserCode
{
    const string Class = """
        using System;
        using EdgeLstm;
        [EdgeLstmModel("engine.elstm")] public sealed partial class Engine;
        """;

    /// <param name="model">The model behind <c>Engine</c>.</param>
    /// <param name="body">A method body; what it returns comes back.</param>
    public static T Run<T>(ModelBuilder model, string body, LanguageVersion language = LanguageVersion.Latest)
    {
        string user = $$"""
            {{Class}}
            public static class User
            {
                public static object Run()
                {
                    {{body}}
                }

                // Samples that go out of the calibrated range now and then.
                static float[] Samples(int count, int seed)
                {
                    var random = new Random(seed);
                    var samples = new float[count * Engine.InputCount];
                    for (int k = 0; k < samples.Length; k++)
                        samples[k] = (random.NextSingle() - 0.5f) * 7;
                    return samples;
                }

                // The same bits: a NaN is itself.
                static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
                    System.Runtime.InteropServices.MemoryMarshal.AsBytes(a).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b));

                static float[] Values(Engine.Output output) => System.Runtime.InteropServices.MemoryMarshal.Cast<Engine.Output, float>(new[] { output }).ToArray();

                static string Throws(Action action)
                {
                    try
                    {
                        action();
                    }
                    catch (ArgumentException e)
                    {
                        return e.Message;
                    }

                    return "nothing thrown";
                }
            }
            """;
        var run = GeneratorRun.Of([user], [new TextFile("engine.elstm", model.Text())], language);
        var method = run.Compile().GetType("User")!.GetMethod("Run")!;
        return (T)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null)!;
    }
}
