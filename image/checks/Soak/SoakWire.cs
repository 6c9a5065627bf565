using DSoftBus.Runtime.Devices;
using DSoftBus.Runtime.Memory;
using DSoftBus.Runtime.Tasks;

namespace DSoftBus.Image.Checks.Soak;

/// <summary>The guest's end of the cable: sends pings, answers the peer's, and looks at every byte that arrives.</summary>
internal sealed class SoakWire(SoakState state)
{
    private const int Burst = 4;
    private const int Headroom = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly byte[] Everyone = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    private readonly SoakCounter _pings = state.Counter("pings answered");
    private readonly SoakCounter _pongs = state.Counter("pongs received");
    private readonly byte[] _address = new byte[MacAddress.Length];
    private readonly byte[] _peer = new byte[MacAddress.Length];
    private INetDevice? _device;
    private uint _next;

    /// <summary>Nothing is sent any more.</summary>
    public bool Rests { get; private set; }

    public async ValueTask RunAsync(TaskContext task, int slot)
    {
        _device = task.OpenNetDevice(slot);
        _device.Address.CopyTo(_address);
        task.Start("send", () => SendAsync(task));
        while (true)
        {
            while (_device.TryReceive(out PacketBuffer? frame))
            {
                Take(frame);
                frame.Release();
            }

            await _device.WaitAsync(task.Now + Pause);
        }
    }

    private async ValueTask SendAsync(TaskContext task)
    {
        while (true)
        {
            Rests = state.IsStopping;
            await task.DelayAsync(Pause);
            for (int i = 0; i < Burst && !state.IsStopping; i++)
                Send(Everyone, SoakFrame.Ping, _next++);
        }
    }

    private void Take(PacketBuffer frame)
    {
        if (!SoakFrame.IsOurs(frame.Span))
            return;
        if (!SoakFrame.TryRead(frame.Span, out byte kind, out uint number))
        {
            state.Fail($"a frame of {frame.Length} bytes arrived damaged");
            return;
        }

        if (kind == SoakFrame.Pong)
        {
            if (number >= _next)
                state.Fail($"an answer to ping {number}, which was never sent");
            _pongs.Add();
            return;
        }

        frame.Span[6..12].CopyTo(_peer);
        if (!state.IsStopping && Send(_peer, SoakFrame.Pong, number))
            _pings.Add();
    }

    /// <summary>False when there was no buffer or no room in the ring: a frame lost, as cables may.</summary>
    private bool Send(ReadOnlySpan<byte> destination, byte kind, uint number)
    {
        if (_device is null || !_device.Buffers.TryRent(Headroom, out PacketBuffer? frame))
            return false;
        SoakFrame.Write(frame.Append(SoakFrame.LengthOf(number)), destination, _address, kind, number);
        bool sent = _device.TryTransmit(frame) == TransmitStatus.Queued;
        frame.Release();
        return sent;
    }
}
