namespace DSoftBus.Softbus.Traits;

/// <summary>What the accepting side decides about an authenticated peer before it answers ConnectRequest.</summary>
public enum AdmissionVerdict : byte
{
    /// <summary>ConnectResponse ok=true.</summary>
    Admit = 0,

    /// <summary>The cache holds that id with another static key.</summary>
    OtherKeyPinned = 1,

    /// <summary>The session that the lower id dialled stays.</summary>
    DuplicateSession = 2,

    /// <summary>No room for another session.</summary>
    Full = 3,
}
