namespace DSoftBus.Qemu.Soak;

/// <summary>What a line of a soaking guest is about.</summary>
public enum SoakLine
{
    /// <summary>Counted, or of no interest.</summary>
    Other,

    /// <summary>How far the soak is; worth showing.</summary>
    Progress,

    /// <summary>The guest sleeps from here on.</summary>
    IdleBegins,

    /// <summary>It woke up.</summary>
    IdleEnds,
}
