namespace DSoftBus.Runtime.Init;

/// <summary>SEND to <paramref name="Endpoint"/>, which some task of the manifest receives from.</summary>
public sealed record SendGrant(int Slot, string Endpoint) : SlotGrant(Slot)
{
    private protected override void Seal()
    {
    }
}
