using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>A network device: frames in through <see cref="Receive"/>, frames out into <see cref="Sent"/>.</summary>
internal sealed class ModelNetDevice : ModelDevice
{
    public const ulong FeatureMtu = 1 << 3;
    public const ulong FeatureMac = 1 << 5;
    public const int HeaderLength = 12;

    public ModelNetDevice(ModelMemoryPool memory) : base(memory, deviceId: 1, queues: 2)
    {
        OfferedFeatures = Version1 | FeatureMac;
        MacAddress.Parse("52:54:00:12:34:0a").CopyTo(Configuration);
    }

    public List<byte[]> Sent { get; } = [];

    /// <summary>While false, sent chains stay with the device until <see cref="CompleteTransmit"/>.</summary>
    public bool TransmitsAtOnce { get; set; } = true;

    /// <summary>Copying the frames is left out where a test counts allocations.</summary>
    public bool Records { get; set; } = true;

    public ModelQueue ReceiveQueue => Queues[0];

    public ModelQueue TransmitQueue => Queues[1];

    /// <summary>Frames that found no buffer.</summary>
    public int Lost { get; private set; }

    /// <summary>Writes one frame into the next receive buffer and says so.</summary>
    /// <param name="frame">Bytes from the Ethernet header on.</param>
    /// <param name="claimedLength">The used length to report when it should not be the truth.</param>
    public void Receive(ReadOnlySpan<byte> frame, uint? claimedLength = null)
    {
        if (!ReceiveQueue.TryPop(out ushort head, out var chain))
        {
            Lost++;
            return;
        }

        (ulong address, int length, bool deviceWrites) = chain.Single();
        if (!deviceWrites)
            Breaches.Add("a receive buffer is not writable for the device");
        Span<byte> buffer = Memory.Resolve(address, length);
        buffer[..HeaderLength].Clear();
        frame[..Math.Min(frame.Length, length - HeaderLength)].CopyTo(buffer[HeaderLength..]);
        ReceiveQueue.Push(head, claimedLength ?? (uint)(HeaderLength + frame.Length));
        Interrupt(ReceiveQueue);
    }

    public void CompleteTransmit(int limit = int.MaxValue)
    {
        while (limit-- > 0 && TransmitQueue.TryPop(out ushort head, out var chain))
        {
            if (Records)
                Sent.Add(Frame(chain));
            TransmitQueue.Push(head, 0);
            Interrupt(TransmitQueue);
        }
    }

    protected override void OnNotify(int queue)
    {
        if (queue == 1 && TransmitsAtOnce)
            CompleteTransmit();
    }

    private byte[] Frame(List<(ulong Address, int Length, bool DeviceWrites)> chain)
    {
        var bytes = new List<byte>();
        foreach ((ulong address, int length, bool deviceWrites) in chain)
        {
            if (deviceWrites)
                Breaches.Add("a transmit buffer is writable for the device");
            bytes.AddRange(Memory.Resolve(address, length));
        }

        if (bytes.Take(HeaderLength).Any(b => b != 0))
            Breaches.Add("the header asks for offloads that were not negotiated");
        return [.. bytes.Skip(HeaderLength)];
    }
}
