using System;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Signals;

namespace DSoftBus.KernelShim.Boot;

/// <summary>The stack that a program finds when it starts: argument count, arguments, environment, auxiliary vector (x86-64 psABI section 3.4.1).</summary>
internal static unsafe class ProgramStack
{
    private const ulong HeaderTable = 3;
    private const ulong HeaderEntrySize = 4;
    private const ulong HeaderCount = 5;
    private const ulong PageSize = 6;
    private const ulong ProgramEntry = 9;
    private const ulong UserId = 11;
    private const ulong EffectiveUserId = 12;
    private const ulong GroupId = 13;
    private const ulong EffectiveGroupId = 14;
    private const ulong HardwareCapabilities = 16;
    private const ulong ClockTicks = 17;
    private const ulong Secure = 23;
    private const ulong RandomBytes = 25;
    private const ulong FileName = 31;
    private const ulong SystemObject = 33;
    private const ulong SmallestSignalStack = 51;

    private const ulong HeaderSize = 56;
    private const ulong TextRoom = 16384;
    private const ulong PointerRoom = 4096;

    /// <summary>Memory left to everything but the managed heap, at least.</summary>
    private const ulong Reserve = 8UL << 20;

    /// <summary>The collector of .NET 10 faults while it starts with many limits below 8 MiB and with some between 8.2 and 8.6 MiB, on Linux as well.</summary>
    private const ulong SmallestHeap = 9UL << 20;

    private const ulong SmallestRange = 1UL << 30;

    private static ulong _pointer;
    private static ulong _text;

    /// <summary>Builds the stack in the current address space; returns the first stack pointer.</summary>
    public static ulong Build()
    {
        ulong bottom = ProgramLayout.StackTop - ProgramLayout.StackSize;
        if (AddressSpace.Add(bottom, ProgramLayout.StackSize, Access.ReadWrite, RegionKind.Anonymous) != 0)
            Panic.Stop("no memory for the program's stack"u8);
        _text = ProgramLayout.StackTop - TextRoom;
        _pointer = _text - PointerRoom;
        ulong start = _pointer;

        Push((ulong)CommandLine.ArgumentCount + 1);
        ulong name = _text;
        PushText("softbus"u8);
        for (int i = 0; i < CommandLine.ArgumentCount; i++)
            PushText(CommandLine.Argument(i));
        Push(0);
        PushEnvironment();
        Push(0);

        ulong random = _text;
        for (int i = 0; i < 2; i++, _text += 8)
        {
            ulong value;
            RandomGenerator.Fill((byte*)&value, sizeof(ulong));
            Store(_text, value);
        }

        PushPair(HeaderTable, ImageMap.HeaderTable);
        PushPair(HeaderEntrySize, HeaderSize);
        PushPair(HeaderCount, ImageMap.HeaderCount);
        PushPair(PageSize, PhysicalMemory.PageSize);
        PushPair(ProgramEntry, LinkedAddresses.ProgramEntry());
        PushPair(UserId, 0);
        PushPair(EffectiveUserId, 0);
        PushPair(GroupId, 0);
        PushPair(EffectiveGroupId, 0);
        PushPair(HardwareCapabilities, CpuFeatures.HardwareCapabilities);
        PushPair(ClockTicks, 100);
        PushPair(Secure, 0);
        PushPair(RandomBytes, random);
        PushPair(FileName, name);
        PushPair(SystemObject, ProgramLayout.ClockPage);
        PushPair(SmallestSignalStack, SignalFrame.Smallest);
        PushPair(0, 0);
        return start;
    }

    /// <summary>The command line's variables, and unless they name them the heap's limit and range, and what glibc shall leave alone.</summary>
    private static void PushEnvironment()
    {
        bool limited = false;
        bool ranged = false;
        bool tuned = false;
        for (int i = 0; i < CommandLine.VariableCount; i++)
        {
            limited |= Sets(CommandLine.Variable(i), "DOTNET_GCHeapHardLimit="u8);
            ranged |= Sets(CommandLine.Variable(i), "DOTNET_GCRegionRange="u8);
            tuned |= Sets(CommandLine.Variable(i), "GLIBC_TUNABLES="u8);
            PushText(CommandLine.Variable(i));
        }

        if (!limited)
            PushNumber("DOTNET_GCHeapHardLimit="u8, HeapLimit());
        if (!ranged)
            PushNumber("DOTNET_GCRegionRange="u8, RegionRange());
        // A processor copies fastest by "rep movsb" and says so; its translation takes a step for each byte.
        if (!tuned && CpuFeatures.IsTranslated)
            PushText("GLIBC_TUNABLES=glibc.cpu.hwcaps=-ERMS"u8);
    }

    private static void PushNumber(ReadOnlySpan<byte> name, ulong value)
    {
        Push(_text);
        Append(name);
        AppendHexadecimal(value);
        AppendByte(0);
    }

    /// <summary>
    /// Addresses that the collector reserves. By default they are five times the heap's limit, and a heap that fills them to their
    /// end meets an entry of the collector's tables that it never commits (dotnet/runtime issue 129681): a fault instead of an
    /// OutOfMemoryException. Reserved addresses cost nothing here, so there are far more of them than memory.
    /// </summary>
    private static ulong RegionRange()
    {
        ulong range = FrameAllocator.TotalPages * PhysicalMemory.PageSize * 32;
        return range < SmallestRange ? SmallestRange : range;
    }

    /// <summary>Three quarters of free memory, but never so much that the rest falls below the reserve, nor less than the collector can start with.</summary>
    private static ulong HeapLimit()
    {
        ulong free = FrameAllocator.FreePages * PhysicalMemory.PageSize;
        ulong limit = free / 4 * 3;
        if (free - limit < Reserve)
            limit = free > Reserve ? free - Reserve : 0;
        return limit < SmallestHeap ? SmallestHeap : PhysicalMemory.RoundDown(limit);
    }

    private static bool Sets(byte* variable, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (variable[i] != name[i])
                return false;
        }

        return true;
    }

    private static void PushPair(ulong kind, ulong value)
    {
        Push(kind);
        Push(value);
    }

    private static void PushText(ReadOnlySpan<byte> text)
    {
        Push(_text);
        Append(text);
        AppendByte(0);
    }

    private static void PushText(byte* text)
    {
        Push(_text);
        for (; *text != 0; text++)
            AppendByte(*text);
        AppendByte(0);
    }

    private static void Push(ulong value)
    {
        Store(_pointer, value);
        _pointer += 8;
    }

    private static void Append(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
            AppendByte(text[i]);
    }

    private static void AppendHexadecimal(ulong value)
    {
        for (int shift = 60; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            AppendByte((byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
    }

    private static void AppendByte(byte value)
    {
        if (!ProgramMemory.TryCopyOut(_text, &value, 1))
            Panic.Stop("no memory for the program's arguments"u8);
        _text++;
    }

    private static void Store(ulong address, ulong value)
    {
        if (!ProgramMemory.TryWrite(address, value))
            Panic.Stop("no memory for the program's arguments"u8);
    }
}
