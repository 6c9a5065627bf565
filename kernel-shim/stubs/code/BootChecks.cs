using System.Text;
using DSoftBus.KernelShim.Boot;
using DSoftBus.KernelShim.Stubs.Elf;
using DSoftBus.KernelShim.Stubs.Emission;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace DSoftBus.KernelShim.Stubs.Code;

/// <summary>What the boot stub asks of the machine before it touches the image: a 64-bit CPU, a PVH memory map, memory under the image, no module over it.</summary>
/// <remarks>
/// Compiled code cannot ask: without the memory it is not there, without the CPU it does not run. So the stub, its texts and its stack lie in
/// a segment of their own in the first megabyte (<c>.kboot</c>, see sections.ld), which every machine has. Structures: Xen
/// public/arch-x86/hvm/start_info.h. On entry EBX is the start info; it stays there.
/// </remarks>
internal static class BootChecks
{
    /// <summary>Free memory behind the image without which nothing can run: the shim's bookkeeping, the first page tables, the first thread.</summary>
    public const int LeastFree = 256 << 10;

    private const int DebugExitPort = 0xf4;
    private const int SerialPort = 0x3f8;
    private const int SerialStatus = SerialPort + 5;
    private const int TransmitEmpty = 0x20;
    private const int PatienceInPolls = 1 << 20;

    private const int IdentificationFlag = 1 << 21;
    private const uint ExtendedLeaf = 0x8000_0001;
    private const int LongModeBit = 29;
    private const int FxsrSseSse2 = 7 << 24;

    private const int StartInfoMagic = 0x336e_c578;
    private const int MostEntries = 256;
    private const int EntrySize = 24;
    private const int StackSize = 512;

    private const string StackTop = "boot_check_stack";
    private const string NoProcessor = "boot_text_processor";
    private const string NoLoader = "boot_text_loader";
    private const string NoMemory = "boot_text_memory";
    private const string Found = "boot_text_found";
    private const string Unit = "boot_text_unit";
    private const string ModuleOver = "boot_text_module";

    /// <summary>Texts and stack of the checks.</summary>
    public static ElfSection Data()
    {
        var section = new ElfSection(ShimSections.BootData, ElfSectionKind.ReadOnlyData, 16);
        Text(section, NoProcessor, "[shim] the CPU lacks 64-bit mode or SSE2: the image is compiled for x86-64-v3\r\n");
        Text(section, NoLoader, "[shim] not started by a PVH loader with a memory map\r\n");
        Text(section, NoMemory, "[shim] too little memory: the image needs at least ");
        Text(section, Found, " KiB, the machine has ");
        Text(section, Unit, " KiB\r\n");
        Text(section, ModuleOver, "[shim] the boot module lies over the image: the machine needs more memory\r\n");
        section.Append("boot_empty_table", new byte[8], 8);
        section.Append("boot_check_stack_bottom", new byte[StackSize], 16);
        section.Append(StackTop, new byte[16], 16);
        return section;
    }

    /// <summary>Falls through when the machine will do.</summary>
    public static void Emit(CodeSection section)
    {
        var a = section.Code;
        Label refuse = a.CreateLabel(), print = a.CreateLabel(), number = a.CreateLabel(), put = a.CreateLabel(), good = a.CreateLabel();
        a.mov(esp, section.Address(StackTop));
        a.mov(ebp, ebx); // CPUID overwrites EBX

        Label noProcessor = a.CreateLabel(), noLoader = a.CreateLabel(), noMemory = a.CreateLabel(), moduleOver = a.CreateLabel();
        EmitProcessor(a, noProcessor);
        a.cmp(__dword_ptr[ebp], StartInfoMagic);
        a.jne(noLoader);
        a.cmp(__dword_ptr[ebp + 4], 1);
        a.jb(noLoader);
        EmitMemory(section, noMemory);
        EmitModule(section, moduleOver);
        a.mov(ebx, ebp);
        a.jmp(good);

        EmitRefusal(section, noProcessor, NoProcessor, MachineLack.Processor, refuse);
        EmitRefusal(section, noLoader, NoLoader, MachineLack.Loader, refuse);
        EmitRefusal(section, moduleOver, ModuleOver, MachineLack.BootModule, refuse);

        a.Label(ref noMemory); // EDI: where memory ends
        a.mov(esi, section.Address(NoMemory));
        a.call(print);
        a.mov(eax, section.Address(LinkerSymbols.ImageEnd));
        a.add(eax, LeastFree);
        a.call(number);
        a.mov(esi, section.Address(Found));
        a.call(print);
        a.mov(eax, edi);
        a.call(number);
        a.mov(esi, section.Address(Unit));
        a.mov(edi, (int)MachineLack.Memory);

        a.Label(ref refuse); // ESI: text, EDI: value
        a.call(print);
        a.mov(eax, edi);
        a.mov(edx, DebugExitPort);
        a.@out(dx, al);
        // No such device: an empty interrupt table turns the next exception into a reset, which QEMU -no-reboot ends with.
        a.lidt(__[section.Address("boot_empty_table")]);
        a.int3();

        EmitPrinting(a, print, number, put);
        a.Label(ref good);
    }

    private static void EmitProcessor(Assembler a, Label lacks)
    {
        a.pushfd();
        a.pop(eax);
        a.mov(ecx, eax);
        a.xor(eax, IdentificationFlag);
        a.push(eax);
        a.popfd();
        a.pushfd();
        a.pop(eax);
        a.xor(eax, ecx);
        a.test(eax, IdentificationFlag);
        a.jz(lacks); // no CPUID
        a.mov(eax, ExtendedLeaf & 0x8000_0000);
        a.cpuid();
        a.cmp(eax, ExtendedLeaf);
        a.jb(lacks);
        a.mov(eax, ExtendedLeaf);
        a.cpuid();
        a.bt(edx, LongModeBit);
        a.jnc(lacks);
        a.mov(eax, 1);
        a.cpuid();
        a.and(edx, FxsrSseSse2);
        a.cmp(edx, FxsrSseSse2);
        a.jne(lacks);
    }

    /// <summary>Looks for a range of RAM from below the image to beyond it; EDI becomes the highest end of those that begin below it.</summary>
    private static void EmitMemory(CodeSection section, Label lacks)
    {
        var a = section.Code;
        Label next = a.CreateLabel(), skip = a.CreateLabel(), enough = a.CreateLabel();
        a.mov(esi, __dword_ptr[ebp + 40]);
        a.mov(ecx, __dword_ptr[ebp + 48]);
        a.xor(edi, edi);
        a.cmp(ecx, MostEntries);
        a.jbe(next);
        a.mov(ecx, MostEntries);
        a.Label(ref next);
        a.test(ecx, ecx);
        a.jz(lacks);
        a.cmp(__dword_ptr[esi + 16], 1);
        a.jne(skip);
        a.cmp(__dword_ptr[esi + 4], 0);
        a.jne(skip);
        a.mov(eax, __dword_ptr[esi]);
        a.cmp(eax, section.Address(LinkerSymbols.ImageHeader));
        a.ja(skip);
        a.cmp(__dword_ptr[esi + 12], 0);
        a.jne(enough); // 4 GiB or more
        a.add(eax, __dword_ptr[esi + 8]);
        a.jc(enough);
        a.mov(edx, section.Address(LinkerSymbols.ImageEnd));
        a.add(edx, LeastFree);
        a.cmp(eax, edx);
        a.jae(enough);
        a.cmp(eax, edi);
        a.jbe(skip);
        a.mov(edi, eax);
        a.Label(ref skip);
        a.add(esi, EntrySize);
        a.dec(ecx);
        a.jmp(next);
        a.Label(ref enough);
    }

    /// <summary>The loader wrote the first module over the image if they overlap; then nothing of the image may run.</summary>
    private static void EmitModule(CodeSection section, Label over)
    {
        var a = section.Code;
        Label fine = a.CreateLabel();
        a.cmp(__dword_ptr[ebp + 12], 0);
        a.je(fine);
        a.mov(esi, __dword_ptr[ebp + 16]);
        a.cmp(__dword_ptr[esi + 4], 0);
        a.jne(fine); // above 4 GiB
        a.mov(eax, __dword_ptr[esi]);
        a.cmp(eax, section.Address(LinkerSymbols.ImageEnd));
        a.jae(fine);
        a.cmp(__dword_ptr[esi + 12], 0);
        a.jne(over);
        a.add(eax, __dword_ptr[esi + 8]);
        a.jc(over);
        a.cmp(eax, section.Address(LinkerSymbols.ImageHeader));
        a.ja(over);
        a.Label(ref fine);
    }

    private static void EmitRefusal(CodeSection section, Label label, string text, MachineLack lack, Label refuse)
    {
        section.Code.Label(ref label);
        section.Code.mov(esi, section.Address(text));
        section.Code.mov(edi, (int)lack);
        section.Code.jmp(refuse);
    }

    /// <summary>The text at ESI; the bytes in EAX as whole kibibytes; the letter in AL.</summary>
    private static void EmitPrinting(Assembler a, Label print, Label number, Label put)
    {
        Label done = a.CreateLabel(), digit = a.CreateLabel(), show = a.CreateLabel(), wait = a.CreateLabel(), send = a.CreateLabel();
        a.Label(ref print);
        a.mov(al, __byte_ptr[esi]);
        a.test(al, al);
        a.jz(done);
        a.call(put);
        a.inc(esi);
        a.jmp(print);
        a.Label(ref done);
        a.ret();

        a.Label(ref number);
        a.shr(eax, 10);
        a.xor(ecx, ecx);
        a.mov(ebx, 10);
        a.Label(ref digit);
        a.xor(edx, edx);
        a.div(ebx);
        a.add(edx, '0');
        a.push(edx);
        a.inc(ecx);
        a.test(eax, eax);
        a.jnz(digit);
        a.Label(ref show);
        a.pop(eax);
        a.call(put);
        a.dec(ecx);
        a.jnz(show);
        a.ret();

        a.Label(ref put);
        a.push(ecx);
        a.push(eax);
        a.mov(ecx, PatienceInPolls);
        a.mov(edx, SerialStatus);
        a.Label(ref wait);
        a.@in(al, dx);
        a.test(al, TransmitEmpty);
        a.jnz(send);
        a.dec(ecx);
        a.jnz(wait);
        a.Label(ref send);
        a.pop(eax);
        a.mov(edx, SerialPort);
        a.@out(dx, al);
        a.pop(ecx);
        a.ret();
    }

    private static void Text(ElfSection section, string symbol, string text) => section.Append(symbol, [.. Encoding.ASCII.GetBytes(text), 0], 1);
}
