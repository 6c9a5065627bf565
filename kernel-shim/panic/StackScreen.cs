using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Panics;

/// <summary>A stack in a crash report: its first words as they are, for the host to unwind, then the return addresses of the rest.</summary>
internal static unsafe class StackScreen
{
    /// <summary>Words that are printed: 16 KiB, which reaches below the runtime's own dispatch of an exception.</summary>
    private const ulong DumpWords = 2048;

    private const ulong ShimDumpWords = 512;
    private const int ItemsInLine = 16;

    /// <summary>The largest stack that is searched to its end.</summary>
    private const ulong LargestStack = 16UL << 20;

    /// <summary>What is searched when the stack pointer lies in no stack that is known.</summary>
    private const ulong UnknownStack = 32UL << 10;

    private static ulong _repeated;
    private static ulong _repeats;
    private static int _items;

    public static void Program(Thread* thread)
    {
        ulong start = thread->Rsp & ~7UL;
        ulong end = EndOf(thread, start);
        Search(Dump(start, end, DumpWords, isShim: false), end, isShim: false);
    }

    /// <summary>One of the shim's stacks from <paramref name="pointer"/> on.</summary>
    public static void Shim(ulong pointer)
    {
        ulong start = pointer & ~7UL;
        if (!CrashMemory.IsShimStack(start))
        {
            Report.Text("  the stack pointer lies in no stack of the shim"u8);
            Report.EndLine();
            return;
        }

        ulong top = *(ulong*)(LinkedAddresses.CpuData() + Traps.CpuLayout.StackTop);
        ulong end = start < top ? top : LinkedAddresses.ZeroedEnd();
        Search(Dump(start, end, ShimDumpWords, isShim: true), end, isShim: true);
    }

    /// <summary>The first thread's stack ends where the shim put it; a later one's ends at its thread pointer, which the C library keeps at the top.</summary>
    private static ulong EndOf(Thread* thread, ulong start)
    {
        if (start < ProgramLayout.StackTop && ProgramLayout.StackTop - start <= LargestStack)
            return ProgramLayout.StackTop;
        ulong pointer = thread->ThreadPointer & ~7UL;
        return pointer > start && pointer - start <= LargestStack ? pointer : start + UnknownStack;
    }

    /// <summary>Prints words from <paramref name="address"/> on; returns the address behind the last. Pages that are not there are passed over: an overflown stack begins with its guard.</summary>
    private static ulong Dump(ulong address, ulong end, ulong words, bool isShim)
    {
        _items = 0;
        while (words > 0 && address < end)
        {
            if (!TryPeek(address, isShim, out ulong word))
            {
                EndRun();
                EndLine();
                address = (address | PhysicalMemory.PageMask) + 1;
                continue;
            }

            if (_items != 0 && word == _repeated)
            {
                _repeats++;
            }
            else
            {
                EndRun();
                Item(address, word);
            }

            address += 8;
            words--;
        }

        EndRun();
        EndLine();
        return address;
    }

    private static void Item(ulong address, ulong word)
    {
        if (_items == ItemsInLine)
            EndLine();
        if (_items == 0)
        {
            Report.Text("  dump: "u8);
            Report.Hexadecimal(address);
        }

        Report.Text(" "u8);
        Report.ShortHexadecimal(word);
        _items++;
        _repeated = word;
        _repeats = 1;
    }

    private static void EndRun()
    {
        if (_items != 0 && _repeats > 1)
        {
            Report.Text("*"u8);
            Report.Decimal(_repeats);
        }

        _repeats = 1;
    }

    private static void EndLine()
    {
        if (_items != 0)
            Report.EndLine();
        _items = 0;
    }

    /// <summary>Return addresses, and what looks like one; <c>softbus crash</c> on the host turns them into names.</summary>
    private static void Search(ulong address, ulong end, bool isShim)
    {
        AddressList.Begin();
        while (address < end)
        {
            if (!TryPeek(address, isShim, out ulong word))
            {
                address = (address | PhysicalMemory.PageMask) + 1;
                continue;
            }

            if (CallSite.Precedes(word))
                AddressList.Add(word);
            address += 8;
        }

        AddressList.End();
    }

    private static bool TryPeek(ulong address, bool isShim, out ulong word) =>
        isShim ? CrashMemory.TryPeekShim(address, out word) : CrashMemory.TryPeek(address, out word);
}
