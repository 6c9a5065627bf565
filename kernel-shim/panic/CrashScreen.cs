using System;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Panics;

/// <summary>The lines of a crash report: registers, what memory there was, return addresses on the stack.</summary>
internal static unsafe class CrashScreen
{
    /// <summary>Words of the stack that are looked at for return addresses: 32 KiB, which reaches below the runtime's own dispatch of an exception.</summary>
    private const ulong StackWords = 4096;

    /// <summary>Addresses that are printed at most.</summary>
    private const int LargestCount = 128;
    private const int AddressesInLine = 8;

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
        Row("vector"u8, thread->Vector, "error"u8, thread->ErrorCode, "address"u8, thread->FaultAddress, "fs"u8, thread->ThreadPointer);
        Row("rax"u8, thread->Rax, "rbx"u8, thread->Rbx, "rcx"u8, thread->Rcx, "rdx"u8, thread->Rdx);
        Row("rsi"u8, thread->Rsi, "rdi"u8, thread->Rdi, "rbp"u8, thread->Rbp, "r8"u8, thread->R8);
        Row("r9"u8, thread->R9, "r10"u8, thread->R10, "r11"u8, thread->R11, "r12"u8, thread->R12);
        Row("r13"u8, thread->R13, "r14"u8, thread->R14, "r15"u8, thread->R15, "freepages"u8, FrameAllocator.FreePages);
        ReturnAddresses(thread->Rsp);
    }

    public static void Nested(NestedFrame* frame, ulong faultAddress)
    {
        Row("vector"u8, frame->Vector, "error"u8, frame->ErrorCode, "address"u8, faultAddress, "rip"u8, frame->Rip);
        Row("rax"u8, frame->Rax, "rbx"u8, frame->Rbx, "rcx"u8, frame->Rcx, "rdx"u8, frame->Rdx);
        Row("rsi"u8, frame->Rsi, "rdi"u8, frame->Rdi, "rbp"u8, frame->Rbp, "rsp"u8, frame->Rsp);
        Row("r8"u8, frame->R8, "r9"u8, frame->R9, "r10"u8, frame->R10, "r11"u8, frame->R11);
        Row("r12"u8, frame->R12, "r13"u8, frame->R13, "r14"u8, frame->R14, "r15"u8, frame->R15);
    }

    /// <summary>Words of the stack that point into code; <c>softbus crash</c> on the host turns them into names. A word that cannot be read is passed over: an overflown stack begins with its guard.</summary>
    private static void ReturnAddresses(ulong stack)
    {
        int count = 0;
        for (ulong i = 0; i < StackWords && count < LargestCount; i++)
        {
            if (!ProgramMemory.TryRead(stack + i * 8, out ulong word) || word < ImageMap.CodeStart || word >= ImageMap.CodeEnd)
                continue;
            if (count % AddressesInLine == 0)
            {
                if (count > 0)
                    Report.EndLine();
                Report.Text("  stack:"u8);
            }

            Report.Text(" "u8);
            Report.Hexadecimal(word);
            count++;
        }

        Report.EndLine();
    }

    private static void Row(ReadOnlySpan<byte> name1, ulong value1, ReadOnlySpan<byte> name2, ulong value2, ReadOnlySpan<byte> name3, ulong value3, ReadOnlySpan<byte> name4, ulong value4)
    {
        Report.Text(" "u8);
        Report.Field(name1, value1);
        Report.Field(name2, value2);
        Report.Field(name3, value3);
        Report.Field(name4, value4);
        Report.EndLine();
    }
}
