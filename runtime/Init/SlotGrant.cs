namespace DSoftBus.Runtime.Init;

/// <summary>What init places into one slot of a task. Closed: receive, send, device.</summary>
/// <param name="Slot">3 to 95; 0 to 2 are reserved.</param>
public abstract record SlotGrant(int Slot)
{
    private protected abstract void Seal();
}
