namespace DSoftBus.Runtime.Init;

/// <summary>The device of <paramref name="Kind"/>, for this task alone.</summary>
public sealed record DeviceGrant(int Slot, DeviceKind Kind) : SlotGrant(Slot)
{
    private protected override void Seal()
    {
    }
}
