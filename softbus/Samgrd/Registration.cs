using DSoftBus.Runtime.Ipc;

namespace DSoftBus.Softbus.Samgrd;

/// <summary>What a task said about itself.</summary>
/// <param name="Owner">The sender, as the runtime wrote it.</param>
/// <param name="Name">1 to 255 bytes.</param>
/// <param name="SendSlot">Byte frames: the sender's slots, opaque to samgrd. Cap'n Proto: the endpoint number.</param>
/// <param name="ReceiveSlot">Byte frames only.</param>
public readonly record struct Registration(ServiceId Owner, string Name, uint SendSlot, uint ReceiveSlot);
