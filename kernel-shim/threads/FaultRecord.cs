namespace DSoftBus.KernelShim.Threads;

/// <summary>Where and why a thread last faulted: what a program that gives up later, by a signal to itself, no longer has in its registers.</summary>
internal struct FaultRecord
{
    public ulong Rip;
    public ulong Rsp;
    public ulong Rbp;
    public ulong Rbx;
    public ulong R12;
    public ulong R13;
    public ulong R14;
    public ulong R15;
    public ulong Vector;
    public ulong ErrorCode;
    public ulong Address;
}
