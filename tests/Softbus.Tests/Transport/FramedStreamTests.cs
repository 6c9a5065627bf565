using DSoftBus.Runtime.Time;
using DSoftBus.Softbus.Sessions;
using DSoftBus.Softbus.Traits;
using DSoftBus.Tests.Softbus.Hosting;
using Xunit;

namespace DSoftBus.Tests.Softbus.Transport;

public sealed class FramedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8169)]
    [InlineData(FrameRecord.MaximumPayloadLength)]
    public void FramesOfEverySizeArriveWhateverTheReadsGive(int length) => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        pair.Wire.Right.ReadLimit = 1000;
        var (dialler, acceptor) = await pair.RunAsync();
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        Assert.Equal(StreamStatus.Ok, await dialler.Session!.Stream.SendAsync(7, payload, Soon(task.Now)));
        var frame = await acceptor.Session!.Stream.ReceiveAsync(Soon(task.Now));
        Assert.Equal((StreamStatus.Ok, 7u), (frame.Status, frame.Channel));
        Assert.Equal(payload, frame.Payload.ToArray());
    });

    [Fact]
    public void ALongerPayloadIsNotSent() => TaskHost.Run(async task =>
    {
        var (dialler, _) = await new HandshakePair(task).RunAsync();
        Assert.Equal(StreamStatus.TooLong, await dialler.Session!.Stream.SendAsync(1, new byte[FrameRecord.MaximumPayloadLength + 1], Soon(task.Now)));
        Assert.Equal(StreamStatus.Ok, await dialler.Session.Stream.SendAsync(1, new byte[1], Soon(task.Now)));
    });

    [Fact]
    public void SendsOfSeveralActivitiesKeepTheirOrderAndTheirRecords() => TaskHost.Run(async task =>
    {
        var (dialler, acceptor) = await new HandshakePair(task).RunAsync();
        for (byte i = 0; i < 10; i++)
        {
            byte number = i;
            task.Start("sender", async () => await dialler.Session!.Stream.SendAsync(1, new[] { number }, Soon(task.Now)));
        }

        for (byte i = 0; i < 10; i++)
            Assert.Equal([i], (await acceptor.Session!.Stream.ReceiveAsync(Soon(task.Now))).Payload.ToArray());
    });

    [Fact]
    public void WaitingForAFrameEndsAtTheDeadlineAndLosesNothing() => TaskHost.Run(async task =>
    {
        var (dialler, acceptor) = await new HandshakePair(task).RunAsync();
        Assert.Equal(StreamStatus.TimedOut, (await acceptor.Session!.Stream.ReceiveAsync(Soon(task.Now))).Status);
        await dialler.Session!.Stream.SendAsync(1, new byte[3], Soon(task.Now));
        Assert.Equal(3, (await acceptor.Session.Stream.ReceiveAsync(Soon(task.Now))).Payload.Length);
    });

    [Fact]
    public void AFrameThatStallsBreaksTheStreamFiveSecondsAfterItsFirstByte() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        var (dialler, acceptor) = await pair.RunAsync();
        pair.Wire.Left.OnWrite = static (_, bytes) => bytes[..^1];
        await dialler.Session!.Stream.SendAsync(1, new byte[3], Soon(task.Now));
        var before = task.Now;
        Assert.Equal(StreamStatus.Broken, (await acceptor.Session!.Stream.ReceiveAsync(Instant.Never)).Status);
        Assert.Equal(TimeSpan.FromSeconds(5), task.Now - before);
    });

    [Fact]
    public void AnAlteredRecordEndsTheStream() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        var (dialler, acceptor) = await pair.RunAsync();
        pair.Wire.Left.OnWrite = static (_, bytes) =>
        {
            bytes[10] ^= 0x80;
            return bytes;
        };
        await dialler.Session!.Stream.SendAsync(1, new byte[3], Soon(task.Now));
        Assert.Equal(StreamStatus.Crypto, (await acceptor.Session!.Stream.ReceiveAsync(Instant.Never)).Status);
    });

    [Fact]
    public void ALengthOutOfBoundsIsABreachOfTheProtocol() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        var (_, acceptor) = await pair.RunAsync();
        await pair.Wire.Left.WriteAsync(new byte[] { 0, 1, 0, 1 }, Soon(task.Now));
        Assert.Equal(StreamStatus.Protocol, (await acceptor.Session!.Stream.ReceiveAsync(Instant.Never)).Status);
    });

    [Fact]
    public void TheEndBetweenFramesIsClosedAndInsideAFrameBroken() => TaskHost.Run(async task =>
    {
        var pair = new HandshakePair(task);
        var (dialler, acceptor) = await pair.RunAsync();
        await pair.Wire.Left.WriteAsync(new byte[] { 0, 0, 0, 9, 1 }, Soon(task.Now));
        await dialler.Session!.CloseAsync();
        Assert.Equal(StreamStatus.Broken, (await acceptor.Session!.Stream.ReceiveAsync(Instant.Never)).Status);

        pair = new HandshakePair(task);
        (dialler, acceptor) = await pair.RunAsync();
        await dialler.Session!.CloseAsync();
        Assert.Equal(StreamStatus.Closed, (await acceptor.Session!.Stream.ReceiveAsync(Instant.Never)).Status);
    });

    private static Instant Soon(Instant now) => now + TimeSpan.FromSeconds(1);
}
