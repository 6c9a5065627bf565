namespace DSoftBus.Softbus.Samgrd;

/// <summary>The slots that the manifest gives samgrd, beside the control channel 1/2.</summary>
public static class SamgrdSlots
{
    /// <summary>RECV of the own endpoint, depth 8.</summary>
    public const int Requests = 5;
}
