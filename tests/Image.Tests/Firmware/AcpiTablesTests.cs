using DSoftBus.KernelShim.Firmware;
using Xunit;

namespace DSoftBus.Tests.Image.Firmware;

/// <summary>The shim's own reader of ACPI tables, compiled for the host, on crafted tables.</summary>
public sealed class AcpiTablesTests : IDisposable
{
    private readonly FirmwareImage _image = new();

    public void Dispose() => _image.Dispose();

    [Theory]
    [InlineData(true, FirmwareImage.RootPointerAddress, FirmwareImage.RootPointerAddress)] // ACPI 2, the loader says where
    [InlineData(true, FirmwareImage.RootPointerAddress, 0)] // found in the BIOS's memory
    [InlineData(false, FirmwareImage.RootPointerAddress, 0)] // ACPI 1
    [InlineData(true, 0x9_fc10, 0)] // found in the extended BIOS data area
    [InlineData(true, FirmwareImage.RootPointerAddress, 0x1234)] // the loader is wrong
    [InlineData(true, FirmwareImage.RootPointerAddress, long.MaxValue)]
    public void ReadsWhatTheMachineSays(bool isLong, int pointerAt, long told)
    {
        Build(isLong, pointerAt);
        Assert.Equal(AcpiStatus.Read, _image.Read((ulong)told, out MachineDescription machine));
        Assert.Equal((4, 2, 1, 3, 0, 0), (machine.ProcessorCount, machine.ControllerCount, machine.OverrideCount, machine.DeviceCount, machine.DamagedTables, machine.Dropped));
        Assert.Equal((0xfec0_0000ul, 0u), (machine.ControllerAddress(0), machine.ControllerFirstLine(0)));
        Assert.Equal((0xfec1_0000ul, 24u), (machine.ControllerAddress(1), machine.ControllerFirstLine(1)));
        Assert.Equal((2u, 0u), (machine.LineOf(0, out uint flags), flags));
        Assert.Equal((11u, 0u), (machine.LineOf(11, out flags), flags));
        Assert.Equal([(0xfeb0_2e00u, 512u, 47u, 0u), (0xfeb0_2c00u, 512u, 46u, 0u), (0xfeb0_2a00u, 512u, 45u, MachineDescription.ActiveLow)], DevicesOf(machine));
        Assert.Equal((SleepControlKind.Memory, (ulong)Tables.SleepRegister, 0x34u), (machine.Sleep.Kind, machine.Sleep.Address, machine.Sleep.Value));
    }

    [Fact]
    public void FindsNothingInEmptyMemory() => Assert.Equal(AcpiStatus.Absent, _image.Read(0, out _));

    [Fact]
    public void SaysWhenTheRootIsDamaged()
    {
        int root = _image.AddLongRoot();
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, root, root);
        _image.Memory[root + 20]++;
        Assert.Equal(AcpiStatus.RootDamaged, _image.Read(0, out _));
    }

    [Fact]
    public void FallsBackToTheShortRootTable()
    {
        int processors = _image.AddTable("APIC", Tables.Processors(Tables.Processor(0)));
        int shortRoot = _image.AddShortRoot(processors);
        int longRoot = _image.AddLongRoot(processors);
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, shortRoot, longRoot);
        _image.Memory[longRoot + 20]++;
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal((1, 1), (machine.ProcessorCount, machine.DamagedTables));
    }

    [Fact]
    public void ADamagedTableCostsOnlyItself()
    {
        int processors = _image.AddTable("APIC", Tables.Processors(Tables.Processor(0)));
        int devices = _image.AddTable("SSDT", Tables.VirtioDevice("VR00", 0xfeb0_0000, 5));
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, _image.AddLongRoot(processors, devices));
        _image.Memory[processors + 50]++;
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal((0, 1, 1), (machine.ProcessorCount, machine.DeviceCount, machine.DamagedTables));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(FirmwareImage.Size)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public void ALengthOutsideMemoryIsDamage(int length)
    {
        int table = _image.AddTable("APIC", Tables.Processors(Tables.Processor(0)));
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, _image.AddLongRoot(table));
        BitConverter.TryWriteBytes(_image.Memory.AsSpan(table + 4), length);
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal((0, 1), (machine.ProcessorCount, machine.DamagedTables));
    }

    [Fact]
    public void TablesThatPointInCirclesEnd()
    {
        // A root table that lists itself, and a FADT whose DSDT is the FADT.
        int fixedTable = _image.AddTable("FACP", Tables.Fixed(FirmwareImage.TablesStart, 0x604));
        int root = FirmwareImage.TablesStart + 0x120;
        int made = _image.AddLongRoot([.. Enumerable.Repeat(root, 500), fixedTable]);
        Assert.Equal((FirmwareImage.TablesStart, root), (fixedTable, made));
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, root);
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal((0, SleepControlKind.None), (machine.DeviceCount, machine.Sleep.Kind));
    }

    [Fact]
    public void CountsWhatDoesNotFit()
    {
        byte[][] devices = [.. Enumerable.Range(0, 40).Select(i => Tables.VirtioDevice($"VR{i:00}", 0xfeb0_0000 + (uint)i * 512, (uint)i))];
        byte[][] entries = [.. Enumerable.Range(0, 9).Select(i => Tables.Controller(0xfec0_0000 + (uint)i * 4096, (uint)i * 24)), .. Enumerable.Range(0, 18).Select(i => Tables.Override((byte)i, 1, 3))];
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, _image.AddLongRoot(
            _image.AddTable("SSDT", [.. devices.SelectMany(device => device)]),
            _image.AddTable("APIC", Tables.Processors(entries))));
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal((32, 8, 16, 8 + 1 + 2), (machine.DeviceCount, machine.ControllerCount, machine.OverrideCount, machine.Dropped));
    }

    [Theory]
    [InlineData(0x604, 0x2000u)]
    [InlineData(0, 0u)]
    public void FindsTheSleepPortOfAPc(int port, uint value)
    {
        int definitions = _image.AddTable("DSDT", Tables.SoftOff(0));
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, _image.AddLongRoot(_image.AddTable("FACP", Tables.Fixed(definitions, (ushort)port))));
        _image.Read(0, out MachineDescription machine);
        Assert.Equal((port == 0 ? SleepControlKind.None : SleepControlKind.Port, (ulong)port, value), (machine.Sleep.Kind, machine.Sleep.Address, machine.Sleep.Value));
    }

    [Theory]
    [InlineData(0x10_0000)] // memory: the shim must not write there
    [InlineData(0)]
    [InlineData(0x1_fea0_0200)]
    public void ASleepRegisterInMemoryIsNotTaken(long address)
    {
        int definitions = _image.AddTable("DSDT", Tables.SoftOff(5));
        _image.PlaceRootPointer(FirmwareImage.RootPointerAddress, 0, _image.AddLongRoot(_image.AddTable("FACP", Tables.ReducedFixed(definitions, address))));
        Assert.Equal(AcpiStatus.Read, _image.Read(0, out MachineDescription machine));
        Assert.Equal(SleepControlKind.None, machine.Sleep.Kind);
    }

    internal static (uint Address, uint Length, uint Line, uint Flags)[] DevicesOf(MachineDescription machine) =>
        [.. Enumerable.Range(0, machine.DeviceCount).Select(i => (machine.DeviceAddress(i), machine.DeviceLength(i), machine.DeviceLine(i), machine.DeviceFlags(i)))];

    private void Build(bool isLong, int pointerAt)
    {
        BitConverter.TryWriteBytes(_image.Memory.AsSpan(0x40e), (ushort)(0x9_fc00 >> 4));
        GoodMachine.Build(_image, isLong, pointerAt);
    }
}
