using System.Globalization;
using System.Text;

namespace DSoftBus.Samples.Http;

/// <summary>The head of a response as bytes (RFC 9112 section 4).</summary>
internal static class ResponseWriter
{
    private static readonly byte[] ContinueLines = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>The whole interim response 100 (RFC 9110 section 15.2.1).</summary>
    public static ReadOnlyMemory<byte> Continue => ContinueLines;

    /// <summary>Status line and fields, with the empty line.</summary>
    /// <param name="response">What to say.</param>
    /// <param name="date">The guest's clock; Date in whole seconds (RFC 9110 section 5.6.7).</param>
    /// <param name="closes">Whether the server closes the connection after it.</param>
    public static byte[] Head(Response response, DateTimeOffset date, bool closes)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.Status} {HttpStatusText.ReasonPhrase(response.Status)}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Date: {date.UtcDateTime:R}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Content.Length}\r\n");
        foreach (HeaderField field in response.Fields)
            head.Append(CultureInfo.InvariantCulture, $"{field.Name}: {field.Value}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Connection: {(closes ? "close" : "keep-alive")}\r\n\r\n");
        return Encoding.Latin1.GetBytes(head.ToString());
    }
}
