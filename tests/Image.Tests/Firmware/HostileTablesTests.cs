using DSoftBus.KernelShim.Firmware;
using Xunit;

namespace DSoftBus.Tests.Image.Firmware;

/// <summary>Random damage to good tables: the reader always comes back, within its bounds.</summary>
public sealed class HostileTablesTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void DamageNeverLeavesTheBounds()
    {
        using var image = new FirmwareImage();
        int[] tables = GoodMachine.Build(image);
        byte[] good = image.Memory[FirmwareImage.RootPointerAddress..(tables[^1] + 256)];
        var random = new Random(20_241);
        int read = 0, damaged = 0;
        for (int round = 0; round < Rounds; round++)
        {
            good.CopyTo(image.Memory, FirmwareImage.RootPointerAddress);
            int table = tables[random.Next(tables.Length)];
            for (int i = random.Next(1, 5); i > 0; i--)
                image.Memory[table + random.Next(300)] = (byte)random.Next(256);
            if (random.Next(4) > 0)
                image.Repair(table); // otherwise the checksum ends most rounds
            AcpiStatus status = image.Read(FirmwareImage.RootPointerAddress, out MachineDescription machine);
            Assert.True(machine.DeviceCount <= MachineDescription.MostDevices && machine.ControllerCount <= MachineDescription.MostControllers && machine.OverrideCount <= MachineDescription.MostOverrides);
            Assert.True(machine.Sleep.Kind != SleepControlKind.Memory || machine.Sleep.Address is >= 0xfe00_0000 and <= 0xffff_ffff);
            Assert.True(machine.Sleep.Kind != SleepControlKind.Port || machine.Sleep.Address is > 0 and <= 0xffff);
            read += status == AcpiStatus.Read && machine.DamagedTables == 0 ? 1 : 0;
            damaged += status == AcpiStatus.RootDamaged || machine.DamagedTables > 0 ? 1 : 0;
        }

        // Both kinds must have occurred, or the rounds proved nothing.
        Assert.True(read > Rounds / 10 && damaged > Rounds / 10, $"{read} read, {damaged} damaged");
    }

    [Fact]
    public void RandomBytesBehindTheRootPointerNeverLeaveTheBounds()
    {
        using var image = new FirmwareImage();
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            random.NextBytes(image.Memory.AsSpan(FirmwareImage.TablesStart, 4096));
            image.PlaceRootPointer(FirmwareImage.RootPointerAddress, random.Next(), random.NextInt64() >> random.Next(60));
            image.Read(0, out MachineDescription machine);
            Assert.True(machine.DeviceCount <= MachineDescription.MostDevices);
        }
    }
}
