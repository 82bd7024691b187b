using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>One step of another layer, once or at every step.</summary>
sealed class PickEmitter(ModelArtifact model, int index, bool first, string description) : LayerEmitter(model, index)
{
    public override string Description => description;

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        int source = Layer.Source;
        if (!IsFloat && HasUnits(names))
            code.Line($"{From(names.AllUnits(source), names.UnitWidth(source))}.CopyTo({names.Units(Index)});{comment}");
        if (HasFloats(names))
            code.Line($"{From(names.AllFloats(source), names.Width(source))}.CopyTo({names.Floats(Index)});{comment}");
    }

    string From(string rows, int width)
    {
        var steps = Model.Plan.Steps(Layer.Source);
        return steps.Fixed == 1 ? rows : first ? $"{rows}.Slice(0, {width})" : $"{rows}.Slice(({steps.Expression} - 1) * {width}, {width})";
    }
}
