using System;
using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Panics;

/// <summary>Defects of the shim on request (<c>shim.defect=NAME</c> on the command line), to see that each ends as it should. They strike when the program calls exit_group.</summary>
internal static unsafe class Defect
{
    private const int None = 0;
    private const int Null = 1;
    private const int Address = 2;
    private const int Divide = 3;
    private const int Overflow = 4;
    private const int Stack = 5;
    private const int ProgramRead = 6;
    private const int ProgramCode = 7;
    private const int OwnText = 8;
    private const int Index = 9;
    private const int InReport = 10;
    private const int Copy = 11;

    private const ulong NonCanonical = 0x8000_0000_0000_0000;

    private static int _armed;
    private static bool _strikesReport;

    public static void Arm(byte* name)
    {
        int armed = Number(name);
        if (armed == None)
            Report.Line("shim.defect is ignored; known: null, address, divide, overflow, stack, program-read, program-code, own-text, index, copy, report"u8);
        else
            _armed = armed;
    }

    public static void Strike()
    {
        int armed = _armed;
        _armed = None;
        switch (armed)
        {
            case Null:
                *(ulong*)sizeof(ulong) = 1;
                break;
            case Address:
                *(ulong*)NonCanonical = 1;
                break;
            case Divide:
                _armed = 1 / _armed;
                break;
            case Overflow:
                _armed = Recurse(1);
                break;
            case Stack:
                Cpu.LoseStack();
                break;
            case ProgramRead:
                _armed = (int)*(ulong*)Scheduler.Current->Rsp;
                break;
            case ProgramCode:
                ((delegate*<void>)LinkedAddresses.ProgramEntry())();
                break;
            case OwnText:
                *(byte*)LinkedAddresses.TextStart() = 0;
                break;
            case Index:
                _armed = "x"u8[armed];
                break;
            case Copy:
                ProgramMemory.TryCopyIn((void*)LinkedAddresses.TextStart(), Scheduler.Current->Rsp, sizeof(ulong));
                break;
            case InReport:
                _strikesReport = true;
                Panic.Stop("on request"u8);
                break;
        }
    }

    /// <summary>Called where a report is half printed.</summary>
    public static void StrikeReport()
    {
        if (_strikesReport)
            *(ulong*)sizeof(ulong) = 1;
    }

    private static int Recurse(int depth) => Recurse(depth + 1) + depth;

    private static int Number(byte* name)
    {
        if (Is(name, "null"u8))
            return Null;
        if (Is(name, "address"u8))
            return Address;
        if (Is(name, "divide"u8))
            return Divide;
        if (Is(name, "overflow"u8))
            return Overflow;
        if (Is(name, "stack"u8))
            return Stack;
        if (Is(name, "program-read"u8))
            return ProgramRead;
        if (Is(name, "program-code"u8))
            return ProgramCode;
        if (Is(name, "own-text"u8))
            return OwnText;
        if (Is(name, "index"u8))
            return Index;
        if (Is(name, "copy"u8))
            return Copy;
        return Is(name, "report"u8) ? InReport : None;
    }

    private static bool Is(byte* name, ReadOnlySpan<byte> expected)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (name[i] != expected[i])
                return false;
        }

        return name[expected.Length] == 0;
    }
}
