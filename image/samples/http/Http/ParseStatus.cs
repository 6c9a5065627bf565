namespace DSoftBus.Samples.Http;

/// <summary>Where a parser that is fed piece by piece stands.</summary>
internal enum ParseStatus
{
    NeedMore,
    Complete,

    /// <summary>For good; the parser says why.</summary>
    Refused,
}
