namespace DSoftBus.Samples.Http;

/// <summary>What a response carries: a known number of octets, produced as the connection takes them.</summary>
internal interface IResponseContent
{
    /// <summary>Octets in all.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the octets from <paramref name="offset"/>; both lie within <see cref="Length"/>.</summary>
    void Fill(long offset, Span<byte> destination);
}
