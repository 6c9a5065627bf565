using System.Threading.Channels;
using DSoftBus.Qemu.Cable;
using DSoftBus.Qemu.Soak;
using Xunit;

namespace DSoftBus.Tests.Qemu.Soak;

/// <summary>The peer against a guest of this process, which sees its pings and sends them back in one form or another.</summary>
public sealed class SoakPeerTests
{
    private const int KindOffset = 14;
    private const byte Pong = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task AnAnswerIsCounted() => await RunAsync(frame => frame[KindOffset] = Pong, peer => peer.Answers > 0 && peer.Damaged == 0);

    [Fact]
    public async Task APingIsAnswered() => await RunAsync(_ => { }, peer => peer.Answered > 0 && peer.Damaged == 0, isAnswerWanted: true);

    [Theory]
    [InlineData(KindOffset)]
    [InlineData(16)]
    [InlineData(59)]
    public async Task AChangedByteIsSeen(int offset) => await RunAsync(frame => frame[offset] ^= 0x40, peer => peer.Damaged > 0 && peer.Answers == 0);

    [Fact]
    public async Task ForeignFramesDoNotMatter()
    {
        await using var cable = new CableSwitch();
        await using var peer = new SoakPeer(cable, TimeProvider.System);
        var answers = Channel.CreateUnbounded<byte[]>();
        VirtualPort guest = cable.AttachVirtual("vm", (_, frame) => answers.Writer.TryWrite(frame.ToArray()));
        guest.Send(new byte[60]);
        guest.Send([.. Enumerable.Repeat((byte)0xff, 14)]);
        using var bound = new CancellationTokenSource(Patience);
        await answers.Reader.ReadAsync(bound.Token); // a ping: the dispatcher has passed our frames on before or will do no more with them than with these
        guest.Send(new byte[1514]);
        await answers.Reader.ReadAsync(bound.Token);
        Assert.Equal((0, 0, 0), (peer.Answered, peer.Answers, peer.Damaged));
    }

    private static async Task RunAsync(Action<byte[]> change, Func<SoakPeer, bool> isSeen, bool isAnswerWanted = false)
    {
        await using var cable = new CableSwitch();
        await using var peer = new SoakPeer(cable, TimeProvider.System);
        var arrived = Channel.CreateUnbounded<byte[]>();
        VirtualPort guest = cable.AttachVirtual("vm", (_, frame) => arrived.Writer.TryWrite(frame.ToArray()));
        using var bound = new CancellationTokenSource(Patience);
        bool wasAnswered = false;
        await foreach (byte[] frame in arrived.Reader.ReadAllAsync(bound.Token))
        {
            wasAnswered |= frame[KindOffset] == Pong;
            if (isSeen(peer) && (wasAnswered || !isAnswerWanted))
                return;
            byte[] back = [.. frame];
            new byte[] { 0x52, 0x54, 0, 0, 0, 9 }.CopyTo(back, 6);
            change(back);
            guest.Send(back);
        }
    }
}
