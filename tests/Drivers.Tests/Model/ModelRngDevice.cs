namespace DSoftBus.Tests.Drivers.Model;

/// <summary>An entropy device whose random bytes count up from one, so that a test knows them.</summary>
internal sealed class ModelRngDevice(ModelMemoryPool memory) : ModelDevice(memory, deviceId: 4, queues: 1)
{
    private byte _next = 1;

    public int BytesAtOnce { get; set; } = 64;

    public uint? ClaimedLength { get; set; }

    public bool IsSilent { get; set; }

    public ulong LastAddress { get; private set; }

    protected override void OnNotify(int queue)
    {
        if (IsSilent || !Queues[0].TryPop(out ushort head, out var chain))
            return;
        (ulong address, int length, bool deviceWrites) = chain.Single();
        if (!deviceWrites)
            Breaches.Add("a buffer for random bytes is not writable for the device");
        LastAddress = address;
        int count = Math.Min(length, BytesAtOnce);
        foreach (ref byte b in Memory.Resolve(address, count))
            b = _next++;
        Queues[0].Push(head, ClaimedLength ?? (uint)count);
        Interrupt(Queues[0]);
    }
}
