namespace DSoftBus.Samples.Http;

/// <summary>One field line (RFC 9112 section 5).</summary>
/// <param name="Name">A token, as it was sent; compare without case.</param>
/// <param name="Value">Without the white space around it; octets above 127 are Latin-1 characters.</param>
internal readonly record struct HeaderField(string Name, string Value)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
