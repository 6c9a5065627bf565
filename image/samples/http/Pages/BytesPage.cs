using System.Globalization;
using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Pages;

/// <summary><c>/bytes/N</c>: N octets that the client can compute too, made while the connection takes them.</summary>
internal static class BytesPage
{
    public const string Prefix = "/bytes/";

    /// <summary>The largest N.</summary>
    public const int Most = 64 * 1024 * 1024;

    // A prime, so that no power of two of the network's sizes hides a piece that is missing or out of place.
    private const int Period = 251;

    /// <summary>Octet number <paramref name="offset"/>.</summary>
    public static byte At(long offset) => (byte)((offset % Period) + (offset / Period % 5));

    public static Response Get(RequestHead request)
    {
        string count = request.Line.Path[Prefix.Length..];
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int octets) && octets <= Most
            ? new Response(HttpStatus.Ok, "application/octet-stream", new Octets(octets))
            : Response.Text(HttpStatus.NotFound, $"N of {Prefix}N is a number from 0 to {Most}.");
    }

    private sealed class Octets(int length) : IResponseContent
    {
        public long Length => length;

        public void Fill(long offset, Span<byte> destination)
        {
            for (int i = 0; i < destination.Length; i++)
                destination[i] = At(offset + i);
        }
    }
}
