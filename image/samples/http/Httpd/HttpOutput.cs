using DSoftBus.Net.Facade;
using DSoftBus.Runtime.Tasks;
using DSoftBus.Samples.Http;

namespace DSoftBus.Samples.Httpd;

/// <summary>Writes to the client as fast as it reads, and gives up on one that takes a buffer's worth in longer than <paramref name="patience"/>.</summary>
internal sealed class HttpOutput(TaskContext task, FacadeStream stream, TimeSpan patience)
{
    // A whole number of facade writes.
    private const int BufferSize = 32 * FacadeLimits.WriteWithNonce;

    private byte[]? _buffer;

    /// <summary>Writes bytes; false when the client is gone.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, task.Now + patience) == FacadeStatus.Ok;

    /// <summary>Writes a head and content, made piece by piece; false when the client is gone.</summary>
    public async ValueTask<bool> WriteAsync(byte[] head, IResponseContent? content)
    {
        long length = content?.Length ?? 0;
        if (length == 0)
            return await WriteAsync(head);
        byte[] buffer = _buffer ??= new byte[BufferSize];
        head.CopyTo(buffer, 0);
        int filled = head.Length;
        for (long offset = 0; offset < length;)
        {
            int count = (int)Math.Min(buffer.Length - filled, length - offset);
            content!.Fill(offset, buffer.AsSpan(filled, count));
            offset += count;
            if (!await WriteAsync(buffer.AsMemory(0, filled + count)))
                return false;
            filled = 0;
        }

        return true;
    }
}
