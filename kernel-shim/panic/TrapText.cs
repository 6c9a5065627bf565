using System;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Panics;

/// <summary>Why the CPU came to the shim, in words.</summary>
internal static class TrapText
{
    private const ulong ErrorPresent = 1;
    private const ulong ErrorWrite = 2;
    private const ulong ErrorProgram = 4;
    private const ulong ErrorReserved = 8;
    private const ulong ErrorFetch = 16;

    /// <param name="vector">The CPU's vector, or <see cref="Exceptions.SystemCall"/>.</param>
    /// <param name="error">The CPU's error code; the number of a system call.</param>
    /// <param name="address">CR2, for page faults.</param>
    public static void Cause(ulong vector, ulong error, ulong address)
    {
        switch (vector)
        {
            case Exceptions.SystemCall:
                Report.Text("system call "u8);
                SystemCallNames.Print(error);
                break;
            case Exceptions.PageFault:
                PageFault(error, address);
                break;
            default:
                Report.Text(Name(vector));
                Report.Text(", vector "u8);
                Report.Decimal(vector);
                Report.Text(", error "u8);
                Report.Decimal(error);
                break;
        }
    }

    /// <summary>Error code of a page fault: Intel SDM volume 3, section 4.7.</summary>
    private static void PageFault(ulong error, ulong address)
    {
        Report.Text("page fault, "u8);
        Report.Text((error & ErrorFetch) != 0 ? "execution"u8 : (error & ErrorWrite) != 0 ? "write"u8 : "read"u8);
        Report.Text(" by the "u8);
        Report.Text((error & ErrorProgram) != 0 ? "program"u8 : "shim"u8);
        Report.Text(" at "u8);
        Report.Hexadecimal(address);
        Report.Text(", "u8);
        Report.Text((error & ErrorReserved) != 0 ? "damaged page table"u8 : (error & ErrorPresent) != 0 ? "not allowed"u8 : "nothing there"u8);
    }

    private static ReadOnlySpan<byte> Name(ulong vector) => vector switch
    {
        Exceptions.DivideError => "divide error"u8,
        Exceptions.Debug => "debug trap"u8,
        Exceptions.NonMaskable => "non-maskable interrupt"u8,
        Exceptions.Breakpoint => "breakpoint"u8,
        Exceptions.InvalidOpcode => "invalid opcode"u8,
        Exceptions.DoubleFault => "double fault"u8,
        Exceptions.SegmentNotPresent => "segment not present"u8,
        Exceptions.StackSegment => "stack fault"u8,
        Exceptions.GeneralProtection => "general protection"u8,
        Exceptions.X87 => "x87 error"u8,
        Exceptions.Alignment => "alignment check"u8,
        Exceptions.MachineCheck => "machine check"u8,
        Exceptions.Simd => "SIMD error"u8,
        >= Exceptions.FirstInterrupt => "interrupt"u8,
        _ => "exception"u8,
    };
}
