namespace DSoftBus.Softbus.Identityd;

/// <summary>The slots that the manifest gives identityd, beside the control channel 1/2.</summary>
public static class IdentitydSlots
{
    /// <summary>RECV of the own endpoint, depth 8.</summary>
    public const int Requests = 5;
}
