using System.Text;
using DSoftBus.Net.Wire.Tree;
using DSoftBus.Softbus.Discovery;

namespace DSoftBus.Tests.EndToEnd.GoldenPackets;

/// <summary>Announce packets in a decoded tree (discovery.md section 1).</summary>
internal sealed class AnnounceTree : IPayloadDecoder
{
    private const ushort DiscoveryPort = 37020;

    public bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer)
    {
        if (!context.IsUdp(DiscoveryPort) || AnnounceView.TryParse(payload, out var view) != AnnounceError.None)
            return false;
        Span<byte> key = stackalloc byte[32];
        view.NoiseStatic.CopyTo(key);
        writer.Begin("announce");
        writer.Field("device id", Encoding.UTF8.GetString(view.DeviceId));
        writer.Field("port", view.Port);
        writer.Field("noise static", Convert.ToHexStringLower(key));
        foreach (var service in view.Services)
            writer.Field("service", Encoding.UTF8.GetString(service));
        writer.End();
        return true;
    }
}
