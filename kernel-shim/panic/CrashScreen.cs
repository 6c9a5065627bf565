using System;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The lines of a crash report: cause, registers, what the program noted, stacks. <c>softbus crash</c> on the host reads them.</summary>
internal static unsafe class CrashScreen
{
    /// <summary>The last line, so that a reader knows that nothing is missing.</summary>
    public static void End() => Report.Text("end of report\r\n"u8);

    public static void CurrentThread()
    {
        Thread* thread = Scheduler.Current;
        if (thread != null)
            Thread(thread);
    }

    public static void Thread(Thread* thread)
    {
        Report.Text("  thread "u8);
        Report.Decimal((ulong)thread->Id);
        Report.Field("rip"u8, thread->Rip);
        Report.Field("rsp"u8, thread->Rsp);
        Report.Field("flags"u8, thread->Flags);
        Report.EndLine();
        Report.Text("  cause: "u8);
        TrapText.Cause(thread->Vector, thread->ErrorCode, thread->FaultAddress);
        Report.EndLine();
        Row("vector"u8, thread->Vector, "error"u8, thread->ErrorCode, "address"u8, thread->FaultAddress, "fs"u8, thread->ThreadPointer);
        Row("rax"u8, thread->Rax, "rbx"u8, thread->Rbx, "rcx"u8, thread->Rcx, "rdx"u8, thread->Rdx);
        Row("rsi"u8, thread->Rsi, "rdi"u8, thread->Rdi, "rbp"u8, thread->Rbp, "r8"u8, thread->R8);
        Row("r9"u8, thread->R9, "r10"u8, thread->R10, "r11"u8, thread->R11, "r12"u8, thread->R12);
        Row("r13"u8, thread->R13, "r14"u8, thread->R14, "r15"u8, thread->R15, "freepages"u8, FrameAllocator.FreePages);
        LastFault(&thread->LastFault);
        CrashNote.Print();
        Defect.StrikeReport();
        StackScreen.Program(thread);
    }

    /// <summary>Where a trap hit the shim itself.</summary>
    public static void Shim(NestedFrame* frame, ulong faultAddress)
    {
        Report.Text("  shim"u8);
        Report.Field("rip"u8, frame->Rip);
        Report.Field("rsp"u8, frame->Rsp);
        Report.Field("flags"u8, frame->Flags);
        Report.EndLine();
        Report.Text("  cause: "u8);
        TrapText.Cause(frame->Vector, frame->ErrorCode, faultAddress);
        Report.EndLine();
        Row("vector"u8, frame->Vector, "error"u8, frame->ErrorCode, "address"u8, faultAddress, "cs"u8, frame->Cs);
        Row("rax"u8, frame->Rax, "rbx"u8, frame->Rbx, "rcx"u8, frame->Rcx, "rdx"u8, frame->Rdx);
        Row("rsi"u8, frame->Rsi, "rdi"u8, frame->Rdi, "rbp"u8, frame->Rbp, "r8"u8, frame->R8);
        Row("r9"u8, frame->R9, "r10"u8, frame->R10, "r11"u8, frame->R11, "r12"u8, frame->R12);
        Row("r13"u8, frame->R13, "r14"u8, frame->R14, "r15"u8, frame->R15, "ss"u8, frame->Ss);
        StackScreen.Shim(frame->Rsp);
    }

    /// <summary>The shim's stack of a defect that the shim noticed itself.</summary>
    public static void ShimHere()
    {
        ulong here = 0;
        Report.Text("  shim"u8);
        Report.Field("rsp"u8, (ulong)&here);
        Report.EndLine();
        StackScreen.Shim((ulong)&here);
    }

    /// <summary>A program that gives up sends itself a signal, long after the fault.</summary>
    private static void LastFault(FaultRecord* fault)
    {
        if (fault->Rip == 0)
            return;
        Report.Text("  last fault: "u8);
        TrapText.Cause(fault->Vector, fault->ErrorCode, fault->Address);
        Report.EndLine();
        FaultRow("rip"u8, fault->Rip, "rsp"u8, fault->Rsp, "rbp"u8, fault->Rbp, "rbx"u8, fault->Rbx);
        FaultRow("r12"u8, fault->R12, "r13"u8, fault->R13, "r14"u8, fault->R14, "r15"u8, fault->R15);
    }

    private static void FaultRow(ReadOnlySpan<byte> name1, ulong value1, ReadOnlySpan<byte> name2, ulong value2, ReadOnlySpan<byte> name3, ulong value3, ReadOnlySpan<byte> name4, ulong value4)
    {
        Report.Text("  fault:"u8);
        Fields(name1, value1, name2, value2, name3, value3, name4, value4);
    }

    private static void Row(ReadOnlySpan<byte> name1, ulong value1, ReadOnlySpan<byte> name2, ulong value2, ReadOnlySpan<byte> name3, ulong value3, ReadOnlySpan<byte> name4, ulong value4)
    {
        Report.Text(" "u8);
        Fields(name1, value1, name2, value2, name3, value3, name4, value4);
    }

    private static void Fields(ReadOnlySpan<byte> name1, ulong value1, ReadOnlySpan<byte> name2, ulong value2, ReadOnlySpan<byte> name3, ulong value3, ReadOnlySpan<byte> name4, ulong value4)
    {
        Report.Field(name1, value1);
        Report.Field(name2, value2);
        Report.Field(name3, value3);
        Report.Field(name4, value4);
        Report.EndLine();
    }
}
