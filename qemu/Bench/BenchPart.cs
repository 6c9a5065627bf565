namespace DSoftBus.Qemu.Bench;

/// <summary>What <c>softbus bench --only</c> leaves.</summary>
public enum BenchPart
{
    All,

    /// <summary>Both guests on a TAP device.</summary>
    Network,

    /// <summary>Our stack beside others on a TAP device of this host.</summary>
    Stacks,
}
