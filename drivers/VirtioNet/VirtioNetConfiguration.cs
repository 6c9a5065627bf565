using DSoftBus.Drivers.Virtio;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Drivers.VirtioNet;

/// <summary>What the configuration space of a network device says (virtio 1.2 section 5.1.4).</summary>
internal readonly record struct VirtioNetConfiguration(MacAddress Address, int Mtu)
{
    /// <summary>The MTU of Ethernet, which is also the most that the buffers are made for.</summary>
    public const int EthernetMtu = 1500;

    /// <summary>RFC 791: every host forwards 68 bytes; less is no IP link.</summary>
    public const int SmallestMtu = 68;

    private const int MacOffset = 0;
    private const int MtuOffset = 10;

    public static VirtioError TryRead(VirtioMmioTransport transport, out VirtioNetConfiguration configuration)
    {
        configuration = default;
        VirtioError error = TryReadAddress(transport, out MacAddress address);
        if (error != VirtioError.None)
            return error;

        int mtu = EthernetMtu;
        if ((transport.Features & (ulong)VirtioNetFeature.Mtu) != 0)
        {
            error = transport.ReadConfiguration(MtuOffset, out ushort offered);
            if (error != VirtioError.None)
                return error;
            if (offered < SmallestMtu)
                return VirtioError.BadConfiguration;
            mtu = Math.Min(mtu, offered);
        }

        configuration = new VirtioNetConfiguration(address, mtu);
        return VirtioError.None;
    }

    public static VirtioError TryReadAddress(VirtioMmioTransport transport, out MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        VirtioError error = transport.ReadConfiguration(MacOffset, bytes);
        address = MacAddress.From(bytes);
        return error == VirtioError.None && address.IsMulticast ? VirtioError.BadConfiguration : error;
    }
}
