namespace DSoftBus.Softbus.Dsoftbusd;

/// <summary>What becomes of a newly authenticated session (decisions.md "Sessions", one session per pair).</summary>
public enum Admission : byte
{
    /// <summary>There was none with that peer.</summary>
    Accepted = 0,

    /// <summary>It replaces the one that was there, which must be closed with reason 6.</summary>
    Replaces = 1,

    /// <summary>The lower id's session stays; this one is refused.</summary>
    Duplicate = 2,

    /// <summary>The table is full.</summary>
    Full = 3,
}
