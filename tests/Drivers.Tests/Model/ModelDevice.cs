using System.Buffers.Binary;
using DSoftBus.Runtime.Devices;

namespace DSoftBus.Tests.Drivers.Model;

/// <summary>A virtio-mmio device (virtio 1.2 section 4.2) that notes every breach of the rules by its driver and can misbehave on demand.</summary>
internal class ModelDevice : IRegisterWindow
{
    public const ulong Version1 = 1UL << 32;

    private uint _featuresSelect;
    private uint _driverFeaturesSelect;
    private int _queueSelect;
    private uint _status;
    private uint _interruptStatus;

    public ModelDevice(ModelMemoryPool memory, uint deviceId, int queues)
    {
        Memory = memory;
        DeviceId = deviceId;
        for (int i = 0; i < queues; i++)
            Queues.Add(new ModelQueue(memory));
    }

    public ModelMemoryPool Memory { get; }

    public ModelInterruptLine? Line { get; set; }

    public List<ModelQueue> Queues { get; } = [];

    public List<string> Breaches { get; } = [];

    public List<uint> Notifications { get; } = [];

    public int Length { get; set; } = 0x200;

    public uint Magic { get; set; } = 0x7472_6976;

    public uint Version { get; set; } = 2;

    public uint DeviceId { get; set; }

    public ulong OfferedFeatures { get; set; } = Version1;

    public ulong AcceptedFeatures { get; private set; }

    public byte[] Configuration { get; set; } = new byte[16];

    /// <summary>Changes the configuration at every read of it, for ever.</summary>
    public bool IsConfigurationUnstable { get; set; }

    public bool RefusesFeatures { get; set; }

    public bool NeverFinishesReset { get; set; }

    /// <summary>A device that keeps its queues over a reset.</summary>
    public bool KeepsQueues { get; set; }

    public int Resets { get; private set; }

    public bool IsRunning => (_status & 4) != 0;

    public uint Status => _status;

    private uint Generation { get; set; }

    public byte Read8(int offset)
    {
        if (offset < 0x100)
            Breaches.Add($"8-bit read of control register {offset:x}");
        if (IsConfigurationUnstable)
            Generation++;
        return Configuration[offset - 0x100];
    }

    public ushort Read16(int offset)
    {
        if (offset < 0x100)
            Breaches.Add($"16-bit read of control register {offset:x}");
        return BinaryPrimitives.ReadUInt16LittleEndian(Configuration.AsSpan(offset - 0x100));
    }

    public uint Read32(int offset) => offset switch
    {
        0x000 => Magic,
        0x004 => Version,
        0x008 => DeviceId,
        0x00c => 0x554D4551,
        0x010 => _featuresSelect == 0 ? (uint)OfferedFeatures : (uint)(OfferedFeatures >> 32),
        0x034 => Selected?.SizeMaximum ?? 0,
        0x044 => Selected?.Ready ?? 0,
        0x060 => _interruptStatus,
        0x070 => NeverFinishesReset && _status == 0 ? 1u : _status,
        0x0fc => Generation,
        _ => Breach($"32-bit read at {offset:x}"),
    };

    public void Write32(int offset, uint value)
    {
        switch (offset)
        {
            case 0x014: _featuresSelect = value; break;
            case 0x020: WriteFeatures(value); break;
            case 0x024: _driverFeaturesSelect = value; break;
            case 0x030: _queueSelect = (int)value; break;
            case 0x038: Configure(static (q, v) => q.Size = v, value); break;
            case 0x044: Configure(static (q, v) => q.Ready = v, value); break;
            case 0x050: Notify(value); break;
            case 0x064: _interruptStatus &= ~value; Line?.SetLevel(_interruptStatus != 0); break;
            case 0x070: WriteStatus(value); break;
            case 0x080: Configure(static (q, v) => q.Descriptors = Low(q.Descriptors, v), value); break;
            case 0x084: Configure(static (q, v) => q.Descriptors = High(q.Descriptors, v), value); break;
            case 0x090: Configure(static (q, v) => q.Driver = Low(q.Driver, v), value); break;
            case 0x094: Configure(static (q, v) => q.Driver = High(q.Driver, v), value); break;
            case 0x0a0: Configure(static (q, v) => q.Device = Low(q.Device, v), value); break;
            case 0x0a4: Configure(static (q, v) => q.Device = High(q.Device, v), value); break;
            default: Breach($"write of {value:x} at {offset:x}"); break;
        }
    }

    /// <summary>Says that buffers were used, unless the driver asked for silence on <paramref name="queue"/>.</summary>
    public void Interrupt(ModelQueue queue)
    {
        if (!queue.TakeInterruptWish())
            return;
        _interruptStatus |= 1;
        Line?.SetLevel(true);
    }

    protected virtual void OnNotify(int queue)
    {
    }

    private static ulong Low(ulong old, uint value) => (old & 0xFFFF_FFFF_0000_0000) | value;

    private static ulong High(ulong old, uint value) => (old & 0xFFFF_FFFF) | ((ulong)value << 32);

    private ModelQueue? Selected => _queueSelect < Queues.Count ? Queues[_queueSelect] : null;

    private uint Breach(string what)
    {
        Breaches.Add(what);
        return 0;
    }

    private void Configure(Action<ModelQueue, uint> change, uint value)
    {
        if (Selected is not { } queue)
            Breach("a queue that does not exist was configured");
        else if (queue.Ready != 0)
            Breach("a queue was changed while ready");
        else if ((_status & 8) == 0 || IsRunning)
            Breach("a queue was configured outside of FEATURES_OK .. DRIVER_OK");
        else
            change(queue, value);
    }

    private void WriteFeatures(uint value)
    {
        if ((_status & 3) != 3 || (_status & 8) != 0)
            Breach("features written outside of DRIVER .. FEATURES_OK");
        AcceptedFeatures = _driverFeaturesSelect == 0 ? Low(AcceptedFeatures, value) : High(AcceptedFeatures, value);
    }

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Resets++;
            _status = 0;
            AcceptedFeatures = 0;
            _interruptStatus = 0;
            Line?.SetLevel(false);
            if (!KeepsQueues)
                Queues.ForEach(queue => queue.Reset());
            return;
        }

        if ((value & _status) != _status)
            Breach($"status bits taken back: {_status:x} -> {value:x}");
        if ((value & 8) != 0 && (_status & 8) == 0 && (RefusesFeatures || (AcceptedFeatures & ~OfferedFeatures) != 0))
            value &= ~8u;
        if ((value & 8) != 0)
        {
            // Virtio 1.2 section 6: known to the queues before they are set up.
            Queues.ForEach(queue => (queue.AllowsIndirect, queue.UsesEvents) = ((AcceptedFeatures & (1 << 28)) != 0, (AcceptedFeatures & (1 << 29)) != 0));
        }

        if ((value & 4) != 0 && (value & 8) == 0)
            Breach("DRIVER_OK without FEATURES_OK");
        _status = value;
    }

    private void Notify(uint queue)
    {
        if (!IsRunning)
            Breach("notification before DRIVER_OK");
        Notifications.Add(queue);
        OnNotify((int)queue);
    }
}
