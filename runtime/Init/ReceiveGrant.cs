namespace DSoftBus.Runtime.Init;

/// <summary>RECV of <paramref name="Endpoint"/>, which the task owns by it; one task receives from an endpoint.</summary>
/// <param name="Slot">Where.</param>
/// <param name="Endpoint">Its name on this node.</param>
/// <param name="Depth">Messages that its queue holds, 1 to 256.</param>
public sealed record ReceiveGrant(int Slot, string Endpoint, int Depth) : SlotGrant(Slot)
{
    private protected override void Seal()
    {
    }
}
