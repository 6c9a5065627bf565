using System;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;

namespace DSoftBus.KernelShim.Boot;

/// <summary>What the CPU has: demands what programs are compiled for (x86-64-v3), turns on what protects the shim.</summary>
internal static unsafe class CpuFeatures
{
    private const uint EferMsr = 0xC000_0080;
    private const ulong EferNoExecute = 1 << 11;
    private const ulong Cr4Umip = 1 << 11;
    private const ulong Cr4FsGsBase = 1 << 16;
    private const ulong Cr4XSave = 1 << 18;
    private const ulong Cr4Smep = 1 << 20;
    private const ulong Cr4Smap = 1 << 21;

    private const uint ThreeByteNop = 0x001f_0f;

    private const int SeveralProcessorsBit = 28;

    private const int HypervisorBit = 31;
    private const uint HypervisorLeaf = 0x4000_0000;
    private const uint TranslatorName = 0x5447_4354; // "TCGT", the first third of QEMU's "TCGTCGTCGTCG"

    private static bool _lacks;

    private struct Leaf
    {
        public uint A;
        public uint B;
        public uint C;
        public uint D;
    }

    /// <summary>RDRAND is there.</summary>
    public static bool HasRandom { get; private set; }

    /// <summary>AT_HWCAP: CPUID leaf 1, EDX.</summary>
    public static uint HardwareCapabilities { get; private set; }

    /// <summary>QEMU's translator executes the instructions.</summary>
    public static bool IsTranslated { get; private set; }

    /// <summary>Logical processors of the package that the machine was started on.</summary>
    public static uint ProcessorCount { get; private set; }

    /// <summary>Ends with one line that names all that is missing.</summary>
    public static void Require()
    {
        Leaf basic = Query(1);
        Leaf structured = Query(7);
        Leaf extended = Query(0x8000_0001);
        HasRandom = Bit(basic.C, 30);
        HardwareCapabilities = basic.D;
        if (Bit(basic.C, HypervisorBit))
        {
            Leaf hypervisor;
            Cpu.Identify(HypervisorLeaf, 0, (uint*)&hypervisor);
            IsTranslated = hypervisor.B == TranslatorName;
        }

        ProcessorCount = Bit(basic.D, SeveralProcessorsBit) ? (basic.B >> 16) & 0xff : 1;

        Demand(basic.D, 9, "APIC"u8);
        Demand(extended.D, 20, "NX"u8);
        Demand(basic.C, 0, "SSE3"u8);
        Demand(basic.C, 9, "SSSE3"u8);
        Demand(basic.C, 12, "FMA"u8);
        Demand(basic.C, 13, "CMPXCHG16B"u8);
        Demand(basic.C, 19, "SSE4.1"u8);
        Demand(basic.C, 20, "SSE4.2"u8);
        Demand(basic.C, 22, "MOVBE"u8);
        Demand(basic.C, 23, "POPCNT"u8);
        Demand(basic.C, 26, "XSAVE"u8);
        Demand(basic.C, 28, "AVX"u8);
        Demand(basic.C, 29, "F16C"u8);
        Demand(structured.B, 3, "BMI1"u8);
        Demand(structured.B, 5, "AVX2"u8);
        Demand(structured.B, 8, "BMI2"u8);
        Demand(extended.C, 5, "LZCNT"u8);
        if (!_lacks)
            return;
        Report.Text(": the image is compiled for x86-64-v3"u8);
        Report.EndLine();
        PowerOff.AfterLack(MachineLack.Processor);
    }

    /// <summary>NX, XSAVE with the AVX state, SMEP, SMAP and UMIP where present; FSGSBASE off. Must run before the shim's text becomes read-only.</summary>
    public static void Enable()
    {
        Leaf structured = Query(7);
        Cpu.WriteMsr(EferMsr, Cpu.ReadMsr(EferMsr) | EferNoExecute);
        ulong control = Cpu.ReadControl4() | Cr4XSave;
        control &= ~Cr4FsGsBase;
        if (Bit(structured.B, 7))
            control |= Cr4Smep;
        if (Bit(structured.B, 20))
            control |= Cr4Smap;
        else
            RemoveSmapInstructions();
        if (Bit(structured.C, 2))
            control |= Cr4Umip;
        Cpu.WriteControl4(control);
        Cpu.WriteExtendedControl(FloatingPoint.Enabled);
    }

    private static void RemoveSmapInstructions()
    {
        for (ulong* site = (ulong*)LinkedAddresses.SmapSites(); *site != 0; site++)
        {
            byte* instruction = (byte*)PhysicalMemory.At(*site);
            for (int i = 0; i < 3; i++)
                instruction[i] = (byte)(ThreeByteNop >> (i * 8));
        }
    }

    private static Leaf Query(uint leaf)
    {
        Leaf result;
        Cpu.Identify(leaf & 0x8000_0000, 0, (uint*)&result);
        if (result.A < leaf)
            return default;
        Cpu.Identify(leaf, 0, (uint*)&result);
        return result;
    }

    private static bool Bit(uint value, int bit) => (value >> bit & 1) != 0;

    private static void Demand(uint value, int bit, ReadOnlySpan<byte> name)
    {
        if (Bit(value, bit))
            return;
        Report.Text(_lacks ? " "u8 : "[shim] the CPU lacks "u8);
        Report.Text(name);
        _lacks = true;
    }
}
