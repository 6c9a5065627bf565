using System.Buffers.Binary;
using System.Text;
using DSoftBus.KernelShim.Stubs.Code;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Traps;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Guards;

/// <summary>Saves the program's vector registers exactly when the shim is about to use them.</summary>
/// <remarks>
/// The compiler uses vector registers in a few of the shim's functions, to clear and copy structures. The first instructions of every
/// such function F give way to a jump to F$guard, in an object of its own. The guard saves the registers unless that is done already, runs
/// those instructions and jumps back behind them. So every caller passes the guard, and an entry into the shim that meets no such function
/// saves and loads nothing.
/// </remarks>
internal sealed record GuardedObject(byte[] Compiled, byte[] Guards, string Listing)
{
    /// <summary>Where ilc puts machine code.</summary>
    private const string CodeName = "__managedcode";

    private const string GuardSuffix = "$guard";
    private const byte JumpOpcode = 0xe9;
    private const byte Breakpoint = 0xcc;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const int SectionHeaderSize = 64;
    private const byte GlobalUntyped = 0x10;

    /// <param name="compiled">A relocatable object of ilc.</param>
    /// <exception cref="InvalidDataException">A function that uses vector registers cannot be led to a guard.</exception>
    public static GuardedObject Create(byte[] compiled)
    {
        var file = new ElfFile(compiled);
        int Index(string name) => file.Sections.ToList().FindIndex(section => section.Name == name) is var found and > 0 ? found : throw new InvalidDataException($"There is no section {name}.");
        int code = Index(CodeName), relocationTable = Index(".rela" + CodeName), symbolTable = Index(".symtab"), stringTable = (int)file.Sections[symbolTable].Link;
        byte[] Contents(int section) => compiled.AsSpan((int)file.Sections[section].Offset, (int)file.Sections[section].Size).ToArray();

        byte[] codeBytes = Contents(code);
        List<byte> relocations = [.. Contents(relocationTable)], symbols = [.. Contents(symbolTable)], names = [.. Contents(stringTable)];
        var relocated = new HashSet<ulong>();
        for (int i = 0; i < relocations.Count; i += RelocationSize)
            relocated.Add(BinaryPrimitives.ReadUInt64LittleEndian(compiled.AsSpan((int)file.Sections[relocationTable].Offset + i)));
        var section = new CodeSection(ShimSections.Text, bitness: 64);
        foreach (var (function, start) in VectorUsers.Find(ReadSymbols([.. symbols], [.. names]), code, codeBytes, relocated))
        {
            ulong end = start[^1].NextIP;
            codeBytes.AsSpan((int)function.Value, (int)(end - function.Value)).Fill(Breakpoint);
            codeBytes[function.Value] = JumpOpcode;
            codeBytes.AsSpan((int)function.Value + 1, 4).Clear();
            AppendRelocation(relocations, function.Value + 1, symbols.Count / SymbolSize);
            AppendSymbol(symbols, names.Count);
            names.AddRange(Encoding.ASCII.GetBytes(function.Name + GuardSuffix + "\0"));
            EmitGuard(section, function.Name, start, (int)(end - function.Value));
        }

        var listing = new StubListing();
        byte[] guards = ElfObjectWriter.Write([section.Finish(listing)]);
        return new GuardedObject(Rewrite(compiled, [(code, codeBytes), (relocationTable, [.. relocations]), (symbolTable, [.. symbols]), (stringTable, [.. names])]), guards, listing.ToString());
    }

    private static void EmitGuard(CodeSection section, string name, IEnumerable<Instruction> start, int length)
    {
        var a = section.Code;
        var saved = a.CreateLabel();
        section.Define(name + GuardSuffix);
        a.cmp(__qword_ptr[section.Address(ShimSections.CpuData, CpuLayout.VectorsSaved)], 0);
        a.jne(saved);
        a.call((ulong)section.Address("cpu_keep_vectors"));
        a.Label(ref saved);
        foreach (Instruction instruction in start)
            a.AddInstruction(instruction);
        a.jmp((ulong)section.Address(name, length));
    }

    private static IEnumerable<ObjectSymbol> ReadSymbols(byte[] symbols, byte[] names)
    {
        for (int at = 0; at < symbols.Length; at += SymbolSize)
        {
            int name = BinaryPrimitives.ReadInt32LittleEndian(symbols.AsSpan(at));
            yield return new ObjectSymbol(
                Encoding.ASCII.GetString(names, name, Array.IndexOf(names, (byte)0, name) - name),
                symbols[at + 4],
                BinaryPrimitives.ReadUInt16LittleEndian(symbols.AsSpan(at + 6)),
                BinaryPrimitives.ReadUInt64LittleEndian(symbols.AsSpan(at + 8)),
                BinaryPrimitives.ReadUInt64LittleEndian(symbols.AsSpan(at + 16)));
        }
    }

    private static void AppendSymbol(List<byte> symbols, int name)
    {
        Span<byte> entry = stackalloc byte[SymbolSize];
        entry.Clear(); // undefined: the guards' object has it
        BinaryPrimitives.WriteInt32LittleEndian(entry, name);
        entry[4] = GlobalUntyped;
        symbols.AddRange(entry);
    }

    private static void AppendRelocation(List<byte> relocations, ulong offset, int symbol)
    {
        Span<byte> entry = stackalloc byte[RelocationSize];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], ((ulong)symbol << 32) | (uint)ElfRelocationType.Procedure32);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], -4);
        relocations.AddRange(entry);
    }

    // New contents go to the end of the file; their old places stay behind, unused.
    private static byte[] Rewrite(byte[] file, IEnumerable<(int Section, byte[] Contents)> changes)
    {
        var result = new List<byte>(file);
        var places = new List<(int Section, int Offset, int Size)>();
        foreach (var (section, contents) in changes)
        {
            while (result.Count % 32 != 0)
                result.Add(0);
            places.Add((section, result.Count, contents.Length));
            result.AddRange(contents);
        }

        byte[] bytes = [.. result];
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(40));
        foreach (var (section, offset, size) in places)
        {
            Span<byte> header = bytes.AsSpan(headers + section * SectionHeaderSize);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)offset);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)size);
        }

        return bytes;
    }
}
