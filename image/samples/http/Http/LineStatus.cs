namespace DSoftBus.Samples.Http;

/// <summary>What <see cref="LineCollector"/> made of the bytes.</summary>
internal enum LineStatus
{
    NeedMore,

    /// <summary>A whole line is there.</summary>
    Line,

    TooLong,

    /// <summary>A line feed without its carriage return, or the reverse.</summary>
    BareEnd,
}
