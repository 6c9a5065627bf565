namespace DSoftBus.Runtime.Devices;

/// <summary>What a network device does for the stack.</summary>
[Flags]
public enum NetDeviceFeatures
{
    None = 0,

    /// <summary>The device fills in TCP and UDP checksums of sent frames.</summary>
    TransmitChecksum = 1,

    /// <summary>Received frames come with TCP and UDP checksums already verified.</summary>
    ReceiveChecksum = 2,
}
