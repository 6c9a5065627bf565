using System.Text;

namespace DSoftBus.Samples.Http;

/// <summary>The first line of a request (RFC 9112 section 3): <c>method SP request-target SP HTTP-version</c>.</summary>
/// <param name="Method">One of those that RFC 9110 knows.</param>
/// <param name="Path">Absolute path as it was sent, nothing decoded; <c>*</c> or an authority where the method has such a target.</param>
/// <param name="Query">After the question mark; null without one.</param>
/// <param name="IsVersion10">HTTP/1.0: no chunks, no 100, and the connection closes unless asked otherwise.</param>
internal sealed record RequestLine(RequestMethod Method, string Path, string? Query, bool IsVersion10)
{
    private const string Scheme = "http://";

    /// <summary>Reads a line without its line end. Total: a line or a refusal.</summary>
    public static Refusal? TryParse(ReadOnlySpan<byte> line, out RequestLine? parsed)
    {
        parsed = null;
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first)
            return Bad("The request line is not 'method target version'.");
        ReadOnlySpan<byte> method = line[..first];
        if (!HttpText.IsToken(method))
            return Bad("The method is not a token.");
        if (TryVersion(line[(last + 1)..], out bool isVersion10) is { } wrongVersion)
            return wrongVersion;
        if (!TryMethod(method, out RequestMethod known))
            return new Refusal(HttpStatus.NotImplemented, "This server does not know the method.");
        if (!TryTarget(known, line[(first + 1)..last], out string path, out string? query))
            return Bad("The request target is malformed.");
        parsed = new RequestLine(known, path, query, isVersion10);
        return null;
    }

    // RFC 9112 section 2.3: HTTP-version is case-sensitive. RFC 9110 section 2.5: a higher minor version is understood as the highest known.
    private static Refusal? TryVersion(ReadOnlySpan<byte> version, out bool isVersion10)
    {
        isVersion10 = false;
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || !char.IsAsciiDigit((char)version[5]) || version[6] != '.' || !char.IsAsciiDigit((char)version[7]))
            return Bad("The protocol version is malformed.");
        isVersion10 = version[7] == '0';
        return version[5] == '1' ? null : new Refusal(HttpStatus.VersionNotSupported, "This server speaks HTTP/1.1.");
    }

    // RFC 9110 section 9.1: methods are case-sensitive.
    private static bool TryMethod(ReadOnlySpan<byte> text, out RequestMethod method)
    {
        foreach (RequestMethod candidate in Enum.GetValues<RequestMethod>())
        {
            method = candidate;
            if (Encoding.ASCII.GetString(text) == HttpText.NameOf(candidate))
                return true;
        }

        method = default;
        return false;
    }

    private static bool TryTarget(RequestMethod method, ReadOnlySpan<byte> target, out string path, out string? query)
    {
        (path, query) = ("", null);
        if (target.IsEmpty || target.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7e) >= 0 || target.Contains((byte)'#'))
            return false;
        path = Encoding.ASCII.GetString(target);
        if (method == RequestMethod.Connect)
            return HttpText.IsHost(path); // authority-form, RFC 9112 section 3.2.3
        if (path == "*")
            return method == RequestMethod.Options; // asterisk-form, section 3.2.4
        if (path[0] != '/' && !TryAbsolute(ref path))
            return false;
        int mark = path.IndexOf('?', StringComparison.Ordinal);
        if (mark >= 0)
            (path, query) = (path[..mark], path[(mark + 1)..]);
        return true;
    }

    // RFC 9112 section 3.2.2: a server takes the absolute form. RFC 9110 section 4.2.4: user information in it is an error.
    private static bool TryAbsolute(ref string target)
    {
        if (!target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        string rest = target[Scheme.Length..];
        int end = rest.AsSpan().IndexOfAny('/', '?');
        string authority = end < 0 ? rest : rest[..end];
        target = end < 0 ? "/" : rest[end] == '?' ? "/" + rest[end..] : rest[end..];
        return authority.Length > 0 && HttpText.IsHost(authority);
    }

    private static Refusal Bad(string reason) => new(HttpStatus.BadRequest, reason);
}
