using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>The parameters of one recurrent layer in one direction, as all blocks of a batch share them.</summary>
abstract class RecurrentLayer<T>(int inputs, int units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Inputs => inputs;

    public int HiddenSize => units;

    /// <summary>Lays the parameters out for the products: once a batch, before any pass.</summary>
    public abstract void Pack(ReadOnlySpan<T> parameters);

    /// <summary>Zeroes what the equations do not have; after initialisation and after each gradient.</summary>
    public virtual void Mask(Span<T> parameters)
    {
    }

    /// <summary>Biases of the gates that choose between old and new: see <see cref="Initialization"/>.</summary>
    public virtual void InitializeGates(Span<T> parameters, SeededRandom random, double forgetBias, bool uniformGates, double inputBias)
    {
    }

    /// <summary>log(u / (1 − u)), u uniform in 1/units … 1 − 1/units.</summary>
    protected T UniformGate(SeededRandom random)
    {
        double u = 1.0 / units + random.Uniform() * (1 - 2.0 / units);
        return T.CreateTruncating(Math.Log(u / (1 - u)));
    }

    /// <summary>Memory for a block of <paramref name="lanes"/> samples over <paramref name="steps"/>.</summary>
    public abstract RecurrentPass<T> CreatePass(int steps, int lanes);
}
