using Iced.Intel;

namespace DSoftBus.Qemu.Crash;

/// <summary>What the unstripped link result knows: names, lines and instructions by address.</summary>
public sealed class SymbolFile
{
    /// <summary>Bytes of the longest call with an indirect operand that compilers emit, prefixes included.</summary>
    private const int LongestCall = 8;

    /// <summary>Bytes of the longest instruction (Intel SDM volume 2, section 2.3.11).</summary>
    private const int LongestInstruction = 15;

    /// <summary>Where the build's path map puts the checkout.</summary>
    private const string MappedRoot = "/src/";

    private readonly ElfFile _elf;
    private readonly DwarfLines _lines;

    private SymbolFile(ElfFile elf, DwarfLines lines, DwarfError lineError)
    {
        _elf = elf;
        _lines = lines;
        LineError = lineError;
    }

    /// <summary>Why the line table ended early; names do not need it.</summary>
    public DwarfError LineError { get; }

    /// <summary>Reads names and lines; the error is that of the ELF file.</summary>
    public static ElfError TryRead(ReadOnlyMemory<byte> bytes, out SymbolFile? symbols)
    {
        symbols = null;
        ElfError error = ElfFile.TryRead(bytes, out ElfFile? elf);
        if (elf is null)
            return error;
        DwarfError lineError = DwarfLines.Read(BytesOf(elf, ".debug_line"), BytesOf(elf, ".debug_str"), BytesOf(elf, ".debug_line_str"), out DwarfLines lines);
        symbols = new SymbolFile(elf, lines, lineError);
        return ElfError.None;
    }

    /// <summary>Name and line of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="onStack">Whether it comes from the stack: a return address belongs to the call before it.</param>
    public CrashFrame Describe(ulong address, bool onStack)
    {
        bool afterCall = onStack && FollowsCall(address);
        ulong within = afterCall ? address - 1 : address;
        SourceLine? source = _lines.Find(within) is { Line: > 0 } line ? line with { File = Relative(line.File) } : null;
        return _elf.Find(within) is { } symbol
            ? new CrashFrame(address, MethodName.Readable(symbol.Name), address - symbol.Address, source, afterCall)
            : new CrashFrame(address, null, 0, source, afterCall);
    }

    /// <summary>The instruction at <paramref name="address"/> in Intel syntax; null when it is not code of the image.</summary>
    public string? Disassemble(ulong address)
    {
        ReadOnlySpan<byte> code = _elf.Code(address);
        if (code.IsEmpty)
            return null;
        Instruction instruction = Decode(code, address);
        if (instruction.IsInvalid)
            return "(bad)";
        var output = new StringOutput();
        new IntelFormatter().Format(instruction, output);
        return output.ToStringAndReset();
    }

    private bool FollowsCall(ulong address)
    {
        for (int length = 2; length <= LongestCall && (ulong)length <= address; length++)
        {
            ReadOnlySpan<byte> code = _elf.Code(address - (ulong)length);
            if (code.Length < length)
                continue;
            Instruction instruction = Decode(code, address - (ulong)length);
            if (instruction.Length == length && instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall && instruction.Mnemonic == Mnemonic.Call)
                return true;
        }

        return false;
    }

    private static Instruction Decode(ReadOnlySpan<byte> code, ulong address) =>
        Decoder.Create(64, code[..Math.Min(code.Length, LongestInstruction)].ToArray(), address).Decode();

    private static string Relative(string file) => file.StartsWith(MappedRoot, StringComparison.Ordinal) ? file[MappedRoot.Length..] : file;

    private static ReadOnlyMemory<byte> BytesOf(ElfFile elf, string section) => elf.Section(section)?.Bytes ?? default;
}
