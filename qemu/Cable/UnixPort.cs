using System.Net.Sockets;
using System.Threading.Channels;

namespace DSoftBus.Qemu.Cable;

/// <summary>A port for a virtual machine (<c>-netdev dgram</c>) or any other process: a pair of unix datagram sockets.</summary>
/// <remarks>
/// The switch binds <see cref="SwitchPath"/>, the machine binds <see cref="MachinePath"/>. One datagram is one Ethernet frame.
/// The machine may come, go and come again: while nobody is bound, frames towards it are lost, as on an unplugged cable.
/// </remarks>
public sealed class UnixPort : CablePort
{
    private const int LargestFrame = 65535;
    private const int QueueDepth = 1024;

    // A machine that does not read for this long loses the frame; its kernel queue holds only about ten.
    private const int SendTimeoutMilliseconds = 500;

    private readonly Socket _receiver;
    private readonly Socket _sender;
    private readonly UnixDomainSocketEndPoint _machine;
    private readonly Channel<ReadOnlyMemory<byte>> _outbound;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _receiving;
    private readonly Thread _sending;
    private readonly bool _ownsMachinePath;

    internal UnixPort(CableSwitch owner, string name, int captureInterface, string switchPath, string machinePath, bool ownsMachinePath = true)
        : base(owner, name, captureInterface)
    {
        SwitchPath = switchPath;
        MachinePath = machinePath;
        _ownsMachinePath = ownsMachinePath;
        _machine = new UnixDomainSocketEndPoint(machinePath);
        _receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        _sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendTimeoutMilliseconds };
        _receiver.Bind(new UnixDomainSocketEndPoint(switchPath));
        _outbound = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(QueueDepth) { SingleReader = true });
        _receiving = Task.Run(ReceiveAsync);
        // A thread of its own with a blocking socket: the kernel wakes a blocked sendto when the machine's queue has room,
        // which it does not report to an event loop for an unconnected datagram socket.
        _sending = new Thread(Send) { IsBackground = true, Name = $"cable {name}" };
        _sending.Start();
    }

    /// <summary>Socket that the machine sends to (<c>remote.path</c>).</summary>
    public string SwitchPath { get; }

    /// <summary>Socket that the machine binds (<c>local.path</c>).</summary>
    public string MachinePath { get; }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _outbound.Writer.TryComplete();
        await _stop.CancelAsync();
        await _receiving;
        _sending.Join();
        _receiver.Dispose();
        _sender.Dispose();
        File.Delete(SwitchPath);
        // QEMU does not remove its own socket when it is killed.
        if (_ownsMachinePath)
            File.Delete(MachinePath);
        _stop.Dispose();
    }

    internal override void Deliver(ReadOnlyMemory<byte> frame)
    {
        if (!_outbound.Writer.TryWrite(frame))
            CountDropped();
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[LargestFrame];
        try
        {
            while (true)
            {
                int length = await _receiver.ReceiveAsync(buffer, SocketFlags.None, _stop.Token);
                // Waiting here pushes back: the machine's sends wait in its own emulator.
                await EnterAsync(buffer.AsSpan(0, length).ToArray(), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Unplugged.
        }
        catch (ChannelClosedException)
        {
            // The switch ended first.
        }
    }

    private void Send()
    {
        while (Next(out ReadOnlyMemory<byte> frame))
        {
            try
            {
                _sender.SendTo(frame.Span, SocketFlags.None, _machine);
            }
            catch (SocketException)
            {
                // Not bound yet, gone, or not reading.
                CountDropped();
            }
        }
    }

    private bool Next(out ReadOnlyMemory<byte> frame)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_outbound.Reader.TryRead(out frame))
                return true;
            if (!_outbound.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                break;
        }

        frame = default;
        return false;
    }
}
