using EdgeLstm.Gates;

namespace EdgeLstm.Kernels;

/// <summary>A layer's step with its arguments, compiled once for each kernel; <see cref="KernelChoice"/> names the types of each.</summary>
interface IKernelStep<TActivation>
    where TActivation : unmanaged
{
    /// <summary>Whether the weights of all its panels are <see cref="PairSums.Fit"/>.</summary>
    bool PairSumsFit { get; }

    /// <summary>Whether panels have <see cref="LevelSums"/>.</summary>
    bool HasLevels { get; }

    /// <returns>Whether a state was cut off.</returns>
    bool Run<TProduct, TDot, TVector, TLanes>()
        where TProduct : IPanelProduct<TActivation>
        where TDot : IDotProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>;
}
