using System;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Firmware;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Boot;

/// <summary>The kernel command line: arguments and environment of the program, and the devices that QEMU appends.</summary>
/// <remarks>
/// Words are separated by blanks. <c>virtio_mmio.device=SIZE@ADDRESS:LINE</c> announces a device (Linux
/// admin-guide/kernel-parameters), <c>env.NAME=VALUE</c> is an environment variable, <c>shim.refuse=N</c> takes call N away, <c>shim.defect=NAME</c> is a wanted crash, all else an argument. Nothing here can fail:
/// what does not parse is an argument or is dropped with one line of notice.
/// </remarks>
internal static unsafe class CommandLine
{
    public const int Capacity = 4096;
    public const int MostArguments = 64;
    public const int MostVariables = 32;

    private const ulong LastIsaLine = 15;
    private const byte FirstPrintable = 0x21;
    private const byte LastPrintable = 0x7e;

    private struct Store
    {
        public fixed byte Text[Capacity + 1];
        public fixed ushort Arguments[MostArguments];
        public fixed ushort Variables[MostVariables];
    }

    private static Store _store;

    public static int ArgumentCount { get; private set; }

    public static int VariableCount { get; private set; }

    /// <summary>A zero-terminated word of the program.</summary>
    public static byte* Argument(int index)
    {
        fixed (byte* text = _store.Text)
            return text + _store.Arguments[index];
    }

    public static byte* Variable(int index)
    {
        fixed (byte* text = _store.Text)
            return text + _store.Variables[index];
    }

    /// <summary>Copies the text; bytes outside printable ASCII separate words like blanks do.</summary>
    public static void Copy(byte* source)
    {
        for (int i = 0; i < Capacity; i++)
        {
            byte value = source[i];
            if (value == 0)
                return;
            _store.Text[i] = value is >= FirstPrintable and <= LastPrintable ? value : (byte)0;
        }

        Report.Line("the command line is longer than 4096 bytes; the rest is ignored"u8);
    }

    /// <summary>Sorts the words; each stays in place, ended by a zero.</summary>
    public static void Parse()
    {
        fixed (byte* text = _store.Text)
        {
            int at = 0;
            while (at < Capacity)
            {
                if (text[at] == 0)
                {
                    at++;
                    continue;
                }

                Sort(text, at);
                while (text[at] != 0)
                    at++;
            }
        }
    }

    private static void Sort(byte* text, int at)
    {
        byte* word = text + at;
        if (StartsWith(word, "virtio_mmio.device="u8, out byte* device))
        {
            if (!AddDevice(device))
                Report.Line("a virtio_mmio.device word was not understood"u8);
        }
        else if (StartsWith(word, "shim.refuse="u8, out byte* refused))
        {
            if (Number(ref refused, out ulong number) && *refused == 0)
                RefusedCall.Set(number);
            else
                Report.Line("a shim.refuse word was not understood; it takes the number of a call"u8);
        }
        else if (StartsWith(word, "env."u8, out byte* variable) && IsAssignment(variable))
        {
            if (VariableCount < MostVariables)
                _store.Variables[VariableCount++] = (ushort)(variable - text);
            else
                Report.Line("too many env words; one was dropped"u8);
        }
        else if (StartsWith(word, "shim.defect="u8, out byte* defect))
        {
            Defect.Arm(defect);
        }
        else if (StartsWith(word, "shim."u8, out _) && !StartsWith(word, "shim.check="u8, out _))
        {
            Report.Line("a shim word is not known; known: shim.check, shim.refuse, shim.defect"u8);
        }
        else if (ArgumentCount < MostArguments)
        {
            _store.Arguments[ArgumentCount++] = (ushort)at;
        }
        else
        {
            Report.Line("too many words; one was dropped"u8);
        }
    }

    /// <summary>SIZE@ADDRESS:LINE with an optional :ID, numbers as strtoull(3) reads them, sizes with K or M.</summary>
    private static bool AddDevice(byte* word)
    {
        return Number(ref word, out ulong size) && Skip(ref word, '@')
            && Number(ref word, out ulong address) && Skip(ref word, ':')
            && Number(ref word, out ulong line) && (*word == 0 || *word == ':')
            && AddDevice(address, size, line);
    }

    /// <summary>The word numbers lines as ISA does; ACPI tables, if there are any, say what that means.</summary>
    private static bool AddDevice(ulong address, ulong size, ulong line)
    {
        uint flags = 0;
        if (line <= LastIsaLine)
            line = MachineFirmware.Machine.LineOf((uint)line, out flags);
        return DeviceTable.Add(address, size, line, flags);
    }

    private static bool Skip(ref byte* word, char expected)
    {
        if (*word != expected)
            return false;
        word++;
        return true;
    }

    private static bool Number(ref byte* word, out ulong value)
    {
        value = 0;
        bool hexadecimal = word[0] == '0' && (word[1] | 0x20) == 'x';
        if (hexadecimal)
            word += 2;
        ulong radix = hexadecimal ? 16u : 10u;
        byte* start = word;
        for (; Digit(*word) < radix; word++)
        {
            if (value >> 58 != 0)
                return false;
            value = value * radix + Digit(*word);
        }

        if (word == start)
            return false;
        int shift = (*word | 0x20) == 'k' ? 10 : (*word | 0x20) == 'm' ? 20 : 0;
        value <<= shift;
        if (shift != 0)
            word++;
        return true;
    }

    private static ulong Digit(byte value)
    {
        if (value is >= (byte)'0' and <= (byte)'9')
            return (ulong)(value - '0');
        int letter = value | 0x20;
        return letter is >= 'a' and <= 'f' ? (ulong)(letter - 'a' + 10) : 255;
    }

    private static bool StartsWith(byte* word, ReadOnlySpan<byte> prefix, out byte* rest)
    {
        rest = word + prefix.Length;
        for (int i = 0; i < prefix.Length; i++)
        {
            if (word[i] != prefix[i])
                return false;
        }

        return true;
    }

    private static bool IsAssignment(byte* word)
    {
        if (*word == '=')
            return false;
        while (*word != 0 && *word != '=')
            word++;
        return *word == '=';
    }
}
