using System.Buffers.Binary;

namespace DSoftBus.Tests.EndToEnd.Captures;

/// <summary>The length-prefixed messages of one direction of a session (session-frames.md section 1).</summary>
public static class OuterFrames
{
    /// <summary>Where each message starts in the stream and its bytes without the prefix.</summary>
    public static List<(int Offset, byte[] Message)> Split(byte[] stream)
    {
        var messages = new List<(int, byte[])>();
        for (int offset = 0; offset < stream.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(offset));
            messages.Add((offset, stream[(offset + 4)..(offset + 4 + length)]));
            offset += 4 + length;
        }

        return messages;
    }
}
