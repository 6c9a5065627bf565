using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Threads;

/// <summary>The extended state of threads: x87, SSE and AVX registers (Intel SDM volume 1 chapter 13).</summary>
/// <remarks>
/// An entry into the shim saves nothing. XMM0 to XMM15, all that the shim's own code can change, are saved by a guard before the first
/// function that uses them (the build puts it there), the rest only when another thread runs, a signal frame needs it, or a new
/// thread copies it.
/// </remarks>
internal static unsafe class FloatingPoint
{
    public const uint X87 = 1;
    public const uint Sse = 2;
    public const uint Avx = 4;

    /// <summary>What the shim enables and programs may use. Wider vectors are not offered.</summary>
    public const uint Enabled = X87 | Sse | Avx;

    /// <summary>Size of the area with these components (SDM volume 1, sections 13.4.1 to 13.4.3; AVX state at 576).</summary>
    public const int AreaSize = 832;

    private const uint Lazy = X87 | Avx;
    private const int ControlWordOffset = 0;
    private const int ControlStatusOffset = 24;
    private const int XmmOffset = 160;
    private const int XmmSize = 256;
    private const int HeaderOffset = 512;
    private const int HeaderSize = 64;
    private const ushort DefaultControlWord = 0x37f;
    private const uint DefaultControlStatus = 0x1f80;
    private const uint ControlStatusMask = 0xffff;

    /// <summary>The thread whose x87 and upper AVX state is in the CPU.</summary>
    private static Thread* _owner;

    /// <summary>How often the CPU's state was written to memory.</summary>
    public static ulong Saves { get; private set; }

    public static void Initialize(Thread* thread)
    {
        byte* area = &thread->ExtendedState;
        *(ushort*)(area + ControlWordOffset) = DefaultControlWord;
        *(uint*)(area + ControlStatusOffset) = DefaultControlStatus;
        *(ulong*)(area + HeaderOffset) = Enabled;
    }

    /// <summary>Brings the state of <paramref name="thread"/> into the CPU; XMM registers follow in the return stub.</summary>
    public static void SwitchTo(Thread* thread)
    {
        if (_owner == thread)
            return;
        Save();
        Cpu.LoadState(&thread->ExtendedState, Lazy);
        Cpu.LoadVectorControl(&thread->ExtendedState + ControlStatusOffset);
        _owner = thread;
    }

    /// <summary>Makes the area of <paramref name="thread"/> complete.</summary>
    public static void Complete(Thread* thread)
    {
        if (thread == Scheduler.Current)
            Cpu.KeepVectors();
        if (_owner == thread)
            Save();
    }

    /// <summary>Copies the whole state; both threads' areas are complete afterwards.</summary>
    public static void Copy(Thread* from, Thread* to)
    {
        Complete(from);
        ulong* source = (ulong*)&from->ExtendedState;
        ulong* target = (ulong*)&to->ExtendedState;
        for (int i = 0; i < AreaSize / 8; i++)
            target[i] = source[i];
    }

    /// <summary>Takes an area that the program wrote: bits that XRSTOR would refuse are cleared, absent SSE state becomes zeros.</summary>
    public static void Adopt(Thread* thread)
    {
        byte* area = &thread->ExtendedState;
        *(uint*)(area + ControlStatusOffset) &= ControlStatusMask;
        ulong* header = (ulong*)(area + HeaderOffset);
        if ((header[0] & Sse) == 0)
        {
            for (int i = 0; i < XmmSize; i += 8)
                *(ulong*)(area + XmmOffset + i) = 0;
        }

        header[0] = (header[0] & Enabled) | Sse;
        for (int i = 1; i < HeaderSize / 8; i++)
            header[i] = 0;
        if (_owner == thread)
            _owner = null; // what the CPU holds is out of date
        SwitchTo(thread);
    }

    public static void Forget(Thread* thread)
    {
        // Of a thread that ends here nothing may be saved any more: its page is given back.
        if (thread == Scheduler.Current)
            ((ulong*)LinkedAddresses.CpuData())[CpuLayout.VectorsSaved / 8] = 1;
        if (_owner == thread)
            _owner = null;
    }

    private static void Save()
    {
        if (_owner == null)
            return;
        Saves++;
        Cpu.SaveState(&_owner->ExtendedState, Lazy);
        // The SDM includes MXCSR with the AVX component; QEMU 7.2 only with the SSE component, which is not asked for here.
        Cpu.SaveVectorControl(&_owner->ExtendedState + ControlStatusOffset);
        *(ulong*)(&_owner->ExtendedState + HeaderOffset) |= Sse; // saved by KeepVectors
    }
}
