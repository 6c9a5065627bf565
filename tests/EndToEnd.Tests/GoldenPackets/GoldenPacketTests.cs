using System.Text;
using DSoftBus.Net.Wire.Tree;
using DSoftBus.Tests.EndToEnd.Captures;
using DSoftBus.Tests.EndToEnd.Mirror;
using DSoftBus.Tests.Support;
using Xunit;

namespace DSoftBus.Tests.EndToEnd.GoldenPackets;

/// <summary>
/// Whole frames and their decoded trees, of every kind of packet that a run sends, from the host mirror under virtual time
/// with test keys. Nothing is masked: every byte is decided by the keys and the clock.
/// </summary>
public sealed class GoldenPacketTests
{
    private static readonly PacketTree Tree = new(new AnnounceTree(), new SessionTree());

    [Fact]
    public void EveryKindOfTheTwoMachinesRun() => Match("two-machines", MirrorRuns.TwoVm());

    [Fact]
    public void EveryKindOfTheSingleMachinesRun() => Match("single-machine", MirrorRuns.SingleVm());

    [Fact]
    public void EveryMessageOfTheSession()
        => Golden.Match("packets/session-transcript", SessionTranscript.Describe(TcpStreams.Reassemble(MirrorRuns.TwoVm()), 0x0a, 0x0b));

    private static void Match(string run, List<CapturedFrame> frames)
    {
        var kinds = PacketKinds.FirstOfEach(frames);
        // The list itself is golden: a kind that no longer appears, or a new one, fails.
        Golden.Match($"packets/{run}-kinds", string.Join('\n', kinds.Select(entry => entry.Kind).Order(StringComparer.Ordinal)) + "\n");
        foreach (var (kind, frame) in kinds)
            Golden.Match($"packets/{run}-{kind}", Describe(frame.Bytes));
    }

    private static string Describe(byte[] frame)
    {
        var text = new StringBuilder();
        for (int offset = 0; offset < frame.Length; offset += 16)
            text.Append(Convert.ToHexStringLower(frame, offset, Math.Min(16, frame.Length - offset))).Append('\n');
        return text.Append('\n').Append(Tree.Describe(frame)).ToString();
    }
}
