namespace DSoftBus.Runtime.Init;

/// <summary>Answer of init to a route query; wire values of spec/netstackd-ipc.md section 5, and one local value.</summary>
public enum RouteStatus : byte
{
    Ok = 0,

    /// <summary>No endpoint of that name is in the manifest.</summary>
    NotFound = 1,

    /// <summary>The query could not be read.</summary>
    Malformed = 2,

    /// <summary>The endpoint exists, the manifest gives this task no slot for it.</summary>
    Denied = 3,

    /// <summary>Local to the client, never on the wire: no answer in time.</summary>
    NoAnswer = 0xFF,
}
