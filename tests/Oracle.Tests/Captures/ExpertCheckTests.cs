using DSoftBus.Net.Devices;
using DSoftBus.Net.Wire;
using DSoftBus.Runtime.Devices;
using DSoftBus.Tests.Oracle.Machine;
using Xunit;

namespace DSoftBus.Tests.Oracle.Captures;

/// <summary>The check itself: what is wrong in a capture is found, what is right passes.</summary>
public sealed class ExpertCheckTests
{
    private static readonly Ipv4Address Ours = new(10, 77, 0, 2), Theirs = new(10, 77, 0, 1);

    [NeedsNamespacesFact]
    public async Task AnOrdinaryConversationPasses() =>
        Assert.Equal([], await CheckAsync("ordinary", Segment(1000), Segment(1100), Segment(1200)));

    [NeedsNamespacesFact]
    public async Task ABadChecksumIsFound()
    {
        byte[] damaged = Segment(1100);
        damaged[^1] ^= 1;
        Assert.Contains(await CheckAsync("bad-checksum", Segment(1000), damaged), complaint => complaint.Contains("Bad checksum", StringComparison.Ordinal));
    }

    [NeedsNamespacesFact]
    public async Task APacketThatEndsTooEarlyIsFound() =>
        Assert.NotEmpty(await CheckAsync("cut-off", Segment(1000)[..40]));

    [NeedsNamespacesFact]
    public async Task ARetransmissionThatNobodyExplainsIsFound() =>
        Assert.Contains(await CheckAsync("twice", Segment(1000), Segment(1100), Segment(1000)), complaint => complaint.Contains("(suspected)", StringComparison.Ordinal));

    [NeedsNamespacesFact]
    public async Task AHoleIsFound() =>
        Assert.Contains(await CheckAsync("hole", Segment(1000), Segment(1300)), complaint => complaint.Contains("not captured", StringComparison.Ordinal));

    private static async Task<List<string>> CheckAsync(string name, params byte[][] frames)
    {
        var capture = new Capture($"check-{name}");
        await using (var file = File.Create(capture.File))
        {
            var writer = new PcapngWriter(file);
            int number = writer.AddInterface("made up");
            long time = 1_000_000_000;
            foreach (byte[] frame in frames)
                writer.Write(number, time += 10_000_000, FrameDirection.Outbound, frame);
        }

        var complaints = await ExpertCheck.ComplaintsAsync(capture);
        capture.Delete();
        return complaints;
    }

    // A hundred octets from us to the peer.
    private static byte[] Segment(uint sequence)
    {
        const int Text = 100;
        var tcp = new TcpRepr(22000, 22001, sequence, 1, TcpFlags.Ack, 1000, default, Text);
        var ip = new Ipv4Repr(Ours, Theirs, IpProtocol.Tcp, tcp.Length, Ipv4Repr.DefaultTimeToLive, 0, true, false, 0, false);
        byte[] frame = new byte[EthernetRepr.Length + ip.Length];
        new EthernetRepr(MacAddress.Parse("02:00:00:00:77:01"), MacAddress.Parse("02:00:00:00:77:02"), EtherType.Ipv4).Emit(frame);
        ip.Emit(frame.AsSpan(EthernetRepr.Length));
        var segment = frame.AsSpan(EthernetRepr.Length + ip.HeaderLength);
        tcp.Emit(segment);
        TcpRepr.FillChecksum(segment, Ours, Theirs);
        return frame;
    }
}
