namespace DSoftBus.Net.Wire.Tree;

/// <summary>Knows what the payload of some datagrams or segments means; others add theirs to a <see cref="PacketTree"/>.</summary>
public interface IPayloadDecoder
{
    /// <summary>Writes the decoded payload. False, with nothing written: not its payload, or not well formed; the next decoder is asked.</summary>
    bool TryDecode(in PayloadContext context, ReadOnlySpan<byte> payload, PacketTreeWriter writer);
}
