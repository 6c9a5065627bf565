using DSoftBus.Image.Checks.Soak;
using DSoftBus.Qemu.Cable;

namespace DSoftBus.Qemu.Soak;

/// <summary>The other end of the guest's cable: answers its pings, sends pings of its own, looks at every byte.</summary>
public sealed class SoakPeer : IAsyncDisposable
{
    private const int Burst = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly byte[] Address = [0x02, 0, 0, 0, 0, 0x01];

    private readonly VirtualPort _port;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _sending;
    private readonly byte[] _guest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    private long _answered;
    private long _answers;
    private long _damaged;

    /// <param name="cable">The guest's cable.</param>
    /// <param name="clock">Paces the pings.</param>
    public SoakPeer(CableSwitch cable, TimeProvider clock)
    {
        _port = cable.AttachVirtual("peer", OnFrame);
        _sending = SendAsync(clock);
    }

    /// <summary>Pings of the guest that were answered.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Answers of the guest to our pings.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Frames of the guest that were not what it must send.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sending;
        await _port.DisposeAsync();
        _ending.Dispose();
    }

    private void OnFrame(VirtualPort port, ReadOnlyMemory<byte> memory)
    {
        ReadOnlySpan<byte> frame = memory.Span;
        if (!SoakFrame.IsOurs(frame))
            return;
        if (!SoakFrame.TryRead(frame, out byte kind, out uint number))
        {
            Interlocked.Increment(ref _damaged);
            return;
        }

        if (kind == SoakFrame.Pong)
        {
            Interlocked.Increment(ref _answers);
            return;
        }

        lock (_guest)
            frame[6..12].CopyTo(_guest);
        Send(SoakFrame.Pong, number);
        Interlocked.Increment(ref _answered);
    }

    private async Task SendAsync(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        uint next = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                for (int i = 0; i < Burst; i++)
                    Send(SoakFrame.Ping, next++);
            }
        }
        catch (OperationCanceledException)
        {
            // The soak is over.
        }
    }

    private void Send(byte kind, uint number)
    {
        byte[] frame = new byte[SoakFrame.LengthOf(number)];
        lock (_guest)
            SoakFrame.Write(frame, _guest, Address, kind, number);
        _port.Send(frame);
    }
}
