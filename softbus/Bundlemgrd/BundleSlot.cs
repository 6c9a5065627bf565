namespace DSoftBus.Softbus.Bundlemgrd;

/// <summary>The two copies of the system bundle of which one is active. Wire values of SET_ACTIVE_SLOT (services.md section 4).</summary>
public enum BundleSlot : byte
{
    A = 1,
    B = 2,
}
