namespace DSoftBus.Runtime.Ipc;

/// <summary>The arguments of a send that may wait.</summary>
/// <param name="Slot">Slot of the SEND capability.</param>
/// <param name="Payload">Bytes to copy when the message enters the queue; the caller keeps them until then.</param>
/// <param name="MoveSlot">Slot of the capability to move, or 0.</param>
/// <param name="Type">Message type, for the receiver.</param>
/// <param name="CloseSlot">Close <paramref name="Slot"/> whatever becomes of the send: a reply.</param>
internal readonly record struct SendRequest(int Slot, ReadOnlyMemory<byte> Payload, int MoveSlot, ushort Type, bool CloseSlot);
