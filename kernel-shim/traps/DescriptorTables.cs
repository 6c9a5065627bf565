using DSoftBus.KernelShim.Boot;

namespace DSoftBus.KernelShim.Traps;

/// <summary>Task state, interrupt table and system-call registers (Intel SDM volume 3 chapters 5 to 7; AMD64 volume 2 section 6.1).</summary>
internal static unsafe class DescriptorTables
{
    private const int StackOfRing0 = 4;
    private const int FirstInterruptStack = 36;
    private const int IoMapBase = 102;
    private const int TaskStateSize = 104;

    private const int DoubleFaultStack = 1;
    private const int NonMaskableStack = 2;
    private const int DebugStack = 3;

    private const byte InterruptGate = 0x8e;
    private const byte InterruptGateForProgram = 0xee;
    private const byte AvailableTaskState = 0x89;

    private const uint StarMsr = 0xC000_0081;
    private const uint LstarMsr = 0xC000_0082;
    private const uint SyscallMaskMsr = 0xC000_0084;

    /// <summary>SYSRET adds 16 for CS and 8 for SS to the upper selector.</summary>
    private const ulong SystemCallSelectors = 0x0023_0008_0000_0000;

    /// <summary>RFLAGS cleared on entry: AC, NT, IOPL, DF, IF, TF. A set NT would make IRETQ fault.</summary>
    private const ulong SystemCallFlagMask = 0x4_7700;

    public static void Load()
    {
        FillTaskState();
        FillInterruptTable();
        Cpu.LoadLocalTable(0); // at reset it is 64 KiB at address 0, not empty (SDM volume 3 table 9-1)
        Cpu.LoadTaskRegister(CpuLayout.TaskState);
        Cpu.LoadDataSegments(CpuLayout.UserData);
        Cpu.WriteMsr(StarMsr, SystemCallSelectors);
        Cpu.WriteMsr(LstarMsr, LinkedAddresses.SystemCallEntry());
        Cpu.WriteMsr(SyscallMaskMsr, SystemCallFlagMask);
    }

    private static void FillTaskState()
    {
        ulong state = LinkedAddresses.TaskState();
        *(ulong*)(state + StackOfRing0) = *(ulong*)(LinkedAddresses.CpuData() + CpuLayout.StackTop);
        for (ulong i = 0; i < CpuLayout.ExceptionStackCount; i++)
            *(ulong*)(state + FirstInterruptStack + i * 8) = LinkedAddresses.ExceptionStacks() + (i + 1) * CpuLayout.ExceptionStackDistance;
        *(ushort*)(state + IoMapBase) = TaskStateSize; // beyond the limit: no port is the program's

        byte* descriptor = (byte*)(LinkedAddresses.GlobalDescriptorTable() + CpuLayout.TaskState);
        *(ushort*)descriptor = TaskStateSize - 1;
        *(ushort*)(descriptor + 2) = (ushort)state;
        descriptor[4] = (byte)(state >> 16);
        descriptor[5] = AvailableTaskState;
        descriptor[6] = 0;
        descriptor[7] = (byte)(state >> 24);
        *(ulong*)(descriptor + 8) = state >> 32;
    }

    private static void FillInterruptTable()
    {
        ulong* targets = (ulong*)LinkedAddresses.TrapTable();
        ulong table = LinkedAddresses.InterruptDescriptorTable();
        for (int vector = 0; vector < CpuLayout.VectorCount; vector++)
        {
            ulong target = targets[vector];
            byte* gate = (byte*)table + vector * 16;
            *(ushort*)gate = (ushort)target;
            *(ushort*)(gate + 2) = CpuLayout.KernelCode;
            gate[4] = StackOf(vector);
            gate[5] = vector == Exceptions.Breakpoint ? InterruptGateForProgram : InterruptGate;
            *(ushort*)(gate + 6) = (ushort)(target >> 16);
            *(ulong*)(gate + 8) = target >> 32;
        }

        var pointer = default(Pointer);
        pointer.Limit = CpuLayout.VectorCount * 16 - 1;
        pointer.Base = table;
        Cpu.LoadInterruptTable((byte*)&pointer + sizeof(ulong) - sizeof(ushort));
    }

    private static byte StackOf(int vector) => vector switch
    {
        Exceptions.DoubleFault => DoubleFaultStack,
        Exceptions.NonMaskable => NonMaskableStack,
        Exceptions.Debug or Exceptions.MachineCheck => DebugStack,
        _ => 0,
    };

    /// <summary>The operand of LIDT is the last two bytes of the first word and the second word.</summary>
    private struct Pointer
    {
        public ulong LimitWord;
        public ulong Base;

        public ulong Limit
        {
            set => LimitWord = value << 48;
        }
    }
}
