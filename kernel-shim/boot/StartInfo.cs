using DSoftBus.KernelShim.Firmware;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;

namespace DSoftBus.KernelShim.Boot;

/// <summary>What the loader passes (struct hvm_start_info, Xen public/arch-x86/hvm/start_info.h). Copied before its memory is reused.</summary>
internal unsafe struct StartInfo
{
    private const uint ExpectedMagic = 0x336e_c578;
    private const uint MostEntries = 256;
    private const uint MemoryMapVersion = 1;

    public uint Magic;
    public uint Version;
    public uint Flags;
    public uint ModuleCount;
    public ulong Modules;
    public ulong CommandLine;
    public ulong RootPointer;
    public ulong MemoryMap;
    public uint MemoryMapEntries;
    public uint Reserved;

    private struct MemoryMapEntry
    {
        public ulong Address;
        public ulong Size;
        public uint Type;
        public uint Reserved;
    }

    /// <summary>Reads the memory map, the firmware's tables, the boot module's place and the command line.</summary>
    public static void Read(ulong physical)
    {
        var info = (StartInfo*)PhysicalMemory.At(physical);
        if (info->Magic != ExpectedMagic || info->Version < MemoryMapVersion)
        {
            Report.Line("not started by a PVH loader with a memory map"u8);
            PowerOff.AfterLack(MachineLack.Loader);
        }

        var entries = (MemoryMapEntry*)PhysicalMemory.At(info->MemoryMap);
        MachineFirmware.Begin();
        for (uint i = 0; i < info->MemoryMapEntries && i < MostEntries; i++)
        {
            Boot.MemoryMap.Add(entries[i].Address, entries[i].Size, entries[i].Type);
            MachineFirmware.Allow(entries[i].Address, entries[i].Size, entries[i].Type);
        }

        MachineFirmware.Read(info->RootPointer);
        BootModule.Read(info->Modules, info->ModuleCount);
        if (info->CommandLine != 0)
            Boot.CommandLine.Copy((byte*)PhysicalMemory.At(info->CommandLine));
    }
}
