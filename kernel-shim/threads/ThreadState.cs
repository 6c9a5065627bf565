namespace DSoftBus.KernelShim.Threads;

/// <summary>What a thread is doing. Every live thread is in exactly one place: running, in the run queue, or waiting.</summary>
internal enum ThreadState
{
    Free = 0,
    Ready,
    Running,
    Waiting,
}
