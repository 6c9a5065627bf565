using DSoftBus.Runtime.Init;

namespace DSoftBus.Runtime.Tasks;

/// <summary>The machine has no device of the kind that the manifest grants.</summary>
public sealed class DeviceUnavailableException(DeviceKind kind) : InvalidOperationException($"There is no {kind} device.");
