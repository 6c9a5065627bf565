using System.Text;

namespace DSoftBus.Samples.Http;

/// <summary>Content that is there as a whole.</summary>
internal sealed class MemoryContent(ReadOnlyMemory<byte> bytes) : IResponseContent
{
    public long Length => bytes.Length;

    public static MemoryContent Of(string text) => new(Encoding.UTF8.GetBytes(text));

    public void Fill(long offset, Span<byte> destination) => bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
}
