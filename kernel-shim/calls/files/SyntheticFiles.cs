using System;
using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;

namespace DSoftBus.KernelShim.Calls.Files;

/// <summary>The few files that the runtime and the C library read: texts made on opening.</summary>
internal static unsafe class SyntheticFiles
{
    private const ulong KilobytesPerPage = 4;

    private static byte* _text;
    private static ulong _length;

    /// <summary>A descriptor for the file, or an error.</summary>
    public static int Open(byte* path)
    {
        if (IsRandom(path))
            return FileTable.Open(FileKind.Random, 0, 0);
        if (IsModule(path))
            return FileTable.Open(FileKind.Module, BootModule.Address, BootModule.Length);
        if (!IsKnown(path))
            return Error.NoEntry;
        ulong page = FrameAllocator.Allocate();
        if (page == 0)
            return Error.NoMemory;
        _text = (byte*)PhysicalMemory.At(page);
        _length = 0;
        Write(path);
        int descriptor = FileTable.Open(FileKind.Text, page, _length);
        if (descriptor < 0)
            FrameAllocator.Free(page);
        return descriptor;
    }

    public static bool Is(byte* path, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (path[i] != name[i])
                return false;
        }

        return path[name.Length] == 0;
    }

    /// <summary>Whether the path is that of the boot module, and there is one.</summary>
    public static bool IsModule(byte* path) => BootModule.IsPresent && Is(path, "/boot/module"u8);

    public static bool Exists(byte* path) => IsRandom(path) || IsModule(path) || IsKnown(path);

    private static bool IsRandom(byte* path) => Is(path, "/dev/urandom"u8) || Is(path, "/dev/random"u8);

    private static bool IsKnown(byte* path) =>
        Is(path, "/proc/meminfo"u8) || Is(path, "/proc/self/maps"u8) || Is(path, "/sys/devices/system/cpu/online"u8) || Is(path, "/sys/devices/system/cpu/possible"u8);

    private static void Write(byte* path)
    {
        if (Is(path, "/proc/meminfo"u8))
        {
            Amount("MemTotal: "u8, FrameAllocator.TotalPages);
            Amount("MemFree: "u8, FrameAllocator.FreePages);
            Amount("MemAvailable: "u8, FrameAllocator.FreePages);
        }
        else if (Is(path, "/proc/self/maps"u8))
        {
            Hexadecimal(ProgramLayout.StackTop - ProgramLayout.StackSize);
            Text("-"u8);
            Hexadecimal(ProgramLayout.StackTop);
            Text(" rw-p 00000000 00:00 0 [stack]\n"u8);
        }
        else
        {
            Text("0\n"u8);
        }
    }

    private static void Amount(ReadOnlySpan<byte> name, ulong pages)
    {
        Text(name);
        Decimal(pages * KilobytesPerPage);
        Text(" kB\n"u8);
    }

    private static void Text(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
            _text[_length++] = text[i];
    }

    private static void Decimal(ulong value)
    {
        if (value >= 10)
            Decimal(value / 10);
        _text[_length++] = (byte)('0' + value % 10);
    }

    private static void Hexadecimal(ulong value)
    {
        for (int shift = 44; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            _text[_length++] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }
}
