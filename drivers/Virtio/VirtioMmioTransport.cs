using DSoftBus.Runtime.Devices;

namespace DSoftBus.Drivers.Virtio;

/// <summary>A modern virtio device behind memory-mapped registers (virtio 1.2 section 4.2): handshake, features, queues, configuration space.</summary>
/// <remarks>
/// The order of a bring-up is <see cref="TryOpen"/>, <see cref="Negotiate"/>, <see cref="ConfigureQueue"/> per queue,
/// <see cref="Start"/> (virtio 1.2 section 3.1.1). Nothing here allocates after <see cref="TryOpen"/> or waits without a bound.
/// </remarks>
public sealed class VirtioMmioTransport
{
    /// <summary>Status reads before a reset counts as failed. QEMU finishes a reset within the register write.</summary>
    private const int ResetAttempts = 100_000;

    /// <summary>Attempts to read a configuration that does not change meanwhile.</summary>
    private const int ConfigurationAttempts = 16;

    private readonly IRegisterWindow _registers;

    private VirtioMmioTransport(IRegisterWindow registers, VirtioDeviceId device)
    {
        _registers = registers;
        Device = device;
    }

    public VirtioDeviceId Device { get; }

    /// <summary>The features of the last successful <see cref="Negotiate"/>.</summary>
    public ulong Features { get; private set; }

    /// <summary>True when the device gave up and waits for a reset (section 2.1.2).</summary>
    public bool NeedsReset => (Status & VirtioDeviceStatus.DeviceNeedsReset) != 0;

    private VirtioDeviceStatus Status
    {
        get => (VirtioDeviceStatus)_registers.Read32(VirtioRegisters.Status);
        set => _registers.Write32(VirtioRegisters.Status, (uint)value);
    }

    /// <summary>Looks at what lies behind <paramref name="registers"/> without changing anything.</summary>
    /// <returns><see cref="VirtioError.None"/>, <see cref="VirtioError.NotVirtio"/>, <see cref="VirtioError.UnsupportedVersion"/>,
    /// or <see cref="VirtioError.WrongDevice"/> for an empty slot.</returns>
    public static VirtioError TryOpen(IRegisterWindow registers, out VirtioMmioTransport? transport)
    {
        transport = null;
        if (registers.Length < VirtioRegisters.Configuration
            || registers.Read32(VirtioRegisters.MagicValue) != VirtioRegisters.Magic)
            return VirtioError.NotVirtio;
        if (registers.Read32(VirtioRegisters.Version) != VirtioRegisters.ModernVersion)
            return VirtioError.UnsupportedVersion;
        var device = (VirtioDeviceId)registers.Read32(VirtioRegisters.DeviceId);
        if (device == VirtioDeviceId.None)
            return VirtioError.WrongDevice;
        transport = new VirtioMmioTransport(registers, device);
        return VirtioError.None;
    }

    /// <summary>Resets the device: it forgets its queues and touches no memory of ours any more once this returns <see cref="VirtioError.None"/>.</summary>
    public VirtioError Reset()
    {
        Status = VirtioDeviceStatus.Reset;
        // Section 4.2.3.1: the driver must wait until the status reads 0 before it starts again.
        for (int attempt = 0; attempt < ResetAttempts; attempt++)
        {
            if (Status == VirtioDeviceStatus.Reset)
                return VirtioError.None;
        }

        return VirtioError.ResetTimeout;
    }

    /// <summary>Resets the device and agrees on features.</summary>
    /// <param name="required">Without these there is no agreement.</param>
    /// <param name="wanted">Taken where they are offered.</param>
    /// <param name="prune">Takes away from what would be accepted what may not be accepted alone; null for nothing.</param>
    public VirtioError Negotiate(ulong required, ulong wanted, Func<ulong, ulong>? prune = null)
    {
        VirtioError reset = Reset();
        if (reset != VirtioError.None)
            return reset;
        Status = VirtioDeviceStatus.Acknowledge;
        Status = VirtioDeviceStatus.Acknowledge | VirtioDeviceStatus.Driver;

        required |= VirtioFeature.Version1;
        ulong offered = ReadOfferedFeatures();
        if ((offered & required) != required)
        {
            Status = VirtioDeviceStatus.Failed;
            return VirtioError.MissingFeature;
        }

        ulong accepted = offered & (required | wanted);
        if (prune is not null)
            accepted = prune(accepted) | required;
        _registers.Write32(VirtioRegisters.DriverFeaturesSelect, 0);
        _registers.Write32(VirtioRegisters.DriverFeatures, (uint)accepted);
        _registers.Write32(VirtioRegisters.DriverFeaturesSelect, 1);
        _registers.Write32(VirtioRegisters.DriverFeatures, (uint)(accepted >> 32));

        var status = VirtioDeviceStatus.Acknowledge | VirtioDeviceStatus.Driver | VirtioDeviceStatus.FeaturesOk;
        Status = status;
        if (Status != status)
        {
            Status = VirtioDeviceStatus.Failed;
            return VirtioError.FeaturesRefused;
        }

        Features = accepted;
        return VirtioError.None;
    }

    /// <summary>The largest power of two that is neither above what queue <paramref name="index"/> can hold nor above <paramref name="maximum"/>; 0 when there is no such queue.</summary>
    public int QueueSizeFor(int index, int maximum)
    {
        _registers.Write32(VirtioRegisters.QueueSelect, (uint)index);
        uint offered = Math.Min(_registers.Read32(VirtioRegisters.QueueSizeMaximum), (uint)Math.Min(maximum, QueueLayout.MaximumSize));
        return offered == 0 ? 0 : 1 << (31 - System.Numerics.BitOperations.LeadingZeroCount(offered));
    }

    /// <summary>Tells the device where queue <paramref name="index"/> lies (section 4.2.3.2).</summary>
    public VirtioError ConfigureQueue(int index, Virtqueue queue)
    {
        _registers.Write32(VirtioRegisters.QueueSelect, (uint)index);
        if (_registers.Read32(VirtioRegisters.QueueReady) != 0)
            return VirtioError.QueueInUse;
        if (_registers.Read32(VirtioRegisters.QueueSizeMaximum) < (uint)queue.Size)
            return VirtioError.QueueUnavailable;
        _registers.Write32(VirtioRegisters.QueueSize, (uint)queue.Size);
        Write64(VirtioRegisters.QueueDescriptorLow, VirtioRegisters.QueueDescriptorHigh, queue.DescriptorAddress);
        Write64(VirtioRegisters.QueueDriverLow, VirtioRegisters.QueueDriverHigh, queue.AvailableAddress);
        Write64(VirtioRegisters.QueueDeviceLow, VirtioRegisters.QueueDeviceHigh, queue.UsedAddress);
        _registers.Write32(VirtioRegisters.QueueReady, 1);
        return VirtioError.None;
    }

    /// <summary>The device may work from here on (DRIVER_OK).</summary>
    public void Start() => Status = VirtioDeviceStatus.Acknowledge | VirtioDeviceStatus.Driver | VirtioDeviceStatus.FeaturesOk | VirtioDeviceStatus.DriverOk;

    /// <summary>Says that queue <paramref name="index"/> has new available buffers.</summary>
    public void Notify(int index) => _registers.Write32(VirtioRegisters.QueueNotify, (uint)index);

    /// <summary>Reads and clears the causes of the interrupt: bit 0 used buffers, bit 1 configuration change (section 4.2.2).</summary>
    public uint AcknowledgeInterrupt()
    {
        uint causes = _registers.Read32(VirtioRegisters.InterruptStatus);
        if (causes != 0)
            _registers.Write32(VirtioRegisters.InterruptAcknowledge, causes);
        return causes;
    }

    /// <summary>Reads bytes of the device-specific configuration that belong together: all of one generation (section 2.5.1).</summary>
    public VirtioError ReadConfiguration(int offset, Span<byte> destination)
    {
        if (_registers.Length < VirtioRegisters.Configuration + offset + destination.Length)
            return VirtioError.BadConfiguration;
        for (int attempt = 0; attempt < ConfigurationAttempts; attempt++)
        {
            uint before = _registers.Read32(VirtioRegisters.ConfigurationGeneration);
            for (int i = 0; i < destination.Length; i++)
                destination[i] = _registers.Read8(VirtioRegisters.Configuration + offset + i);
            if (_registers.Read32(VirtioRegisters.ConfigurationGeneration) == before)
                return VirtioError.None;
        }

        return VirtioError.BadConfiguration;
    }

    /// <summary>Reads one aligned 16-bit field of the configuration; a single access of that width as section 4.2.2.2 demands.</summary>
    public VirtioError ReadConfiguration(int offset, out ushort value)
    {
        value = 0;
        if (_registers.Length < VirtioRegisters.Configuration + offset + sizeof(ushort))
            return VirtioError.BadConfiguration;
        value = _registers.Read16(VirtioRegisters.Configuration + offset);
        return VirtioError.None;
    }

    private ulong ReadOfferedFeatures()
    {
        _registers.Write32(VirtioRegisters.DeviceFeaturesSelect, 0);
        ulong low = _registers.Read32(VirtioRegisters.DeviceFeatures);
        _registers.Write32(VirtioRegisters.DeviceFeaturesSelect, 1);
        ulong high = _registers.Read32(VirtioRegisters.DeviceFeatures);
        return low | (high << 32);
    }

    private void Write64(int low, int high, ulong value)
    {
        _registers.Write32(low, (uint)value);
        _registers.Write32(high, (uint)(value >> 32));
    }
}
