namespace DSoftBus.Runtime.Ipc;

/// <summary>An object and what may be done with it; the value in a slot or in a queued message. Default is none.</summary>
/// <param name="Target">The object, or null for none.</param>
/// <param name="Rights">What the holder may do.</param>
/// <param name="Generation">For memory objects: the ownership that this capability belongs to.</param>
internal readonly record struct Capability(CapabilityTarget? Target, Rights Rights, uint Generation)
{
    internal bool IsNone => Target is null;
}
