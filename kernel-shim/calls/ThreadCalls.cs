using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Calls;

/// <summary>clone3, exit, exit_group, arch_prctl and what asks about the one CPU.</summary>
internal static unsafe class ThreadCalls
{
    private const ulong SharedMemory = 0x100;
    private const ulong SameThreadGroup = 0x1_0000;
    private const ulong SetThreadPointer = 0x8_0000;
    private const ulong SetParentId = 0x10_0000;
    private const ulong ClearChildId = 0x20_0000;
    private const ulong SetChildId = 0x100_0000;
    private const ulong SmallestArguments = 64;

    private const ulong SetFs = 0x1002;
    private const ulong GetFs = 0x1003;
    private const uint FsBaseMsr = 0xC000_0100;

    private const ulong QueryBarriers = 0;
    private const long PrivateExpedited = (1 << 3) | (1 << 4);

    /// <summary>struct clone_args (clone3(2)).</summary>
    private struct CloneArguments
    {
        public ulong Flags;
        public ulong ProcessDescriptor;
        public ulong ChildId;
        public ulong ParentId;
        public ulong ExitSignal;
        public ulong Stack;
        public ulong StackSize;
        public ulong ThreadPointer;
    }

    /// <summary>Threads only: a call that would make a second process is refused.</summary>
    public static long Clone(Thread* parent, ulong address, ulong size)
    {
        CloneArguments arguments;
        if (size < SmallestArguments)
            return Error.InvalidArgument;
        if (!ProgramMemory.TryCopyIn(&arguments, address, (ulong)sizeof(CloneArguments)))
            return Error.BadAddress;
        const ulong Needed = SharedMemory | SameThreadGroup;
        ulong stack = arguments.Stack + arguments.StackSize;
        bool badPointer = (arguments.Flags & SetThreadPointer) != 0 && arguments.ThreadPointer >= ProgramLayout.Top;
        if ((arguments.Flags & Needed) != Needed || stack < arguments.Stack || stack > ProgramLayout.Top || badPointer)
            return Error.InvalidArgument;

        Thread* child = ThreadTable.Create();
        if (child == null)
            return Error.Again;
        if ((arguments.Flags & SetParentId) != 0 && !ProgramMemory.TryWrite(arguments.ParentId, (uint)child->Id)
            || (arguments.Flags & SetChildId) != 0 && !ProgramMemory.TryWrite(arguments.ChildId, (uint)child->Id))
        {
            ThreadTable.Delete(child);
            return Error.BadAddress;
        }

        CopyRegisters(parent, child);
        FloatingPoint.Copy(parent, child);
        child->Rax = 0;
        child->Rsp = stack;
        child->ThreadPointer = (arguments.Flags & SetThreadPointer) != 0 ? arguments.ThreadPointer : parent->ThreadPointer;
        child->ClearOnExit = (arguments.Flags & ClearChildId) != 0 ? arguments.ChildId : 0;
        child->BlockedSignals = parent->BlockedSignals;
        Scheduler.Start(child);
        return child->Id;
    }

    public static long Exit(Thread* thread, uint status)
    {
        if (ThreadTable.Count == 1)
            PowerOff.AfterExit(status & 0xff);
        if (thread->ClearOnExit != 0 && ProgramMemory.TryWrite(thread->ClearOnExit, 0u))
            WaitQueues.Wake(thread->ClearOnExit, 1, FutexCalls.AnyWaiter, urgent: false);
        ThreadTable.Delete(thread);
        Scheduler.Ended();
        return SystemCallEntry.NoResult;
    }

    public static long ExitGroup(uint status)
    {
        Defect.Strike();
        PowerOff.AfterExit(status & 0xff);
        return 0;
    }

    /// <summary>The FS base only. A non-canonical address would fault in ring 0 when it is loaded, so it is refused here.</summary>
    public static long ArchitectureControl(Thread* thread, ulong function, ulong value)
    {
        if (function == GetFs)
            return ProgramMemory.TryWrite(value, thread->ThreadPointer) ? 0 : Error.BadAddress;
        if (function != SetFs)
            return Error.InvalidArgument;
        if (value >= ProgramLayout.Top)
            return Error.NotPermitted;
        thread->ThreadPointer = value;
        Cpu.WriteMsr(FsBaseMsr, value);
        return 0;
    }

    public static long SetClearOnExit(Thread* thread, ulong address)
    {
        thread->ClearOnExit = address;
        return thread->Id;
    }

    public static long Affinity(ulong size, ulong address)
    {
        if (size < sizeof(ulong) || (size & 7) != 0)
            return Error.InvalidArgument;
        return ProgramMemory.TryWrite(address, 1UL) ? sizeof(ulong) : Error.BadAddress;
    }

    public static long CurrentCpu(ulong cpu, ulong node)
    {
        bool written = (cpu == 0 || ProgramMemory.TryWrite(cpu, 0u)) && (node == 0 || ProgramMemory.TryWrite(node, 0u));
        return written ? 0 : Error.BadAddress;
    }

    /// <summary>membarrier: on one CPU every switch of threads is a full barrier.</summary>
    public static long MemoryBarrier(ulong command) => command switch
    {
        QueryBarriers => PrivateExpedited,
        8 or 16 => 0,
        _ => Error.InvalidArgument,
    };

    private static void CopyRegisters(Thread* from, Thread* to)
    {
        ulong* source = (ulong*)from;
        ulong* target = (ulong*)to;
        for (int i = 0; i < ThreadLayout.SchedulerFields / 8; i++)
            target[i] = source[i];
    }
}
