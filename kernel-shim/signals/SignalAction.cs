namespace DSoftBus.KernelShim.Signals;

/// <summary>The kernel's form of a signal action, as rt_sigaction passes it.</summary>
internal struct SignalAction
{
    public ulong Handler;
    public ulong Flags;
    public ulong Restorer;
    public ulong Blocked;

    public const ulong Default = 0;
    public const ulong Ignore = 1;
    public const ulong OnAlternateStack = 0x0800_0000;
    public const ulong NoDefer = 0x4000_0000;
    public const ulong ResetHandler = 0x8000_0000;
}
