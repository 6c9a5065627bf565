using System.Runtime;
using DSoftBus.KernelShim.Calls;
using DSoftBus.KernelShim.Calls.Files;
using DSoftBus.KernelShim.Firmware;
using DSoftBus.KernelShim.Interrupts;
using DSoftBus.KernelShim.Memory;
using DSoftBus.KernelShim.Panics;
using DSoftBus.KernelShim.Threads;
using DSoftBus.KernelShim.Time;
using DSoftBus.KernelShim.Traps;

namespace DSoftBus.KernelShim.Boot;

/// <summary>The order in which the machine comes up, from the boot stub to the program's first instruction.</summary>
internal static unsafe class Start
{
    private const ulong ProgramFlags = 0x202;
    private const ulong LittleMemory = 8UL << 20;

    [RuntimeExport("kernel_main")]
    private static void Main(ulong startInfo)
    {
        Uart.Initialize();
        CpuFeatures.Require();
        DescriptorTables.Load();
        CpuFeatures.Enable();
        StartInfo.Read(startInfo);
        MemoryMap.Release();
        KernelMap.TakeOver();

        LegacyController.Disable();
        LocalApic.Initialize();
        IoApic.Initialize();
        Calibration.Run();
        RandomGenerator.Initialize();
        CommandLine.Parse();
        MachineFirmware.AddDevices();
        MachineFirmware.CountProcessors();
        FileTable.Initialize();

        Scheduler.Initialize();
        Thread* thread = ThreadTable.Create();
        if (thread == null)
            Panic.Stop("no memory for the first thread"u8);
        ClockPage.Map();
        thread->Rip = LinkedAddresses.ProgramEntry();
        thread->Rsp = ProgramStack.Build();
        thread->Flags = ProgramFlags;
        if (FrameAllocator.FreePages < LittleMemory / PhysicalMemory.PageSize)
            Report.Line("little memory: a managed program needs about 8 MiB besides the image"u8);
        Scheduler.Start(thread);
        Scheduler.Leave();
        Cpu.ReturnToProgram();
    }
}
