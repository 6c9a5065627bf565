namespace DSoftBus.Qemu.Launch;

/// <summary>What a guest's network card is plugged into: a <see cref="CableLink"/> or a <see cref="TapLink"/>.</summary>
public abstract record GuestLink
{
    private protected GuestLink()
    {
    }
}
