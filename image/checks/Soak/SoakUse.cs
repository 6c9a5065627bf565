using DSoftBus.Runtime.Init;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>What is in use at one moment: a soak must leave it as it was.</summary>
internal readonly record struct SoakUse(long FreePages, long UnreachedPages, long Threads, long BoundLines, int Slots, int QueuedBytes)
{
    private const int SettleMilliseconds = 200;

    /// <summary>
    /// Pages (256 KiB) that the program itself may hold beyond before: stacks and the C library's heap keep what they once touched.
    /// The shim's own account has no such room: every page in use belongs to a thread, a table or a mapping.
    /// </summary>
    private const long Touched = 64;

    public static SoakUse Now(Node node)
    {
        var counters = ShimCounters.Now();
        return new SoakUse(counters.FreePages, counters.UnreachedPages, counters.Threads, counters.BoundLines, node.Tasks.Sum(task => task.SlotsUsed), node.QueuedBytes);
    }

    /// <summary>Nothing is lost against <paramref name="before"/>.</summary>
    public bool IsAs(SoakUse before) =>
        FreePages >= before.FreePages - Touched && UnreachedPages == before.UnreachedPages && Threads == before.Threads && BoundLines == before.BoundLines && Slots == before.Slots && QueuedBytes == before.QueuedBytes;

    /// <summary>Gives back all that can be, and waits until <paramref name="isSettled"/> holds or a minute passed.</summary>
    public static SoakUse Settle(Node node, Func<SoakUse, bool> isSettled)
    {
        for (int waited = 0; ; waited += SettleMilliseconds)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Machine.TrimNativeHeap();
            SoakUse use = Now(node);
            if (isSettled(use) || waited > 60_000)
                return use;
            Thread.Sleep(SettleMilliseconds);
        }
    }

    /// <summary>As it is when it has stayed the same for a while.</summary>
    public static SoakUse SettleDown(Node node)
    {
        SoakUse last = default;
        int same = 0;
        return Settle(node, use =>
        {
            same = use == last ? same + 1 : 0;
            last = use;
            return same >= 10;
        });
    }

    public override string ToString() => $"{FreePages} free pages, {UnreachedPages} that nothing holds, {Threads} threads, {BoundLines} bound lines, {Slots} slots, {QueuedBytes} queued bytes";
}
