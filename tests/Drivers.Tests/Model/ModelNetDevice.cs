using DSoftBus.Drivers.VirtioNet;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>A network device: frames in through <see cref="Receive"/>, frames out into <see cref="Sent"/>.</summary>
internal sealed class ModelNetDevice : ModelDevice
{
    public const ulong FeatureMtu = 1 << 3;
    public const ulong FeatureMac = 1 << 5;
    public const int HeaderLength = ModelHeader.Length;

    public ModelNetDevice(ModelMemoryPool memory) : base(memory, deviceId: 1, queues: 2)
    {
        OfferedFeatures = Version1 | FeatureMac;
        MacAddress.Parse("52:54:00:12:34:0a").CopyTo(Configuration);
        Configuration[10] = 1500 & 0xFF;
        Configuration[11] = 1500 >> 8;
    }

    public List<byte[]> Sent { get; } = [];

    /// <summary>The header of each sent frame and how many descriptors held the frame.</summary>
    public List<(ModelHeader Header, int Parts)> SentHeaders { get; } = [];

    /// <summary>While false, sent chains stay with the device until <see cref="CompleteTransmit"/>.</summary>
    public bool TransmitsAtOnce { get; set; } = true;

    /// <summary>Copying the frames is left out where a test counts allocations.</summary>
    public bool Records { get; set; } = true;

    public ModelQueue ReceiveQueue => Queues[0];

    public ModelQueue TransmitQueue => Queues[1];

    /// <summary>Frames that found no buffer.</summary>
    public int Lost { get; private set; }

    /// <summary>Called for each notification; by default sends what is there.</summary>
    public Action<int>? Notified { get; set; }

    public bool Has(VirtioNetFeature feature) => (AcceptedFeatures & (ulong)feature) != 0;

    /// <summary>Writes one frame into as many receive buffers as it needs and says so.</summary>
    /// <param name="frame">Bytes from the Ethernet header on.</param>
    /// <param name="claimedLength">The used length to report of the last buffer when it should not be the truth.</param>
    /// <param name="header">What the header says; the number of buffers is put in unless the header has one.</param>
    public void Receive(ReadOnlySpan<byte> frame, uint? claimedLength = null, ModelHeader header = default)
    {
        bool merges = Has(VirtioNetFeature.MergeableBuffers);
        const int Capacity = 2048;
        int needed = merges ? (HeaderLength + frame.Length + Capacity - 1) / Capacity : 1;
        if (ReceiveQueue.Available < needed)
        {
            Lost++;
            return;
        }

        if (merges && header.Buffers == 0)
            header = header with { Buffers = (ushort)needed };
        for (int i = 0; i < needed; i++)
        {
            int length = ReceivePart(frame, i == 0 ? header : null, out ushort head);
            frame = frame[length..];
            bool isLast = i == needed - 1;
            // One buffer without merging: more bytes than fit were never there.
            uint used = (uint)(length + (i == 0 ? HeaderLength : 0) + (isLast ? frame.Length : 0));
            ReceiveQueue.Push(head, isLast ? claimedLength ?? used : used);
        }

        Interrupt(ReceiveQueue);
    }

    /// <summary>Fills one buffer with the beginning of <paramref name="bytes"/>, behind <paramref name="header"/> if there is one; pushing it is the caller's matter.</summary>
    /// <returns>How many bytes found place.</returns>
    public int ReceivePart(ReadOnlySpan<byte> bytes, ModelHeader? header, out ushort head)
    {
        if (!ReceiveQueue.TryPop(out head, out var chain))
            throw new InvalidOperationException("There is no receive buffer.");
        (ulong address, int capacity, bool deviceWrites) = chain.Single();
        if (!deviceWrites)
            Breaches.Add("a receive buffer is not writable for the device");
        Span<byte> buffer = Memory.Resolve(address, capacity);
        if (header is { } written)
        {
            written.Write(buffer);
            buffer = buffer[HeaderLength..];
        }

        int length = Math.Min(bytes.Length, buffer.Length);
        bytes[..length].CopyTo(buffer);
        return length;
    }

    public void CompleteTransmit(int limit = int.MaxValue)
    {
        while (limit-- > 0 && TransmitQueue.TryPop(out ushort head, out var chain))
        {
            if (Records)
                Record(chain);
            TransmitQueue.Push(head, 0);
            Interrupt(TransmitQueue);
        }
    }

    protected override void OnNotify(int queue)
    {
        if (Notified is not null)
            Notified(queue);
        else if (queue == 1 && TransmitsAtOnce)
            CompleteTransmit();
    }

    private void Record(List<(ulong Address, int Length, bool DeviceWrites)> chain)
    {
        var bytes = new List<byte>();
        foreach ((ulong address, int length, bool deviceWrites) in chain)
        {
            if (deviceWrites)
                Breaches.Add("a transmit buffer is writable for the device");
            bytes.AddRange(Memory.Resolve(address, length));
        }

        var header = ModelHeader.Read(bytes.Take(HeaderLength).ToArray());
        byte[] frame = [.. bytes.Skip(HeaderLength)];
        Check(header, frame.Length);
        Sent.Add(frame);
        SentHeaders.Add((header, chain.Count));
    }

    /// <summary>Section 5.1.6.2.1: what a driver may write.</summary>
    private void Check(ModelHeader header, int length)
    {
        if (header.Flags == 0 && header != default)
            Breaches.Add("a header without a flag says something");
        if (header.Flags != 0 && !Has(VirtioNetFeature.Checksum))
            Breaches.Add("a checksum was left to a device that did not offer it");
        if (header.GsoType != 0 && !Has(VirtioNetFeature.Segmentation))
            Breaches.Add("a frame was left uncut for a device that did not offer it");
        if (header.Flags > ModelHeader.NeedsChecksum || header.GsoType > ModelHeader.Tcp4 || header.Buffers != 0)
            Breaches.Add("a header asks for what a driver may not ask for");
        if (header.ChecksumStart + header.ChecksumOffset + 2 > length && header.Flags != 0)
            Breaches.Add("a checksum field lies behind the frame");
        if (header.GsoType == 0 && length > 1514)
            Breaches.Add("a frame is longer than the link takes");
        if (header.GsoType != 0 && (header.GsoSize == 0 || header.HeaderLength == 0))
            Breaches.Add("a frame to cut has no size of a segment");
    }
}
