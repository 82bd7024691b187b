using EdgeLstm.Gates;

namespace EdgeLstm.Kernels;

/// <summary>A layer's step with its arguments, compiled once for each kernel; <see cref="KernelChoice"/> names the types of each.</summary>
interface IKernelStep<TActivation>
    where TActivation : unmanaged
{
    void Run<TProduct, TDot, TVector, TLanes>()
        where TProduct : IPanelProduct<TActivation>
        where TDot : IDotProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>;
}
