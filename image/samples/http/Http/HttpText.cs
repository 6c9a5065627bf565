using System.Buffers;

namespace DSoftBus.Samples.Http;

/// <summary>The character sets of HTTP (RFC 9110 section 5.6, RFC 3986 section 3.2).</summary>
internal static class HttpText
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create([.. (Letters + "!#$%&'*+-.^_`|~").Select(c => (byte)c)]);
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create(Letters + "-._~%!$&'()*+,;=");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>One or more characters of a token.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    /// <summary>A name or address with an optional port. The name may be empty, as the Host field allows (RFC 9110 section 7.2).</summary>
    public static bool IsHost(ReadOnlySpan<char> text)
    {
        int nameEnd;
        if (text.StartsWith("["))
        {
            nameEnd = text.IndexOf(']') + 1;
            if (nameEnd < 4 || text[1..(nameEnd - 1)].ContainsAnyExcept(AddressCharacters))
                return false;
        }
        else
        {
            nameEnd = text.IndexOf(':');
            nameEnd = nameEnd < 0 ? text.Length : nameEnd;
            if (text[..nameEnd].ContainsAnyExcept(HostCharacters))
                return false;
        }

        ReadOnlySpan<char> port = text[nameEnd..];
        return port.IsEmpty || (port[0] == ':' && port.Length <= 6 && !port[1..].ContainsAnyExceptInRange('0', '9'));
    }

    public static string NameOf(RequestMethod method) => method switch
    {
        RequestMethod.Get => "GET",
        RequestMethod.Head => "HEAD",
        RequestMethod.Post => "POST",
        RequestMethod.Put => "PUT",
        RequestMethod.Delete => "DELETE",
        RequestMethod.Connect => "CONNECT",
        RequestMethod.Options => "OPTIONS",
        RequestMethod.Trace => "TRACE",
        _ => "PATCH",
    };
}
