using System.Runtime.InteropServices;
using DSoftBus.KernelShim.Firmware;
using Xunit;

namespace DSoftBus.Tests.Image.Firmware;

/// <summary>The search for devices in AML, byte by byte.</summary>
public sealed class AmlScannerTests : IDisposable
{
    private readonly FirmwareImage _image = new();

    public void Dispose() => _image.Dispose();

    [Fact]
    public void AnInnerDevicesIdIsNotTheOuterOnes()
    {
        byte[] inner = Tables.Device("INNR", "LNRO0005", [0x79, 0]);
        Assert.Empty(Scan(Tables.Device("OUTR", "PNP0A08", [.. Tables.Window(0xfeb0_0000, 512), .. Tables.Interrupt(5)], inner)));
    }

    [Fact]
    public void ADeviceAfterAnInnerOneIsFound()
    {
        byte[] inner = Tables.VirtioDevice("VR00", 0xfeb0_0000, 5);
        Assert.Equal([0xfeb0_0000, 0xfeb0_0200], Scan([.. Tables.Device("OUTR", "PNP0A08", [0x79, 0], inner), .. Tables.VirtioDevice("VR01", 0xfeb0_0200, 6)]));
    }

    [Fact]
    public void TheSameAddressCountsOnce() =>
        Assert.Equal([0xfeb0_0000], Scan([.. Tables.VirtioDevice("VR00", 0xfeb0_0000, 5), .. Tables.VirtioDevice("VR01", 0xfeb0_0000, 6)]));

    [Fact]
    public void WithoutWindowOrInterruptThereIsNoDevice()
    {
        Assert.Empty(Scan(Tables.Device("VR00", "LNRO0005", [.. Tables.Window(0xfeb0_0000, 512), 0x79, 0])));
        Assert.Empty(Scan(Tables.Device("VR00", "LNRO0005", [.. Tables.Interrupt(5), 0x79, 0])));
        Assert.Empty(Scan(Tables.Device("VR00", "LNRO0005", [0x79, 0, .. Tables.Window(0xfeb0_0000, 512), .. Tables.Interrupt(5)])));
        Assert.Empty(Scan(Tables.Device("VR00", "LNRO0006", [.. Tables.Window(0xfeb0_0000, 512), .. Tables.Interrupt(5)])));
    }

    [Fact]
    public void ADescriptorThatReachesBeyondItsBufferEndsTheList()
    {
        byte[] interrupt = [0x89, 0xff, 0x7f, 1, 1, 5, 0, 0, 0];
        Assert.Empty(Scan(Tables.Device("VR00", "LNRO0005", [.. Tables.Window(0xfeb0_0000, 512), .. interrupt])));
    }

    [Fact]
    public void EveryTruncationFindsTheDeviceOrNothing()
    {
        byte[] whole = Tables.VirtioDevice("VR00", 0xfeb0_0000, 5);
        for (int length = 0; length < whole.Length; length++)
            Assert.Empty(Scan(whole[..length]));
        Assert.Single(Scan(whole));
    }

    [Theory]
    [InlineData(new byte[] { 0x5b, 0x82, 0xff, 0xff, 0xff, 0xff })] // 268435455 bytes
    [InlineData(new byte[] { 0x5b, 0x82, 0x00 })]
    [InlineData(new byte[] { 0x5b, 0x82, 0xc0 })]
    [InlineData(new byte[] { 0x5b, 0x82, 0x40, 0x00 })] // a length shorter than itself
    public void ABadLengthIsPassedOver(byte[] bad) => Assert.Equal([0xfeb0_0000], Scan([.. bad, .. Tables.VirtioDevice("VR00", 0xfeb0_0000, 5)]));

    [Theory]
    [InlineData(new byte[] { 0x12, 6, 4, 0x0a, 5, 0, 0, 0 }, 5)]
    [InlineData(new byte[] { 0x12, 5, 4, 1, 0, 0, 0 }, 1)]
    [InlineData(new byte[] { 0x12, 4, 1, 0x0b, 7, 0 }, -1)] // the number reaches beyond the package
    [InlineData(new byte[] { 0x12, 4, 1, 0x0a, 8 }, -1)] // no sleep type
    [InlineData(new byte[] { 0x12, 2, 0, 1 }, -1)] // an empty package
    [InlineData(new byte[] { 0x12, 3, 1, 0x70 }, -1)] // no number
    [InlineData(new byte[] { 0x0a, 5 }, -1)]
    public void ReadsTheSoftOffState(byte[] value, int expected)
    {
        bool found = Take([0x10, 0x08, .. "_S5_"u8, .. value], bytes => (AmlScanner.TryFindSoftOff(bytes, 0, out uint type), type)) is (true, var read) && read == (uint)expected;
        Assert.Equal(expected >= 0, found);
    }

    private static uint[] Scan(byte[] aml) => Take(aml, bytes =>
    {
        var machine = default(MachineDescription);
        AmlScanner.FindDevices(bytes, 0, ref machine);
        return AcpiTablesTests.DevicesOf(machine).Select(device => device.Address).ToArray();
    });

    private static T Take<T>(byte[] aml, Func<FirmwareBytes, T> use)
    {
        var pin = GCHandle.Alloc(aml, GCHandleType.Pinned);
        try
        {
            var memory = default(FirmwareMemory);
            memory.Initialize((ulong)pin.AddrOfPinnedObject());
            memory.Allow(0, (ulong)aml.Length);
            memory.TryTake(0, (uint)aml.Length, out FirmwareBytes bytes);
            return use(bytes);
        }
        finally
        {
            pin.Free();
        }
    }
}
