namespace DSoftBus.Qemu.Harness;

/// <summary>What a line on the serial line means for a run.</summary>
public enum LineVerdict
{
    /// <summary>Nothing wrong.</summary>
    Fine,

    /// <summary>A task reported a failure: the run fails even if the success marker is there too.</summary>
    FailMarker,

    /// <summary>The shim or the runtime gave up.</summary>
    Panic,
}
