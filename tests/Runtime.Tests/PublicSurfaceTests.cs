using System.ComponentModel;
using System.Reflection;

namespace EdgeLstm.Runtime.Tests;

public class PublicSurfaceTests
{
    [Fact]
    public void Types_that_only_generated_code_calls_are_not_offered_to_people()
    {
        Type[] all = [.. typeof(ChannelInfo).Assembly.GetExportedTypes()];
        Type[] layers = [.. all.Where(type => type.Namespace == "EdgeLstm.Layers")];
        Assert.True(layers.Length > 10, $"{layers.Length} layers");
        Assert.Equal([], layers.Where(type => !IsHidden(type)).Select(type => type.Name));
        // What a person writes or reads.
        Assert.Equal(
            ["ChannelInfo", "EdgeLstmModelAttribute", "IEdgeLstmModel", "IModelState`1", "IStreamingModel`4", "IWindowModel`1", "Kernel",
                "KernelChoice", "ModelException", "RestoreResult", "RowForm", "Scheme"],
            all.Where(type => !IsHidden(type)).Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    static bool IsHidden(Type type) => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never;
}
