using System.Buffers.Binary;
using System.Text;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;
using DSoftBus.KernelShim.Time;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>The page with the program's clock: a shared object that a C library finds by AT_SYSINFO_EHDR and takes <c>clock_gettime</c> from.</summary>
/// <remarks>
/// System V gABI chapters 4 and 5: header, two program headers, dynamic section, hash table with one bucket, two symbols, their names.
/// There are no section headers and no relocations; all addresses are offsets from the page's start.
/// </remarks>
internal static class ClockObject
{
    public const string Symbol = "clock_object";
    public const string Function = "__vdso_clock_gettime";

    private const string Name = "linux-vdso.so.1";
    private const int PageSize = 4096;
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SymbolSize = 24;
    private const int Dynamic = HeaderSize + 2 * ProgramHeaderSize;
    private const int DynamicSize = 7 * 16;
    private const int Hash = Dynamic + DynamicSize;
    private const int Symbols = Hash + 24;
    private const int Strings = Symbols + 2 * SymbolSize;
    private const int CodeStart = ClockPageLayout.WallAtStart + 8;

    private const uint NanosecondsPerSecond = 1_000_000_000;
    private const int ClockGetTime = 228;
    private const int LargestClock = 7;

    /// <summary>Clocks 0 and 5 are the wall's; these and 1, 4, 6 and 7 are answered here (linux/time.h).</summary>
    private const uint WallClocks = 1 << 0 | 1 << 5;
    private const uint AnsweredClocks = WallClocks | 1 << 1 | 1 << 4 | 1 << 6 | 1 << 7;

    /// <summary>The object, its parameters still zero.</summary>
    public static byte[] Create(StubListing listing)
    {
        byte[] page = new byte[ClockPageLayout.Size];
        WriteHeaders(page);
        byte[] names = Encoding.ASCII.GetBytes($"\0{Function}\0{Name}\0");
        WriteDynamic(page, names.Length);
        ReadOnlySpan<uint> hash = [1, 2, 1, 0, 0]; // one bucket, two symbols, the bucket's first symbol, the chain behind each
        for (int i = 0; i < hash.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(Hash + i * 4), hash[i]);
        var symbol = page.AsSpan(Symbols + SymbolSize);
        BinaryPrimitives.WriteUInt32LittleEndian(symbol, 1); // its name
        symbol[4] = 0x12; // global function
        symbol[6] = 1; // defined: any section but 0
        BinaryPrimitives.WriteUInt64LittleEndian(symbol[8..], CodeStart);
        names.CopyTo(page, Strings);
        byte[] code = Emit();
        BinaryPrimitives.WriteUInt64LittleEndian(symbol[16..], (ulong)code.Length);
        if (Strings + names.Length > ClockPageLayout.Start || CodeStart + code.Length > page.Length)
            throw new InvalidOperationException("The clock's object does not fit its layout.");
        code.CopyTo(page, CodeStart);
        List(listing, page, code.Length);
        return page;
    }

    /// <summary>int clock_gettime(int clock, struct timespec*): the sum of Clock.Now in the shim; a clock that needs the kernel is a system call.</summary>
    private static byte[] Emit()
    {
        var a = new Assembler(64);
        var (call, monotonic) = (a.CreateLabel(), a.CreateLabel());
        var (start, multiplier, wallAtStart) = (a.CreateLabel(), a.CreateLabel(), a.CreateLabel());
        Parameter(a, ref start);
        Parameter(a, ref multiplier);
        Parameter(a, ref wallAtStart);
        a.cmp(edi, LargestClock);
        a.ja(call);
        a.mov(eax, AnsweredClocks);
        a.bt(eax, edi);
        a.jnc(call);
        a.lfence();
        a.rdtsc();
        a.shl(rdx, 32);
        a.or(rax, rdx);
        a.sub(rax, __qword_ptr[start]);
        a.mul(__qword_ptr[multiplier]);
        a.shrd(rax, rdx, 32);
        a.mov(ecx, WallClocks);
        a.bt(ecx, edi);
        a.jnc(monotonic);
        a.add(rax, __qword_ptr[wallAtStart]);
        a.Label(ref monotonic);
        a.xor(edx, edx);
        a.mov(ecx, NanosecondsPerSecond);
        a.div(rcx);
        a.mov(__qword_ptr[rsi], rax);
        a.mov(__qword_ptr[rsi + 8], rdx);
        a.xor(eax, eax);
        a.ret();
        a.Label(ref call);
        a.mov(eax, ClockGetTime);
        a.syscall();
        a.ret();

        using var stream = new MemoryStream();
        a.Assemble(new StreamCodeWriter(stream), ClockPageLayout.Start);
        return stream.ToArray()[(CodeStart - ClockPageLayout.Start)..];
    }

    // In the order of the layout, before the code.
    private static void Parameter(Assembler a, ref Label label)
    {
        a.Label(ref label);
        a.dq(0UL);
    }

    private static void WriteHeaders(Span<byte> page)
    {
        "\u007fELF"u8.CopyTo(page);
        ReadOnlySpan<byte> identity = [2, 1, 1]; // 64-bit, little-endian, version 1
        identity.CopyTo(page[4..]);
        BinaryPrimitives.WriteUInt16LittleEndian(page[16..], 3); // shared object
        BinaryPrimitives.WriteUInt16LittleEndian(page[18..], 62); // x86-64
        BinaryPrimitives.WriteUInt32LittleEndian(page[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(page[32..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(page[52..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(page[54..], ProgramHeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(page[56..], 2);
        WriteProgramHeader(page[HeaderSize..], type: 1, flags: 5, 0, ClockPageLayout.Size, PageSize);
        WriteProgramHeader(page[(HeaderSize + ProgramHeaderSize)..], type: 2, flags: 4, Dynamic, DynamicSize, 8);
    }

    private static void WriteProgramHeader(Span<byte> header, uint type, uint flags, ulong offset, ulong size, ulong alignment)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], flags);
        ulong[] rest = [offset, offset, offset, size, size, alignment]; // in the file, virtual, physical, sizes in the file and in memory
        for (int i = 0; i < rest.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(header[(8 + i * 8)..], rest[i]);
    }

    private static void WriteDynamic(Span<byte> page, int namesLength)
    {
        // DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_SONAME, DT_NULL
        (ulong Tag, int Value)[] entries =
            [(4, Hash), (5, Strings), (6, Symbols), (10, namesLength), (11, SymbolSize), (14, Function.Length + 2), (0, 0)];
        for (int i = 0; i < entries.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(page[(Dynamic + i * 16)..], entries[i].Tag);
            BinaryPrimitives.WriteUInt64LittleEndian(page[(Dynamic + i * 16 + 8)..], (ulong)entries[i].Value);
        }
    }

    private static void List(StubListing listing, byte[] page, int length)
    {
        listing.BeginSection("clock page", bitness: 64);
        var section = new ElfSection(Symbol, ElfSectionKind.Code, 8);
        section.Symbols.Add(new ElfSymbol(Function, CodeStart, IsFunction: true));
        var decoder = Iced.Intel.Decoder.Create(64, page[CodeStart..(CodeStart + length)]);
        decoder.IP = CodeStart;
        while (decoder.IP < (ulong)(CodeStart + length))
        {
            int offset = (int)decoder.IP;
            decoder.Decode(out var instruction);
            listing.Add(section, page.AsSpan(offset, instruction.Length), offset, instruction);
        }
    }
}
