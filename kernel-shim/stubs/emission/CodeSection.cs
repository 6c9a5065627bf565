using DSoftBus.KernelShim.Stubs.Elf;
using Iced.Intel;

namespace DSoftBus.KernelShim.Stubs.Emission;

/// <summary>One section of machine code under construction: an Iced assembler plus symbols of other sections and objects.</summary>
/// <remarks>
/// Iced knows labels inside one block only. A symbol from elsewhere is given a stand-in address in a window of its own;
/// after encoding, every operand that lies in a window becomes a relocation and is zeroed. The count of operands so
/// found must equal the count of symbols asked for, so a constant that happens to lie in a window cannot go unnoticed.
/// </remarks>
internal sealed class CodeSection(string name, int bitness)
{
    private const ulong Base = 0x1000_0000;
    private const ulong FirstWindow = 0x2000_0000;
    private const ulong WindowSize = 0x1_0000;

    private readonly List<string> _externals = [];
    private readonly List<(string Name, Label Label)> _defined = [];
    private int _references;

    /// <summary>The assembler to emit instructions with.</summary>
    public Assembler Code { get; } = new(bitness);

    /// <summary>A stand-in for the address of <paramref name="symbol"/>, for exactly one operand.</summary>
    public uint Address(string symbol, int offset = 0)
    {
        int index = _externals.IndexOf(symbol);
        if (index < 0)
        {
            index = _externals.Count;
            _externals.Add(symbol);
        }

        _references++;
        return (uint)(FirstWindow + (ulong)index * WindowSize + WindowSize / 2 + (ulong)(long)offset);
    }

    /// <summary>Names the next instruction.</summary>
    public Label Define(string symbol)
    {
        var label = Code.CreateLabel(symbol);
        Code.Label(ref label);
        _defined.Add((symbol, label));
        return label;
    }

    /// <summary>Encodes the section and writes its listing.</summary>
    public ElfSection Finish(StubListing listing)
    {
        using var stream = new MemoryStream();
        var result = Code.Assemble(new StreamCodeWriter(stream), Base, BlockEncoderOptions.ReturnNewInstructionOffsets);
        byte[] bytes = stream.ToArray();
        var section = new ElfSection(name, ElfSectionKind.Code, 16);
        foreach (var (symbol, label) in _defined)
            section.Symbols.Add(new ElfSymbol(symbol, (int)(result.GetLabelRIP(label) - Base), IsFunction: true));

        listing.BeginSection(name, bitness);
        var decoder = Decoder.Create(bitness, (byte[])bytes.Clone());
        decoder.IP = Base;
        while (decoder.IP < Base + (ulong)bytes.Length)
        {
            int offset = (int)(decoder.IP - Base);
            decoder.Decode(out var instruction);
            if (instruction.IsInvalid)
                throw new InvalidOperationException($"{name}+{offset:x}: the encoded bytes do not decode.");
            Relocate(section, bytes, offset, instruction, decoder.GetConstantOffsets(instruction));
            listing.Add(section, bytes.AsSpan(offset, instruction.Length), offset, instruction);
        }

        if (section.Relocations.Count != _references)
            throw new InvalidOperationException($"{name}: {_references} symbol references but {section.Relocations.Count} relocations.");
        section.Bytes.AddRange(bytes);
        return section;
    }

    private void Relocate(ElfSection section, byte[] bytes, int offset, in Instruction instruction, in ConstantOffsets constants)
    {
        if (constants.HasDisplacement && TryResolve(instruction.MemoryDisplacement64, out string symbol, out long addend))
        {
            var type = constants.DisplacementSize switch
            {
                8 => ElfRelocationType.Absolute64,
                4 when bitness == 64 => ElfRelocationType.AbsoluteSigned32,
                _ => ElfRelocationType.Absolute32,
            };
            Add(section, bytes, offset + constants.DisplacementOffset, constants.DisplacementSize, type, symbol, addend);
        }

        if (!constants.HasImmediate)
            return;
        if (instruction.Op0Kind is OpKind.NearBranch32 or OpKind.NearBranch64)
        {
            if (TryResolve(instruction.NearBranchTarget, out symbol, out addend))
                Add(section, bytes, offset + constants.ImmediateOffset, 4, ElfRelocationType.Procedure32, symbol, addend - 4);
        }
        else if (constants.ImmediateSize is 4 or 8)
        {
            ulong value = constants.ImmediateSize == 8 ? BitConverter.ToUInt64(bytes, offset + constants.ImmediateOffset) : BitConverter.ToUInt32(bytes, offset + constants.ImmediateOffset);
            var type = constants.ImmediateSize == 8 ? ElfRelocationType.Absolute64 : ElfRelocationType.Absolute32;
            if (TryResolve(value, out symbol, out addend))
                Add(section, bytes, offset + constants.ImmediateOffset, constants.ImmediateSize, type, symbol, addend);
        }
    }

    private static void Add(ElfSection section, byte[] bytes, int at, int size, ElfRelocationType type, string symbol, long addend)
    {
        bytes.AsSpan(at, size).Clear();
        section.Relocations.Add(new ElfRelocation(at, type, symbol, addend));
    }

    private bool TryResolve(ulong value, out string symbol, out long addend)
    {
        ulong index = (value - FirstWindow) / WindowSize;
        bool known = value >= FirstWindow && index < (ulong)_externals.Count;
        symbol = known ? _externals[(int)index] : "";
        addend = known ? (long)(value - FirstWindow - index * WindowSize) - (long)(WindowSize / 2) : 0;
        return known;
    }
}
