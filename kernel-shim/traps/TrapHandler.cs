using System.Runtime;
using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Signals;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Traps;

/// <summary>What follows a trap, by vector. The stubs call the two exported methods.</summary>
internal static unsafe class TrapHandler
{
    /// <summary>A trap of the program; its registers are in <paramref name="thread"/>.</summary>
    [RuntimeExport("kernel_trap")]
    private static void FromProgram(Thread* thread)
    {
        int vector = (int)thread->Vector;
        if (!HandleInterrupt(vector))
            HandleException(thread, vector);
        Scheduler.Leave();
    }

    /// <summary>A trap in ring 0.</summary>
    [RuntimeExport("kernel_nested_trap")]
    private static void Nested(NestedFrame* frame, ulong faultAddress)
    {
        int vector = (int)frame->Vector;
        if (HandleInterrupt(vector))
            return;
        bool inProgramAccess = frame->Rip >= LinkedAddresses.ProgramAccessStart() && frame->Rip < LinkedAddresses.ProgramAccessEnd();
        if (inProgramAccess && vector == Exceptions.PageFault)
        {
            if (!ProgramMemory.IsProgramRange(faultAddress, 1))
                Panic.Stop("a copy from or to the program missed the shim's own memory"u8, frame, faultAddress);
            if (AddressSpace.HandleFault(faultAddress, frame->ErrorCode) != FaultOutcome.Resolved)
                frame->Rip = LinkedAddresses.ProgramAccessFault();
            return;
        }

        if (inProgramAccess && vector is Exceptions.GeneralProtection or Exceptions.StackSegment)
        {
            frame->Rip = LinkedAddresses.ProgramAccessFault();
            return;
        }

        if (vector == Exceptions.Debug)
            return; // a single step that the program left pending when it entered
        if (vector == Exceptions.DoubleFault)
            Panic.Stop("double fault (shim stack overflow?)"u8, frame, faultAddress);
        if (vector == Exceptions.MachineCheck)
            Panic.Stop("machine check"u8, frame, faultAddress);
        Panic.Stop("unexpected trap in the shim"u8, frame, faultAddress);
    }

    private static bool HandleInterrupt(int vector)
    {
        if (vector == (int)Vectors.Timer)
        {
            LocalApic.EndOfInterrupt();
            Scheduler.Tick();
            return true;
        }

        if (vector >= (int)Vectors.FirstLine && vector < (int)Vectors.Spurious)
        {
            InterruptBindings.Arrived((uint)vector - Vectors.FirstLine);
            return true;
        }

        return vector is Exceptions.NonMaskable or (int)Vectors.Spurious;
    }

    private static void HandleException(Thread* thread, int vector)
    {
        switch (vector)
        {
            case Exceptions.PageFault:
                HandlePageFault(thread);
                break;
            case Exceptions.DivideError:
                SignalDelivery.Fault(thread, Signal.FloatingPoint, SignalCode.IntegerDivide, thread->Rip);
                break;
            case Exceptions.X87:
            case Exceptions.Simd:
                SignalDelivery.Fault(thread, Signal.FloatingPoint, SignalCode.FloatInvalid, thread->Rip);
                break;
            case Exceptions.Debug:
                SignalDelivery.Fault(thread, Signal.Trap, SignalCode.TraceTrap, thread->Rip);
                break;
            case Exceptions.Breakpoint:
                SignalDelivery.Fault(thread, Signal.Trap, SignalCode.Kernel, 0);
                break;
            case Exceptions.InvalidOpcode:
                SignalDelivery.Fault(thread, Signal.Illegal, SignalCode.IllegalOperand, thread->Rip);
                break;
            case Exceptions.Alignment:
                SignalDelivery.Fault(thread, Signal.Bus, SignalCode.BusAlignment, 0);
                break;
            case Exceptions.SegmentNotPresent:
            case Exceptions.StackSegment:
                SignalDelivery.Fault(thread, Signal.Bus, SignalCode.Kernel, 0);
                break;
            case Exceptions.DoubleFault:
            case Exceptions.MachineCheck:
                Panic.Stop("double fault or machine check while the program ran"u8);
                break;
            default:
                SignalDelivery.Fault(thread, Signal.Segmentation, SignalCode.Kernel, 0);
                break;
        }
    }

    private static void HandlePageFault(Thread* thread)
    {
        switch (AddressSpace.HandleFault(thread->FaultAddress, thread->ErrorCode))
        {
            case FaultOutcome.Resolved:
                break;
            case FaultOutcome.NotMapped:
                SignalDelivery.Fault(thread, Signal.Segmentation, SignalCode.NotMapped, thread->FaultAddress);
                break;
            case FaultOutcome.Denied:
                SignalDelivery.Fault(thread, Signal.Segmentation, SignalCode.AccessDenied, thread->FaultAddress);
                break;
            case FaultOutcome.OutOfMemory:
                ProgramEnd.Kill(thread, Signal.Kill, "out of memory: no free page for an access"u8);
                break;
        }
    }
}
