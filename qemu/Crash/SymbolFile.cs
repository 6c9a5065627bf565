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
    private readonly Dictionary<ulong, bool> _returnAddresses = [];

    private SymbolFile(ElfFile elf, DwarfLines lines, DwarfError lineError, CallFrames frames, CallFrameError frameError)
    {
        _elf = elf;
        _lines = lines;
        LineError = lineError;
        CallFrames = frames;
        FrameError = frameError;
    }

    /// <summary>Why the line table ended early; names do not need it.</summary>
    public DwarfError LineError { get; }

    /// <summary>How to unwind the image's code.</summary>
    public CallFrames CallFrames { get; }

    /// <summary>Why the call-frame information ended early; what it lacks is searched for.</summary>
    public CallFrameError FrameError { get; }

    /// <summary>Reads names and lines; the error is that of the ELF file.</summary>
    public static ElfError TryRead(ReadOnlyMemory<byte> bytes, out SymbolFile? symbols)
    {
        symbols = null;
        ElfError error = ElfFile.TryRead(bytes, out ElfFile? elf);
        if (elf is null)
            return error;
        DwarfError lineError = DwarfLines.Read(BytesOf(elf, ".debug_line"), BytesOf(elf, ".debug_str"), BytesOf(elf, ".debug_line_str"), out DwarfLines lines);
        CallFrameError frameError = CallFrames.Read(BytesOf(elf, ".eh_frame"), elf.Section(".eh_frame")?.Address ?? 0, out CallFrames frames);
        symbols = new SymbolFile(elf, lines, lineError, frames, frameError);
        return ElfError.None;
    }

    /// <summary>Name and line of an address. A return address belongs to the call before it.</summary>
    public CrashFrame Describe(ulong address, FrameOrigin origin)
    {
        ulong within = origin != FrameOrigin.Pointer && IsReturnAddress(address) ? address - 1 : address;
        SourceLine? source = _lines.Find(within) is { Line: > 0 } line ? line with { File = Relative(line.File) } : null;
        return _elf.Find(within) is { } symbol
            ? new CrashFrame(address, MethodName.Readable(symbol.Name), address - symbol.Address, source, origin)
            : new CrashFrame(address, null, 0, source, origin);
    }

    /// <summary>Whether the instruction before <paramref name="address"/> is a call.</summary>
    public bool IsReturnAddress(ulong address)
    {
        if (!_returnAddresses.TryGetValue(address, out bool follows))
            _returnAddresses.Add(address, follows = FollowsCall(address));
        return follows;
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
            if (instruction.Length == length && instruction.Mnemonic == Mnemonic.Call)
                return true;
        }

        return false;
    }

    private static Instruction Decode(ReadOnlySpan<byte> code, ulong address) =>
        Decoder.Create(64, code[..Math.Min(code.Length, LongestInstruction)].ToArray(), address).Decode();

    private static string Relative(string file) => file.StartsWith(MappedRoot, StringComparison.Ordinal) ? file[MappedRoot.Length..] : file;

    private static ReadOnlyMemory<byte> BytesOf(ElfFile elf, string section) => elf.Section(section)?.Bytes ?? default;
}
