using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Tests.Drivers.Model;

namespace DSoftBus.Tests.Drivers.VirtioNet;

/// <summary>What is agreed on when a device offers much and when it offers little (virtio 1.2 section 5.1.3.1).</summary>
public class VirtioNetFeatureTests
{
    private const VirtioNetFeature Sums = VirtioNetFeature.Checksum | VirtioNetFeature.GuestChecksum;
    private readonly NetFixture _net = new();

    [Theory]
    [InlineData(VirtioNetFeature.Checksum)]
    [InlineData(VirtioNetFeature.GuestChecksum)]
    [InlineData(VirtioNetFeature.Mtu)]
    [InlineData(VirtioNetFeature.GuestSegmentation)]
    [InlineData(VirtioNetFeature.Segmentation)]
    [InlineData(VirtioNetFeature.MergeableBuffers)]
    [InlineData(VirtioNetFeature.IndirectDescriptors)]
    [InlineData(VirtioNetFeature.EventIndex)]
    public void EachIsTakenWhereItIsOfferedAndLeftWhereItIsNotWanted(VirtioNetFeature feature)
    {
        _net.Device.OfferedFeatures = ~0UL;
        using (var all = _net.Open())
        {
            Assert.Equal(VirtioNetFeature.All | VirtioNetFeature.Mac, all.Negotiated);
        }

        _net.Options = _net.Options with { Wanted = VirtioNetFeature.All & ~feature };
        using var without = _net.Open();
        Assert.Equal(VirtioNetFeatures.WithoutOrphans(VirtioNetFeature.All & ~feature) | VirtioNetFeature.Mac, without.Negotiated);
        Assert.Equal(VirtioNetFeature.None, without.Negotiated & feature);
        Assert.Equal((ulong)without.Negotiated | ModelDevice.Version1, _net.Device.AcceptedFeatures);
    }

    [Theory]
    [InlineData(VirtioNetFeature.Segmentation, VirtioNetFeature.None)]
    [InlineData(VirtioNetFeature.Segmentation | VirtioNetFeature.GuestChecksum, VirtioNetFeature.GuestChecksum)]
    [InlineData(VirtioNetFeature.GuestSegmentation | VirtioNetFeature.MergeableBuffers | VirtioNetFeature.Checksum, VirtioNetFeature.MergeableBuffers | VirtioNetFeature.Checksum)]
    [InlineData(VirtioNetFeature.GuestSegmentation | VirtioNetFeature.GuestChecksum, VirtioNetFeature.GuestChecksum)]
    [InlineData(VirtioNetFeature.GuestSegmentation | VirtioNetFeature.GuestChecksum | VirtioNetFeature.MergeableBuffers, VirtioNetFeature.GuestSegmentation | VirtioNetFeature.GuestChecksum | VirtioNetFeature.MergeableBuffers)]
    [InlineData(VirtioNetFeature.Segmentation | VirtioNetFeature.Checksum, VirtioNetFeature.Segmentation | VirtioNetFeature.Checksum)]
    public void NoneIsTakenWithoutWhatItNeeds(VirtioNetFeature offered, VirtioNetFeature expected)
    {
        _net.Offer(offered);
        using var driver = _net.Open();
        Assert.Equal(expected | VirtioNetFeature.Mac, driver.Negotiated);
    }

    /// <summary>Congestion notification, IPv6, fragmentation of UDP and everything else that the stack does not know.</summary>
    [Fact]
    public void ExplicitCongestionAndOtherFamiliesAreNotTaken()
    {
        const ulong HostEcn = 1UL << 13, GuestEcn = 1UL << 9, HostTso6 = 1UL << 12, GuestTso6 = 1UL << 8, HostUfo = 1UL << 14, GuestUfo = 1UL << 10, Queues = 1UL << 22, Packed = 1UL << 34;
        _net.Device.OfferedFeatures = ~0UL;
        _net.Options = _net.Options with { Wanted = (VirtioNetFeature)~0UL };
        using var driver = _net.Open();
        Assert.Equal(0UL, _net.Device.AcceptedFeatures & (HostEcn | GuestEcn | HostTso6 | GuestTso6 | HostUfo | GuestUfo | Queues | Packed));
    }

    [Theory]
    [InlineData(VirtioNetFeature.None, NetDeviceFeatures.None, 1500)]
    [InlineData(VirtioNetFeature.Checksum, NetDeviceFeatures.TransmitChecksum, 1500)]
    [InlineData(VirtioNetFeature.GuestChecksum, NetDeviceFeatures.ReceiveChecksum, 1500)]
    [InlineData(VirtioNetFeature.Checksum | VirtioNetFeature.Segmentation, NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.TransmitSegmentation, 65535)]
    [InlineData(VirtioNetFeature.MergeableBuffers | VirtioNetFeature.EventIndex | VirtioNetFeature.IndirectDescriptors, NetDeviceFeatures.None, 1500)]
    [InlineData(
        VirtioNetFeature.All,
        NetDeviceFeatures.TransmitChecksum | NetDeviceFeatures.ReceiveChecksum | NetDeviceFeatures.TransmitSegmentation | NetDeviceFeatures.ReceiveCoalescing,
        65535)]
    public void TheStackIsToldWhatWasAgreedOn(VirtioNetFeature offered, NetDeviceFeatures expected, int limit)
    {
        _net.Offer(offered);
        using INetDevice driver = _net.Open();
        Assert.Equal((expected, limit), (driver.Features, driver.SegmentationLimit));
    }

    [Fact]
    public void FeaturesHaveNamesThatReadBack()
    {
        Assert.Equal("csum guest-csum mtu mac guest-tso4 tso4 mergeable indirect event-index", VirtioNetFeatures.ToText(VirtioNetFeature.All | VirtioNetFeature.Mac));
        Assert.Equal("", VirtioNetFeatures.ToText(VirtioNetFeature.None));
        Assert.True(VirtioNetFeatures.TryParse(VirtioNetFeatures.KnownNames, out var all, out string? unknown));
        Assert.Equal((VirtioNetFeature.All, null), (all, unknown));
        Assert.True(VirtioNetFeatures.TryParse("guest-csum,,csum,", out var two, out _));
        Assert.Equal(Sums, two);
        Assert.True(VirtioNetFeatures.TryParse("", out var none, out _));
        Assert.Equal(VirtioNetFeature.None, none);
    }

    /// <summary>A word with one wrong name switches nothing off; the address cannot be done without.</summary>
    [Theory]
    [InlineData("csum,tso5,mergeable", "tso5")]
    [InlineData("mac", "mac")]
    [InlineData("CSUM", "CSUM")]
    [InlineData("csum tso4", "csum tso4")]
    public void ANameThatIsNoneIsNamed(string text, string expected)
    {
        Assert.False(VirtioNetFeatures.TryParse(text, out var features, out string? unknown));
        Assert.Equal((VirtioNetFeature.None, expected), (features, unknown));
    }

    [Fact]
    public void MemoryForTablesIsTakenOnlyWhereTheyAreWanted()
    {
        Assert.True(VirtioNetMemory.TryAllocate(_net.Memory, _net.Options, out var with));
        Assert.True(VirtioNetMemory.TryAllocate(_net.Memory, _net.Options with { Wanted = VirtioNetFeature.None }, out var without));
        Assert.InRange(with.Rings.Length - without.Rings.Length, 1, 32 * 1024);
        _net.Options = _net.Options with { Wanted = VirtioNetFeature.None };
        _net.Device.OfferedFeatures = ~0UL;
        using var driver = _net.Open();
        Assert.True(driver.Buffers.TryRent(64, out PacketBuffer? buffer));
        buffer.Append(60);
        Assert.Equal(TransmitStatus.Queued, driver.TryTransmit(buffer));
    }
}
